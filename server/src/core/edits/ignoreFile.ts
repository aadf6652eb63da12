import { nameIn } from "../context/paths.ts";
import type { Purpose } from "../facts/byProducts.ts";
import { keepsWhatIsNamed } from "../facts/contextSources.ts";
import type { Facts } from "../facts/facts.ts";
import type { Unwanted } from "../facts/unwanted.ts";
import type { BuildContext, IgnoreFile } from "../known.ts";

/** Where a new ignore file goes. */
export const newIgnoreFile = ".dockerignore";

/** A line of an ignore file and what it keeps out. */
export interface IgnoreAddition {
  readonly text: string;
  readonly purpose: Purpose;
  readonly unwanted: Unwanted;
  /** Of what got past the ignore file before. */
  readonly bytes: number;
}

export interface ExtendedIgnoreFile {
  readonly path: string;
  readonly content: string;
  /** Those that are new, in order. */
  readonly additions: readonly IgnoreAddition[];
  /** The context as it is then. */
  readonly context: BuildContext;
}

/**
 * Adds a line for each of the unwanted files and folders, in the style of what is there. Left out are lines that would
 * hide what the Dockerfile names, what the ignore file takes back by name, or more than is meant.
 */
export function extendIgnoreFile(
  facts: Facts,
  context: BuildContext,
  wanted: readonly Unwanted[],
): ExtendedIgnoreFile {
  const { ignoreFile } = context;
  const path = ignoreFile?.path ?? newIgnoreFile;
  const style = styleOf(ignoreFile);
  let content = ignoreFile?.text ?? "";
  let now = context;
  const additions: IgnoreAddition[] = [];
  for (const unwanted of wanted.slice(0, maxLines)) {
    if (isTakenBack(unwanted, ignoreFile)) continue;
    for (const { text, paths } of linesFor(unwanted, style)) {
      const extended = appendLines(content, [text], style.eol);
      const after = now.withIgnoreFile(path, extended);
      if (!paths.every(after.isIgnored) || !keepsWhatIsNamed(facts, now, after)) continue;
      const bytes = paths.reduce((sum, one) => sum + (context.size(one) ?? 0), 0);
      additions.push({ text, purpose: unwanted.purpose, unwanted, bytes });
      content = extended;
      now = after;
    }
  }
  return { path, content, additions, context: now };
}

/** Each line is tried out, which takes its time. */
const maxLines = 100;

/** Lines at the end of a text, which ends in a line break then. */
export function appendLines(content: string, lines: readonly string[], eol: string): string {
  const gap = content === "" || content.endsWith("\n") ? "" : eol;
  return content + gap + lines.map((line) => line + eol).join("");
}

export function eolOf(ignoreFile: IgnoreFile | undefined): string {
  return ignoreFile?.text.includes("\r\n") ? "\r\n" : "\n";
}

/** How the lines of a file are written. */
interface IgnoreStyle {
  readonly eol: string;
  /** There is no file yet whose style could be kept. */
  readonly isNew: boolean;
  /** `/dist` and not `dist`. */
  readonly isRooted: boolean;
  /** Two stars in front also where the bare name would do. */
  readonly isAnywhere: boolean;
  /** `dist/` for a folder. */
  readonly endsFolders: boolean;
}

function styleOf(ignoreFile: IgnoreFile | undefined): IgnoreStyle {
  const lines = (ignoreFile?.lines ?? []).map(({ text }) => text.trim().replace(/^!\s*/, ""));
  const share = (holds: (line: string) => boolean) => lines.filter(holds).length * 2 > lines.length;
  const names = lines.filter((line) => !/[*.]\w*$/.test(line));
  return {
    eol: eolOf(ignoreFile),
    isNew: !ignoreFile,
    isRooted: share((line) => line.startsWith("/")),
    isAnywhere: share((line) => line.startsWith("**/")),
    endsFolders: names.filter((line) => line.endsWith("/")).length * 2 > names.length,
  };
}

interface Line {
  readonly text: string;
  readonly paths: readonly string[];
}

/** At most so many lines for things that one pattern cannot tell from others of the same name. */
const maxPaths = 5;

function linesFor(
  { name, isFolder, paths, isAnywhere, hasNamesakes }: Unwanted,
  style: IgnoreStyle,
): readonly Line[] {
  const end = isFolder && style.endsFolders ? "/" : "";
  const start = style.isRooted ? "/" : "";
  if (hasNamesakes)
    return paths
      .slice(0, maxPaths)
      .map((path) => ({ text: `${start}${escaped(path)}${end}`, paths: [path] }));
  const isNested = paths.some((path) => path !== name && path !== nameIn(path));
  const pattern = name.includes("*") ? name : escaped(name);
  const spreads = isNested || (isAnywhere && style.isNew) || (style.isAnywhere && !name.includes("/"));
  const prefix = spreads ? "**/" : start;
  return [{ text: `${prefix}${pattern}${end}`, paths }];
}

function escaped(path: string): string {
  return path.replace(/[*?[\\]/g, "\\$&").replace(/^[!#]/, "\\$&");
}

function isTakenBack({ paths }: Unwanted, ignoreFile: IgnoreFile | undefined): boolean {
  const exceptions =
    ignoreFile?.lines.flatMap(({ pattern }) => (pattern?.isException ? pattern.text : [])) ?? [];
  return paths.some((path) => exceptions.some((text) => text === path || nameIn(text) === nameIn(path)));
}
