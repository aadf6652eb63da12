import type { KnownShellProblems } from "../../core/known.ts";
import type { ShellProblem, ShellText } from "../../core/shell/problems.ts";
import { answerKey } from "./cache.ts";
import { runShellCheck } from "./run.ts";

export interface CheckedOnce {
  readonly known: KnownShellProblems;
  /** Why scripts could not be checked, one entry for each. */
  readonly failures: readonly string[];
}

const atOnce = 2;

/** Asks ShellCheck about all scripts and waits for the answers. Never rejects. */
export async function checkOnce(program: string, scripts: readonly ShellText[]): Promise<CheckedOnce> {
  const answers = new Map<string, readonly ShellProblem[]>();
  const failures: string[] = [];
  const { signal } = new AbortController();
  const left = new Map(scripts.map((script) => [answerKey(program, script), script])).entries();
  async function work(): Promise<void> {
    for (const [key, script] of left) {
      try {
        answers.set(key, await runShellCheck({ program, script, signal }));
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  return { known: { of: (script) => answers.get(answerKey(program, script)) }, failures };
}
