import { createHash } from "node:crypto";
import type { ShellProblem, ShellText } from "../../core/shell/problems.ts";

/** What is known of one script; `failed` when ShellCheck had its chance. */
export type Answer = readonly ShellProblem[] | "failed";

/** More scripts than all open files have together. What is asked for least recently goes first. */
const maxAnswers = 1_000;

/** Answers by program, shell and text. */
export class AnswerCache {
  private readonly answers = new Map<string, Answer>();

  get(key: string): Answer | undefined {
    const answer = this.answers.get(key);
    if (answer) this.set(key, answer);
    return answer;
  }

  set(key: string, answer: Answer): void {
    this.answers.delete(key);
    this.answers.set(key, answer);
    const [oldest] = this.answers.keys();
    if (this.answers.size > maxAnswers && oldest !== undefined) this.answers.delete(oldest);
  }
}

/** @param program the setting that names it */
export function answerKey(program: string, { dialect, text }: ShellText): string {
  return createHash("sha256").update(`${program}\0${dialect}\0${text}`).digest("base64");
}
