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

/** What of the build context lies in the image and is likely to be read at run time; empty when the context is not known. */
export function runtimeFiles({ facts }: SingleStage): readonly Artifact[] {
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
    .map((name) => `${destination === "/" ? "" : destination}/${name}`)
    .map((path) => ({ from: path, to: path }));
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
