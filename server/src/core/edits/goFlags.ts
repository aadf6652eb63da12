import type { PackageCommand } from "../facts/packages.ts";
import type { Word } from "../shell/script.ts";
import { insertAt } from "./apply.ts";
import type { Edit, Fix } from "./fix.ts";

export interface Flags {
  readonly word: Word;
  readonly value: string;
}

/** The value of `-ldflags`, in one word or two. */
export function ldflagsOf(args: readonly Word[]): Flags | undefined {
  const at = args.findIndex(({ value }) => /^--?ldflags(=|$)/.test(value));
  const word = args[at];
  if (!word) return undefined;
  const equals = word.value.indexOf("=");
  const next = args[at + 1];
  return equals < 0
    ? next && { word: next, value: next.value }
    : { word, value: word.value.slice(equals + 1) };
}

/** Leaves symbols and debug information out, and as an alternative the build machine's paths, too. */
export function stripFixes({ args }: PackageCommand, actionWord: Word): readonly Fix[] {
  const flags = ldflagsOf(args);
  const edit = flags ? extended(flags) : insertAt(actionWord.span.end, ' -ldflags="-s -w"');
  if (!edit) return [];
  const strip: Fix = {
    title: "Leave symbols and debug information out",
    safety: "review",
    assumption: "nobody attaches a debugger to the program in this image",
    edits: [edit],
  };
  if (flags || args.some(({ value }) => /^--?trimpath$/.test(value))) return [strip];
  const trimmed: Fix = {
    title: "Leave them out, and the paths of the build machine too",
    safety: "review",
    assumption: "nobody attaches a debugger, and the program does not look for its sources by their path",
    edits: [insertAt(actionWord.span.end, ' -trimpath -ldflags="-s -w"')],
  };
  return [strip, trimmed];
}

/** Puts the two flags in front of those in quotes; undefined where the value is not one quoted text. */
function extended({ word: { text, span } }: Flags): Edit | undefined {
  const quote = text.search(/["']/);
  const isWhole = quote >= 0 && text.endsWith(text.charAt(quote)) && !text.slice(0, quote).includes(" ");
  if (!isWhole || span.end - span.start !== text.length) return undefined;
  const isEmpty = quote + 2 === text.length;
  return insertAt(span.start + quote + 1, isEmpty ? "-s -w" : "-s -w ");
}
