import { isNamed, type Purpose } from "../facts/byProducts.ts";
import { keepsWhatIsNamed } from "../facts/contextSources.ts";
import type { Facts } from "../facts/facts.ts";
import { type Unwanted, unwantedFiles, usualByProducts } from "../facts/unwanted.ts";
import type { BuildContext } from "../known.ts";
import type { FileEdit } from "./fix.ts";
import { appendLines, extendIgnoreFile, newIgnoreFile } from "./ignoreFile.ts";

const sections: readonly (readonly [purpose: Purpose, comment: string])[] = [
  ["history", "# Version control"],
  ["packages", "# Packages that the build installs itself"],
  ["output", "# What the build makes itself"],
  ["caches", "# Caches, reports and logs"],
  ["secrets", "# Secrets"],
  ["editor", "# Editors and operating systems"],
  ["docker", "# Read by Docker, not by the image"],
];

export interface NewIgnoreFile {
  readonly file: FileEdit;
  /** What it keeps out. */
  readonly unwanted: readonly Unwanted[];
  /** Bytes that it keeps out. */
  readonly bytes: number;
}

/** A .dockerignore for what is in the context and what usually comes up there. */
export function createIgnoreFile(facts: Facts, context: BuildContext): NewIgnoreFile {
  const { additions } = extendIgnoreFile(facts, context, unwantedFiles(facts));
  const lines = additions.map(({ text, purpose }) => ({ text, purpose }));
  for (const { name, isFolder, purpose, isAnywhere } of usualByProducts(facts)) {
    const text = `${isAnywhere ? "**/" : ""}${name}`;
    const isNew = !lines.some((line) => line.text.replace("**/", "") === name);
    const isSafe = keepsWhatIsNamed(facts, context, context.withIgnoreFile(newIgnoreFile, text));
    const isFree = context.findListed(name).every((path) => context.isFolder(path) !== isFolder);
    if (isNew && isSafe && isFree) lines.push({ text, purpose });
  }
  if (!lines.some(({ text }) => isNamed(newIgnoreFile, text)))
    lines.push({ text: newIgnoreFile, purpose: "docker" });
  const blocks = sections.flatMap(([purpose, comment]) => {
    const own = lines.filter((line) => line.purpose === purpose);
    return own.length > 0 ? [appendLines("", [comment, ...own.map(({ text }) => text)], "\n")] : [];
  });
  const content = blocks.join("\n");
  return {
    file: { path: newIgnoreFile, content },
    unwanted: additions.map(({ unwanted }) => unwanted),
    bytes: additions.reduce((sum, addition) => sum + addition.bytes, 0),
  };
}
