import { analysisOf, defaultSettings } from "../core/analyze.ts";
import { shellTexts } from "../core/facts/shellTexts.ts";
import type { Known } from "../core/known.ts";
import { checkOnce } from "../host/shellcheck/once.ts";
import { findProgram } from "../host/shellcheck/program.ts";
import type { CheckInvocation } from "./arguments.ts";
import { UserError } from "./userError.ts";

/** `--shellcheck`: what the `shellcheck` on PATH says about all scripts, added to what is known. */
export async function withShellCheck(
  known: Known,
  files: readonly { readonly text: string }[],
  { shellcheck }: CheckInvocation,
): Promise<Known> {
  if (!shellcheck) return known;
  const program = findProgram("");
  if (program === undefined) throw new UserError("--shellcheck needs the program shellcheck on PATH");
  const scripts = files.flatMap(({ text }) =>
    shellTexts(analysisOf(text, { known, settings: defaultSettings, rules: [] }).facts),
  );
  const { known: shellProblems, failures } = await checkOnce(program, scripts);
  const [reason] = failures;
  if (reason !== undefined)
    process.stderr.write(`plimsoll: shellcheck failed on ${failures.length} of the scripts: ${reason}\n`);
  return { ...known, shellProblems };
}
