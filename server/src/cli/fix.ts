import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { FileEdit, Safety } from "../core/edits/fix.ts";
import { type Optimized, optimize } from "../core/optimize.ts";
import { rules } from "../core/rules/index.ts";
import type { FixInvocation } from "./arguments.ts";
import { createConfiguration } from "./configuration.ts";
import { knownFor } from "./known.ts";
import { diffOf } from "./print/diff.ts";
import { readText, reasonOf } from "./readFile.ts";
import { UserError } from "./userError.ts";

/** `plimsoll fix`: what was done goes to standard error, the result to standard output or into the file. */
export async function fix(invocation: FixInvocation): Promise<number> {
  const { file, output } = invocation;
  if (output === "write" && file === "-")
    throw new UserError("standard input cannot be written; use --stdout");
  const text = readText(file);
  const optimized = optimize(text, await optimizeInput(invocation));
  switch (output) {
    case "stdout":
      process.stdout.write(optimized.text);
      break;
    case "diff":
      process.stdout.write(diffOf(file, text, optimized.text));
      for (const edit of optimized.files)
        process.stdout.write(diffOf(edit.path, currentContent(file, edit), edit.content));
      break;
    case "write":
      writeAll(file, text, optimized);
  }
  process.stderr.write(`${summary(optimized)}\n`);
  return 0;
}

async function optimizeInput({ file, review, rules: ids, platform, config }: FixInvocation) {
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
    known: knownFor(platform),
    settings: { severities: { ...configured.severities, ...wanted }, policy: configured.policy },
    rules: chosen,
    allow,
  };
}

function writeAll(file: string, text: string, optimized: Optimized): void {
  const folder = path.dirname(file);
  for (const edit of optimized.files) write(path.join(folder, edit.path), edit.content);
  if (optimized.text !== text) write(file, optimized.text);
}

function write(file: string, content: string): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw new UserError(`cannot write ${file}: ${reasonOf(error)}`);
  }
}

function currentContent(dockerfile: string, { path: relative }: FileEdit): string {
  const file = path.join(path.dirname(dockerfile), relative);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function summary({ applied, after }: Optimized): string {
  const left = after.findings.length;
  const done =
    applied.length === 0
      ? "Nothing to fix"
      : `${applied.length} ${applied.length === 1 ? "fix" : "fixes"} applied`;
  return `${done}; ${left === 0 ? "no problem" : left === 1 ? "1 problem" : `${left} problems`} left`;
}
