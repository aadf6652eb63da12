import table from "../../../../data/lifecycle.json" with { type: "json" };
import { rememberText } from "../remember.ts";
import { officialImage } from "./official.ts";
import { compareVersions, readTag, systemOfSuite, type TagShape } from "./tagShape.ts";
import type { ImageReference } from "./types.ts";

/** The release lines of one official image, or of .NET, and until when each gets security fixes for free. */
interface Family {
  /** "Node.js" */
  readonly title: string;
  /** ISO date by line; null where no end is announced. */
  readonly ends: Readonly<Record<string, string | null>>;
  /** The lines that get updates for long; all when not given. */
  readonly lasting?: readonly string[];
  /** The image that goes on where this one was given up. */
  readonly successor?: string;
  /** Names of what goes on, where no single image does. */
  readonly successors?: string;
}

/** A release line whose support has ended. */
export interface EndedLine {
  /** The name of the image that the line belongs to: `node`, `debian`, `dotnet`. */
  readonly family: string;
  /** "Node.js 16" */
  readonly title: string;
  readonly line: string;
  /** ISO date. */
  readonly ended: string;
  readonly successor: string | undefined;
  readonly successors: string | undefined;
}

const families: Readonly<Record<string, Family>> = table.families;

/** The table knows nothing of later dates; without a date of today it is as if this were it. */
export function dateOf(today: string | undefined): string {
  return today ?? table.asOf;
}

/** The line of the image itself, when its support has ended before `date`. */
export function endedLine(reference: ImageReference, date: string): EndedLine | undefined {
  const name = familyName(reference);
  if (name === undefined) return undefined;
  const { version, variant } = shapeOf(name, reference.tag);
  if (/\b(ea|rc|beta|alpha|dev)\d*\b/.test(variant)) return undefined;
  return ended(name, version, date);
}

/** The line of the image itself has ended, or the image was given up. */
export function isEnded(reference: ImageReference, date: string): boolean {
  return endedLine(reference, date) !== undefined;
}

/** A release line and until when it gets security fixes for free. */
export interface Support {
  /** "Node.js 22" */
  readonly title: string;
  /** ISO date; undefined where no end is announced. */
  readonly until: string | undefined;
}

/** What is known about the support of the image itself, and of the operating system below it. */
export function supportOf(reference: ImageReference, os: string | undefined): readonly Support[] {
  const own = familyName(reference);
  const [system = "", release] = os?.split(" ") ?? [];
  const lines = [
    own === undefined ? undefined : supportIn(own, shapeOf(own, reference.tag).version),
    release === undefined || system === own ? undefined : supportIn(system, readTag(system, release).version),
  ];
  return lines.filter((line) => line !== undefined);
}

function supportIn(family: string, version: readonly number[] | undefined): Support | undefined {
  const line = lineOf(family, version);
  return line === undefined
    ? undefined
    : { title: titleOf(family, line), until: families[family]?.ends[line] ?? undefined };
}

/** The release of the operating system that a tag names besides: `bullseye` in `python:3.12-bullseye`. */
export function endedSystem(suite: string | undefined, date: string): EndedLine | undefined {
  const [name = "", release = ""] = (suite && systemOfSuite(suite)?.split(" ")) || [];
  const { version } = readTag(name, release);
  return name === "" || release === "" ? undefined : ended(name, version, date);
}

/**
 * Lines after `line` that are supported on `date`: the nearest that stays so for another year comes first, because it
 * changes least, then those with the most time left.
 */
export function supportedLines(family: string, line: string, date: string): readonly string[] {
  const own = families[family];
  if (!own) return [];
  const later = Object.keys(own.ends).filter(
    (other) => (own.lasting ?? [other]).includes(other) && compareLines(other, line) >= 0,
  );
  const supported = later.filter((other) => endOf(own, other) >= date).toSorted(compareLines);
  const inAYear = `${Number(date.slice(0, 4)) + 1}${date.slice(4)}`;
  const lasting = supported.filter((other) => endOf(own, other) >= inAYear);
  return [...lasting, ...supported.filter((other) => !lasting.includes(other)).toReversed()];
}

/** The line that a version belongs to: `16.20` is of 16, and `7` stands for the newest of 7.0 to 7.4. */
export function lineOf(family: string, version: readonly number[] | undefined): string | undefined {
  const own = families[family];
  if (!own || !version) return undefined;
  const lines = linesOf(family, own);
  const named = lines.findLast((line) => isPrefix(parts(line), version));
  if (named !== undefined) return named;
  const within = lines.filter((line) => isPrefix(version, parts(line)));
  return within.findLast((line) => own.lasting?.includes(line)) ?? within.at(-1);
}

/** True when some lines of the family are supported for a few months only. */
export function hasShortLines(family: string): boolean {
  return families[family]?.lasting !== undefined;
}

/** The tag of an image of the family, taken apart. */
export function shapeOf(family: string, tag: string | undefined): TagShape {
  const named = tag?.startsWith(family) ? tag.slice(family.length) : tag;
  return readTag(family, named);
}

export function titleOf(family: string, line: string): string {
  return `${families[family]?.title ?? family} ${line}`;
}

const dotnetImage = /^dotnet\/(core\/)?(sdk|aspnet|runtime|runtime-deps)$/;

export function familyName(reference: ImageReference): string | undefined {
  const { registry, repository } = reference;
  if (registry === "mcr.microsoft.com" && dotnetImage.test(repository)) return "dotnet";
  const name = officialImage(reference)?.name;
  return name !== undefined && name !== "dotnet" && Object.hasOwn(families, name) ? name : undefined;
}

function ended(family: string, version: readonly number[] | undefined, date: string): EndedLine | undefined {
  const own = families[family];
  // An image that was given up as a whole has ended without a version, too.
  const isGivenUp = own?.successor !== undefined || own?.successors !== undefined;
  const line = lineOf(family, version) ?? (isGivenUp && !version ? Object.keys(own.ends).at(-1) : undefined);
  if (!own || line === undefined) return undefined;
  const end = endOf(own, line);
  if (end >= date) return undefined;
  const { successor, successors } = own;
  return { family, title: titleOf(family, line), line, ended: end, successor, successors };
}

function endOf({ ends }: Family, line: string): string {
  return ends[line] ?? "9999-12-31";
}

const sortedLines = new Map<string, readonly string[]>();

/** Every line of a family, oldest first. */
function linesOf(family: string, { ends }: Family): readonly string[] {
  const lines = sortedLines.get(family) ?? Object.keys(ends).toSorted(compareLines);
  sortedLines.set(family, lines);
  return lines;
}

function compareLines(a: string, b: string): number {
  return compareVersions(parts(a), parts(b));
}

const parts = rememberText((line): readonly number[] => line.split(".").map(Number));

function isPrefix(short: readonly number[], long: readonly number[]): boolean {
  return short.length <= long.length && short.every((part, at) => part === long[at]);
}
