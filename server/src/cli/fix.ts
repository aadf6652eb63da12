import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Safety } from "../core/edits/fix.ts";
import { type Optimized, optimize, type Step } from "../core/optimize.ts";
import { isConversionTo, multiStageChoices, whyNoChoices } from "../core/refactorings/toMultiStage.ts";
import { rules } from "../core/rules/index.ts";
import { t } from "../l10n/t.ts";
import type { FixInvocation } from "./arguments.ts";
import { contextFolder, diffOfChanges, type Original } from "./changes.ts";
import { createWorld, type Here } from "./known.ts";
import { fixLine } from "./print/pretty.ts";
import { readDockerfile, reasonOf } from "./readFile.ts";
import { UserError } from "./userError.ts";

const conversion = "single-stage-build";

/** `plimsoll fix`: what was done goes to standard error, the result to standard output or into the files. */
export async function fix(invocation: FixInvocation): Promise<number> {
  const { file, output } = invocation;
  if (output === "write" && file === "-")
    throw new UserError(t("standard input cannot be written; use --stdout"));
  const text = readDockerfile(file);
  const here = await createWorld(invocation).around(file, text);
  const optimized = optimize(text, optimizeInput(invocation, here));
  const notes = [...assumptions(optimized), ...conversionNotes(invocation, optimized)];
  const folder = contextFolder(file, here);
  switch (output) {
    case "stdout":
      process.stdout.write(optimized.text);
      break;
    case "diff":
      process.stdout.write(diffOfChanges({ file, text, folder }, optimized));
      break;
    case "write":
      writeAll({ file, text, folder }, optimized);
  }
  process.stderr.write(notes.map((note) => `${note}\n`).join(""));
  process.stderr.write(`${summary(optimized)}\n${output === "stdout" ? leftOut(optimized) : ""}`);
  return 0;
}

function optimizeInput({ review, rules: ids, base }: FixInvocation, { known, config: configured }: Here) {
  const chosen = ids.length === 0 ? rules : rules.filter((rule) => ids.includes(rule.id));
  // A rule that is named is wanted, whatever its default severity and however rough its fix.
  const wanted = Object.fromEntries(
    chosen.flatMap((rule) =>
      ids.length > 0 && (configured.severities[rule.id] ?? rule.severity) === "off"
        ? [[rule.id, "information" as const]]
        : [],
    ),
  );
  const allow: Safety[] =
    ids.length > 0 ? ["safe", "review", "draft"] : review ? ["safe", "review"] : ["safe"];
  return {
    known,
    settings: { severities: { ...configured.severities, ...wanted }, policy: configured.policy },
    rules: chosen,
    allow,
    ...(base !== undefined && {
      accepts: ({ finding, fix: step }: Step) => finding.rule.id !== conversion || isConversionTo(base, step),
    }),
  };
}

/** What the applied fixes take for granted, once for each that says the same. */
function assumptions({ applied }: Optimized): readonly string[] {
  return [
    ...new Set(
      applied
        .filter(({ fix: step }) => step.safety !== "safe")
        .map((one) => fixLine(one.fix, one.finding.rule)),
    ),
  ];
}

/** Why a file that the user wants to be taken apart stays as it is. Throws when only the wanted base does not fit. */
function conversionNotes({ rules: ids, base }: FixInvocation, { applied, before }: Optimized) {
  if (!ids.includes(conversion) || applied.some(({ finding }) => finding.rule.id === conversion)) return [];
  const { facts } = before;
  const found = multiStageChoices(facts);
  if (found?.kind !== "choices") return [whyNoChoices(facts, found)];
  const bases = found.choices.map((choice) => choice.base);
  if (base !== undefined && !bases.includes(base))
    throw new UserError(t("--base {0} does not fit this file; these do: {1}", base, bases.join(t(", "))));
  return [t("Stays a single stage: an ignore comment says so")];
}

function writeAll({ file, text, folder }: Original, optimized: Optimized): void {
  for (const edit of optimized.files) write(path.join(folder, edit.path), edit.content);
  if (optimized.text !== text) write(file, optimized.text);
}

function write(file: string, content: string): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new UserError(t("cannot write {0}: {1}", file, reasonOf(error)));
  }
}

/** Standard output has room for one file only. */
function leftOut({ files }: Optimized): string {
  const names = files.map((edit) => edit.path);
  return names.length > 0
    ? `${t("Left out: {0}; --diff shows it, --write writes it", names.join(t(", ")))}\n`
    : "";
}

function summary({ applied, after }: Optimized): string {
  const left = after.findings.length;
  const done =
    applied.length === 0
      ? t("Nothing to fix")
      : applied.length === 1
        ? t("1 fix applied")
        : t("{0} fixes applied", applied.length);
  if (left === 0) return t("{0}; no problem left", done);
  return left === 1 ? t("{0}; 1 problem left", done) : t("{0}; {1} problems left", done, left);
}
