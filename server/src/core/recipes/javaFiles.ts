import type { Instruction } from "../document/dockerfile.ts";
import { normalizePath } from "../facts/situation.ts";
import { comesFromContext } from "./goFiles.ts";
import { isBuilt, type JavaBuild, startFolder } from "./javaBuilds.ts";
import type { JavaStart } from "./javaStart.ts";
import type { Artifact } from "./plan.ts";
import type { RuntimeWork } from "./runtimeWork.ts";
import { isBelow, type SingleStage, situationAfter } from "./singleStage.ts";

/** What else the program reads. */
export interface NamedFiles {
  /** Sure to be in the build stage. */
  readonly known: readonly Artifact[];
  readonly unsure: readonly Artifact[];
}

interface FilesInput {
  readonly builds: readonly JavaBuild[];
  readonly start: JavaStart;
  readonly folder: string;
  readonly work: RuntimeWork;
}

/** Files that the arguments of the program name, and the agents that the file loads into the JVM. */
export function namedFiles(single: SingleStage, findings: FilesInput, split: Instruction): NamedFiles {
  const { start, folder, work, builds } = findings;
  const workdir = situationAfter(single, split).workdir ?? startFolder(single);
  const artifact = (path: string): Artifact => {
    const absolute = normalizePath(path.startsWith("/") ? path : `${workdir}/${path}`);
    return { from: absolute, to: absolute };
  };
  const agents = javaOptions(single).flatMap((word) => {
    const path = /^-(?:javaagent|agentpath):([^=$]+)/.exec(word)?.[1];
    return path === undefined ? [] : [artifact(path)];
  });
  const isRepeated = ({ from }: Artifact): boolean =>
    single.facts.copies.some(
      ({ instruction, destination = "/" }) =>
        (instruction.index > split.index || work.repeated(instruction) !== undefined) &&
        isBelow(from, destination),
    );
  const named = start.args
    .flatMap((arg) => fileIn(arg) ?? [])
    .map(artifact)
    .filter(({ from }) => isBelow(from, folder) && from !== folder && !isRepeated({ from, to: from }));
  const isThere = ({ from }: Artifact): boolean | undefined =>
    isBuilt(single, builds, from) || comesFromContext(single, from);
  return {
    known: [
      ...agents.filter((agent) => !isRepeated(agent)),
      ...named.filter((file) => isThere(file) === true),
    ],
    unsure: named.filter((file) => isThere(file) === undefined),
  };
}

const fileName = /^[\w./-]+\.(ya?ml|json|properties|xml|toml|conf|jar|war)$/;

/** `config.yml`, `./views`, `-Dlogging.config=file:logback.xml`; what an option names by a folder may be written to. */
function fileIn(word: string): string | undefined {
  if (!word.startsWith("-"))
    return fileName.test(word) || /^(\.{0,2}|[\w-]+)\/[\w./-]*$/.test(word) ? word : undefined;
  const value = word.slice(word.indexOf("=") + 1).replace(/^(optional:)?file:/, "");
  return fileName.test(value) ? value : undefined;
}

/** Words of the start, and of the variables that the JVM and start scripts read. */
function javaOptions({ instructions, program }: SingleStage): readonly string[] {
  const values = instructions.flatMap((instruction) =>
    instruction.keyword === "ENV" ? instruction.properties.map(({ value }) => value?.value ?? "") : [],
  );
  return [...(program?.words ?? []), ...values].flatMap((text) => text.split(/\s+/));
}
