import { startsWithoutJdk } from "../facts/javaUse.ts";
import { normalizePath } from "../facts/situation.ts";
import { type StartedCommand, startedCommands } from "../facts/startedCommands.ts";
import { comesFromContext } from "./goFiles.ts";
import { isBuilt, isCopied, type JavaBuild, javaTools, startFolder } from "./javaBuilds.ts";
import { type Artifact, not, type WhyNot } from "./plan.ts";
import { isBelow, type SingleStage } from "./singleStage.ts";
import { springBootOf } from "./springLayers.ts";

/** What the container runs. */
export interface JavaStart {
  readonly kind: "started";
  /** Jars and folders of classes, at the places that the container looks for them. */
  readonly programs: readonly Artifact[];
  /** The word behind `-jar`, and where it leads. */
  readonly jar: { readonly text: string; readonly path: string } | undefined;
  /** All other words. */
  readonly args: readonly string[];
  /** The name of the program where it has a variable, which an ARG may set. */
  readonly argument: string | undefined;
  /** Nothing in the file says outright that the build writes these. */
  readonly guesses: readonly string[];
}

export function javaStart(single: SingleStage, builds: readonly JavaBuild[]): JavaStart | WhyNot {
  const started = startedCommands(single.facts);
  const [first, second] = started;
  if (!first) return not("nothing is started");
  if (javaTools.has(first.program))
    return not(`${first.program} builds when the container starts, so it needs the build tool and a JDK`);
  if (/\.(sh|bash)$/.test(first.program))
    return not(`${first.program} is a script, which may call any program of the image`);
  if (second) return not("a shell line starts more than one program");
  if (!startsWithoutJdk(single.facts)) return not("the start or the health check needs a tool of the JDK");
  const program = single.program?.words[0] ?? "";
  if (first.program !== "java") return startScript(single, builds, program);
  if (program.includes("/") && !program.startsWith("/opt/java/openjdk/"))
    if (!/(^|\/)(sh|bash|ash)$/.test(program))
      return not(`${program} is not where the runtime image has Java`);
  return javaProgram(single, builds, first);
}

function javaProgram(
  single: SingleStage,
  builds: readonly JavaBuild[],
  { args }: StartedCommand,
): JavaStart | WhyNot {
  const at = args.findIndex((arg) => classPathOptions.has(arg));
  const text = args[at + 1];
  if (at < 0 || text === undefined)
    return not("java is started without -jar or -cp, so its classes cannot be followed");
  const isJar = args[at] === "-jar";
  const programs: Artifact[] = [];
  const guesses: string[] = [];
  for (const entry of isJar ? [text] : text.split(":")) {
    const path = absolute(single, entry);
    if (path === undefined) return not(`it cannot be told where ${entry} leads`);
    if (isJar && entry.includes("*") && !isReadByShell(single))
      return not(`no shell is there that finds a file for ${entry}`);
    const inside = path.endsWith("/*") && !isJar ? path.slice(0, -2) : path;
    if (/[?[\]]/.test(inside) || inside.slice(0, inside.lastIndexOf("/")).includes("*"))
      return not(`${entry} may stand for several files`);
    const isOutput = isBuilt(single, builds, inside) || (!isJar && comesFromContext(single, inside) === true);
    if (!isOutput && isCopied(single, inside))
      return not(`${entry} is copied into the image, not built in it`);
    if (!isOutput) guesses.push(inside);
    programs.push(artifactOf(inside));
  }
  if (isJar && text.endsWith(".war") && !springBootOf(builds))
    return not(`${text} is a web archive, which needs a server where Spring Boot has not packed one`);
  const path = absolute(single, text);
  return {
    kind: "started",
    programs,
    jar: isJar && path !== undefined ? { text, path } : undefined,
    args: args.filter((_, index) => index !== at && index !== at + 1),
    argument: mayDiffer(single, text) ? text : undefined,
    guesses,
  };
}

function mayDiffer({ facts, instructions }: SingleStage, text: string): boolean {
  const hasArguments =
    facts.dockerfile.globalArgs.length > 0 || instructions.some(({ keyword }) => keyword === "ARG");
  return text.includes("$") && hasArguments;
}

const classPathOptions: ReadonlySet<string> = new Set(
  "-jar -cp -classpath --class-path -p --module-path".split(" "),
);

/** Quarkus starts a small jar that needs the folder around it; a pattern brings its files into the same folder. */
function artifactOf(path: string): Artifact {
  const slash = path.lastIndexOf("/");
  const folder = path.slice(0, slash);
  if (path.endsWith("/quarkus-run.jar")) return { from: folder, to: folder };
  return { from: path, to: path.includes("*") ? `${folder}/` : path };
}

/** Gradle's `installDist` and `distZip` and Maven's appassembler write a script in `bin` that starts the jars in `lib`. */
function startScript(single: SingleStage, builds: readonly JavaBuild[], program: string): JavaStart | WhyNot {
  const path = absolute(single, program);
  const folder = path === undefined ? undefined : /^(.+)\/bin\/[^/]+$/.exec(path)?.[1];
  const hasSources = builds.some(
    (build) => build.folder === undefined || isBelow(build.folder, folder ?? "/"),
  );
  if (folder === undefined || hasSources || !isBuilt(single, builds, folder))
    return not(`${program} is started, and not java with a jar that the build is seen to write`);
  return {
    kind: "started",
    programs: [{ from: folder, to: folder }],
    jar: undefined,
    args: [],
    argument: undefined,
    guesses: [],
  };
}

function isReadByShell({ program }: SingleStage): boolean {
  return program?.instruction.exec === undefined || /(^|\/)(sh|bash|ash)$/.test(program.words[0]);
}

function absolute(single: SingleStage, text: string): string | undefined {
  const { facts, stage, program, atEnd } = single;
  const at = program?.instruction ?? stage.stage.from;
  const expanded = isReadByShell(single) ? facts.scope.expand(text, stage, at) : text;
  if (expanded === undefined || expanded === "" || /[$`\s]/.test(expanded)) return undefined;
  if (expanded.startsWith("/")) return normalizePath(expanded);
  const folder = atEnd.workdir ?? (atEnd.hasWorkdir ? undefined : startFolder(single));
  return folder === undefined ? undefined : normalizePath(`${folder}/${expanded}`);
}
