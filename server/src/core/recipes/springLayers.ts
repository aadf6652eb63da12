import type { Part } from "../document/dockerfile.ts";
import type { Edit } from "../edits/fix.ts";
import { type SpringBoot, springBootOfGradle, springBootOfMaven } from "../facts/springBoot.ts";
import { parseScript } from "../shell/parse.ts";
import type { JavaBuild } from "./javaBuilds.ts";
import type { JavaStart } from "./javaStart.ts";
import type { Conversion } from "./plan.ts";
import { type SingleStage, situationAfter } from "./singleStage.ts";

/** What the build files that are known say of Spring Boot. */
export function springBootOf(builds: readonly JavaBuild[]): SpringBoot | undefined {
  const { tool, buildFile } = builds.at(-1) ?? {};
  if (buildFile === undefined) return undefined;
  return tool === "maven" ? springBootOfMaven(buildFile) : springBootOfGradle(buildFile);
}

/** From the layer that changes least to the one that changes with every build. */
const layers = ["dependencies", "spring-boot-loader", "snapshot-dependencies", "application"];

/** The same conversion with the jar taken apart, so that a changed class is a small layer; undefined where that is not sure to work. */
export function layered(
  single: SingleStage,
  conversion: Conversion,
  { start: { jar }, builds }: { readonly start: JavaStart; readonly builds: readonly JavaBuild[] },
): Conversion | undefined {
  const boot = springBootOf(builds);
  if (!boot || boot.hasOwnLayout || !isAtLeast(boot, 2, 4)) return undefined;
  if (!jar?.path.endsWith(".jar") || conversion.isDraft) return undefined;
  const after = situationAfter(single, conversion.split);
  if (after.workdir !== single.atEnd.workdir || (!jar.text.startsWith("/") && !after.hasWorkdir))
    return undefined;
  const launcher = `org.springframework.boot.loader.${isAtLeast(boot, 3, 2) ? "launch." : ""}JarLauncher`;
  const rewrite = launcherEdit(single, jar.text, launcher);
  if (!rewrite) return undefined;
  const destination = `${jar.path.slice(0, jar.path.lastIndexOf("/"))}/layers`;
  const extract = isAtLeast(boot, 3, 3)
    ? `-Djarmode=tools -jar ${jar.path} extract --layers --launcher`
    : `-Djarmode=layertools -jar ${jar.path} extract`;
  return {
    ...conversion,
    manner: "with Spring Boot's layers",
    buildEnd: [...conversion.buildEnd, `RUN java ${extract} --destination ${destination}`],
    artifacts: [
      ...conversion.artifacts.filter(({ from }) => from !== jar.path),
      ...layers.map((layer) => ({ from: `${destination}/${layer}/`, to: "./" })),
    ],
    workdir: conversion.workdir ?? "/app",
    rewrites: [rewrite],
    assumptions: [...conversion.assumptions, `nothing else opens ${jar.path} by its name`],
  };
}

function isAtLeast({ version: [major, minor] }: SpringBoot, wanted: number, wantedMinor: number): boolean {
  return major > wanted || (major === wanted && minor >= wantedMinor);
}

/** `-jar app.jar` becomes the name of the launcher, which is looked for in the working directory. */
function launcherEdit({ program }: SingleStage, jar: string, launcher: string): Edit | undefined {
  if (!program) return undefined;
  const { exec, body } = program.instruction;
  if (exec) {
    const at = exec.findIndex(({ value }, index) => value === "-jar" && exec[index + 1]?.value === jar);
    const [option, file] = [exec[at], exec[at + 1]];
    if (option && file)
      return { span: { start: option.span.start, end: file.span.end }, text: `"${launcher}"` };
    return inShellWord(exec.at(-1), jar, launcher);
  }
  const { args } = parseScript(body).commands[0] ?? { args: [] };
  const at = args.findIndex(({ value }, index) => value === "-jar" && args[index + 1]?.value === jar);
  const [option, file] = [args[at], args[at + 1]];
  return option && file && { span: { start: option.span.start, end: file.span.end }, text: launcher };
}

/** `["sh", "-c", "java $JAVA_OPTS -jar app.jar"]` */
function inShellWord(word: Part | undefined, jar: string, launcher: string): Edit | undefined {
  const written = `-jar ${jar}`;
  const at = word?.text.indexOf(written) ?? -1;
  if (!word || at < 0 || word.text.includes(written, at + 1) || word.text.includes("\\")) return undefined;
  const start = word.span.start + at;
  return { span: { start, end: start + written.length }, text: launcher };
}
