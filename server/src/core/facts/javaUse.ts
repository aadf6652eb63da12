import type { Instruction } from "../document/dockerfile.ts";
import { shippedRuns } from "./chain.ts";
import type { Facts } from "./facts.ts";
import { perFacts } from "./perFacts.ts";
import type { RunFacts } from "./runs.ts";
import { type StartedCommand, startedCommands } from "./startedCommands.ts";

/** Programs that come with a JDK alone, and build tools, which need its compiler. */
const developmentTools: ReadonlySet<string> = new Set(
  (
    "javac jlink jdeps jdeprscan jcmd jmap jstack jstat jstatd jps jinfo jdb jhsdb jpackage jarsigner javadoc javap " +
    "javah jconsole jshell jmod jimage jfr jwebserver native2ascii serialver wsimport wsgen xjc schemagen " +
    "mvn mvnw gradle gradlew sbt ant lein clojure clj scala scalac scala-cli kotlinc groovyc bazel jbang native-image"
  ).split(" "),
);

/** The container runs programs on the JVM, and nothing that the file shows needs more than a Java run-time. */
export const onlyRunsJava = perFacts(
  (facts: Facts): boolean =>
    startedCommands(facts).some(({ program }) => program === "java") &&
    startsWithoutJdk(facts) &&
    !shippedRuns(facts).some(usesDevelopmentTools),
);

/** Neither what containers start nor a health check calls a tool of the JDK or a build tool. */
export function startsWithoutJdk(facts: Facts): boolean {
  const { finalStage } = facts;
  if (!finalStage) return false;
  const checks = finalStage.stage.instructions.filter(({ keyword }) => keyword === "HEALTHCHECK");
  return !startedCommands(facts).some(startsDevelopment) && !checks.some(namesDevelopmentTools);
}

function startsDevelopment({ program, args }: StartedCommand): boolean {
  return isDevelopmentTool(program) || args.some((arg) => isOfJdk(arg) || /\.java$|wrapper\.jar$/.test(arg));
}

/** `jar` is only known by its place, as many words end in it. */
function usesDevelopmentTools({ script, instruction }: RunFacts): boolean {
  return (
    namesDevelopmentTools(instruction) ||
    script.commands.some(({ nameWord }) => /(^|\/)jar$/.test(nameWord.value))
  );
}

function namesDevelopmentTools({ body }: Instruction): boolean {
  return body.text.split(/[\s"',;&|()[\]]+/).some(isOfJdk);
}

/** `javac`, `$JAVA_HOME/bin/jlink`, `/opt/java/lib/tools.jar`, `$JAVA_HOME/include` */
function isOfJdk(word: string): boolean {
  return isDevelopmentTool(word) || /(^|\/)tools\.jar\b|\/jmods\b|JAVA_HOME\}?\/include\b/.test(word);
}

function isDevelopmentTool(word: string): boolean {
  return developmentTools.has(word.slice(word.lastIndexOf("/") + 1));
}
