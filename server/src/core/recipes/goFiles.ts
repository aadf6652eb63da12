import type { Instruction } from "../document/dockerfile.ts";
import { namedFiles } from "./conversions.ts";
import type { Artifact } from "./plan.ts";
import { isBelow, type SingleStage } from "./singleStage.ts";

/** Folders and files that Go servers open while they run, unless they embed them. */
const readAtRunTime = [
  "templates",
  "template",
  "views",
  "static",
  "public",
  "assets",
  "web",
  "www",
  "html",
  "migrations",
  "locales",
  "i18n",
  "config",
  "configs",
  "conf",
  "config.yml",
  "config.yaml",
  "config.json",
  "config.toml",
];

interface Sources {
  readonly folder: string;
  /** The last instruction of the build stage. */
  readonly split: Instruction;
}

/** What lies in the image and is likely to be read at run time: what a COPY names, and what the build context has. */
function runtimeFiles(single: SingleStage, sources: Sources): readonly Artifact[] {
  const paths = new Set([...copiedByName(single, sources), ...copiedWithAll(single)]);
  return [...paths].map((path) => ({ from: path, to: path }));
}

/** `COPY static ./static`, `COPY config.yml .` */
function copiedByName({ facts }: SingleStage, { folder, split }: Sources): readonly string[] {
  return facts.copies.flatMap(({ instruction, isFromContext, sources, destination, isIntoFolder }) => {
    if (instruction.index > split.index || !destination || !isBelow(destination, folder)) return [];
    const [source, second] = sources;
    const name = source?.path?.slice(source.path.lastIndexOf("/") + 1) ?? "";
    if (!isFromContext || second || !readAtRunTime.includes(name)) return [];
    const isFile = name.includes(".");
    const path = isFile && isIntoFolder ? `${destination === "/" ? "" : destination}/${name}` : destination;
    return path.endsWith(`/${name}`) ? [path] : [];
  });
}

/** Folders and files that come with the whole context; nothing when it is not known. */
function copiedWithAll({ facts }: SingleStage): readonly string[] {
  const { context } = facts.known;
  const whole = facts.copies.find(({ copiesWholeContext }) => copiesWholeContext);
  if (!context || whole?.destination === undefined) return [];
  const { destination } = whole;
  return readAtRunTime
    .filter((name) => context.has(name) && !context.isIgnored(name))
    .filter(
      (name) =>
        name.includes(".") || ["/*", "/*/*"].some((depth) => context.find(name + depth).some(isNoSource)),
    )
    .map((name) => `${destination === "/" ? "" : destination}/${name}`);
}

/** Is the file of the image known to come from the build context? Undefined when that cannot be told. */
export function comesFromContext({ facts }: SingleStage, path: string): boolean | undefined {
  const { context } = facts.known;
  const whole = facts.copies.find(({ copiesWholeContext }) => copiesWholeContext);
  if (!context || whole?.destination === undefined || !isBelow(path, whole.destination)) return undefined;
  const inContext = path.slice(whole.destination === "/" ? 1 : whole.destination.length + 1);
  return context.has(inContext) || (context.complete ? false : undefined);
}

function isNoSource(path: string): boolean {
  return /\.\w+$/.test(path) && !path.endsWith(".go");
}

interface Program {
  /** Where the runtime stage has it. */
  readonly program: string;
  /** Where its sources are. */
  readonly folder: string;
  readonly split: Instruction;
}

/** Files of the sources that the program reads at run time, and those of which that cannot be told. */
export function filesBeside(
  single: SingleStage,
  { program, folder, split }: Program,
): { readonly read: readonly Artifact[]; readonly unsure: readonly Artifact[] } {
  const named = namedFiles(single, folder, split).filter(({ from }) => from !== program);
  return {
    read: [
      ...runtimeFiles(single, { folder, split }),
      ...named.filter(({ from }) => comesFromContext(single, from) === true),
    ],
    unsure: named.filter(({ from }) => comesFromContext(single, from) === undefined),
  };
}
