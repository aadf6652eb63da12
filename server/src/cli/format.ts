import { writeFileSync } from "node:fs";
import { formatted } from "../core/format/format.ts";
import { t } from "../l10n/t.ts";
import type { FormatInvocation } from "./arguments.ts";
import { readText, reasonOf } from "./readFile.ts";
import { UserError } from "./userError.ts";

/** `plimsoll format`: the tidy text on standard output, in the files, or only the names of files that are not tidy. */
export function format({ files, output, options }: FormatInvocation): number {
  if (output === "write" && files.includes("-")) throw new UserError(t("standard input cannot be written"));
  let untidy = 0;
  for (const file of files) {
    const text = readText(file);
    const tidy = formatted(text, options);
    if (output === "stdout") process.stdout.write(tidy);
    if (tidy === text) continue;
    untidy += 1;
    if (output === "check") process.stdout.write(`${file}\n`);
    if (output === "write") write(file, tidy);
  }
  return output === "check" && untidy > 0 ? 1 : 0;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(t("cannot write {0}: {1}", file, reasonOf(error)));
  }
  process.stderr.write(`${t("Formatted {0}", file)}\n`);
}
