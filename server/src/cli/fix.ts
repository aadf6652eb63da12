import { writeFileSync } from "node:fs";
import path from "node:path";
import { t } from "../l10n/t.ts";
import type { FixInvocation } from "./arguments.ts";
import { diffOfChanges, type Original } from "./changes.ts";
import { mendInside } from "./fixInside.ts";
import { inlinesIn } from "./inline.ts";
import { createWorld } from "./known.ts";
import { type Mended, mend } from "./mend.ts";
import { readText, reasonOf } from "./readFile.ts";
import { UserError } from "./userError.ts";

/** `plimsoll fix`: what was done goes to standard error, the result to standard output or into the files. */
export async function fix(invocation: FixInvocation): Promise<number> {
  const { file, output } = invocation;
  if (output === "write" && file === "-")
    throw new UserError(t("standard input cannot be written; use --stdout"));
  const text = readText(file);
  const inlines = await inlinesIn(file, text);
  const world = createWorld(invocation);
  const mended = inlines
    ? await mendInside({ invocation, text, world }, inlines)
    : mend(invocation, { text }, await world.around(file, text));
  switch (output) {
    case "stdout":
      process.stdout.write(mended.text);
      break;
    case "diff":
      process.stdout.write(diffOfChanges({ file, text }, mended));
      break;
    case "write":
      writeAll({ file, text }, mended);
  }
  process.stderr.write(mended.notes.map((note) => `${note}\n`).join(""));
  process.stderr.write(`${summary(mended)}\n${output === "stdout" ? leftOut(mended) : ""}`);
  return 0;
}

function writeAll({ file, text }: Original, mended: Mended): void {
  for (const edit of mended.files) write(edit.path, edit.content);
  if (mended.text !== text) write(file, mended.text);
}

function write(file: string, content: string): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new UserError(t("cannot write {0}: {1}", file, reasonOf(error)));
  }
}

/** Standard output has room for one file only. */
function leftOut({ files }: Mended): string {
  const names = files.map((edit) => path.relative("", edit.path));
  return names.length > 0
    ? `${t("Left out: {0}; --diff shows it, --write writes it", names.join(t(", ")))}\n`
    : "";
}

function summary({ applied, left }: Mended): string {
  const done =
    applied === 0
      ? t("Nothing to fix")
      : applied === 1
        ? t("1 fix applied")
        : t("{0} fixes applied", applied);
  if (left === 0) return t("{0}; no problem left", done);
  return left === 1 ? t("{0}; 1 problem left", done) : t("{0}; {1} problems left", done, left);
}
