import { writeFileSync } from "node:fs";
import type { Safety } from "../core/edits/fix.ts";
import type { Known } from "../core/known.ts";
import { type Optimized, optimize } from "../core/optimize.ts";
import { rules } from "../core/rules/index.ts";
import type { FixInvocation } from "./arguments.ts";
import { diffOfChanges, placeOf } from "./changes.ts";
import { createConfiguration } from "./configuration.ts";
import { knownFor } from "./known.ts";
import { readText, reasonOf } from "./readFile.ts";
import { UserError } from "./userError.ts";

/** `plimsoll fix`: what was done goes to standard error, the result to standard output or into the files. */
export async function fix(
  invocation: FixInvocation,
  known: Known = knownFor(invocation.platform),
): Promise<number> {
  const { file, output } = invocation;
  if (output === "write" && file === "-")
    throw new UserError("standard input cannot be written; use --stdout");
  const text = readText(file);
  const optimized = optimize(text, { ...(await optimizeInput(invocation)), known });
  switch (output) {
    case "stdout":
      process.stdout.write(optimized.text);
      break;
    case "diff":
      process.stdout.write(diffOfChanges(file, text, optimized));
      break;
    case "write":
      writeAll(file, text, optimized);
  }
  process.stderr.write(`${summary(optimized)}\n${output === "stdout" ? leftOut(optimized) : ""}`);
  return 0;
}

async function optimizeInput({ file, review, rules: ids, config }: FixInvocation) {
  const chosen = ids.length === 0 ? rules : rules.filter((rule) => ids.includes(rule.id));
  const configured = await createConfiguration(config).of(file);
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
    settings: { severities: { ...configured.severities, ...wanted }, policy: configured.policy },
    rules: chosen,
    allow,
  };
}

function writeAll(file: string, text: string, optimized: Optimized): void {
  for (const edit of optimized.files) write(placeOf(file, edit), edit.content);
  if (optimized.text !== text) write(file, optimized.text);
}

function write(file: string, content: string): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new UserError(`cannot write ${file}: ${reasonOf(error)}`);
  }
}

/** Standard output has room for one file only. */
function leftOut({ files }: Optimized): string {
  const names = files.map((edit) => edit.path);
  return names.length > 0 ? `Left out: ${names.join(", ")}; --diff shows it, --write writes it\n` : "";
}

function summary({ applied, after }: Optimized): string {
  const left = after.findings.length;
  const done =
    applied.length === 0
      ? "Nothing to fix"
      : `${applied.length} ${applied.length === 1 ? "fix" : "fixes"} applied`;
  return `${done}; ${left === 0 ? "no problem" : left === 1 ? "1 problem" : `${left} problems`} left`;
}
