import type { RunInstruction } from "../document/dockerfile.ts";
import { type FlatText, identityFlat, sliceFlat } from "../document/flatText.ts";
import { parseScript } from "../shell/parse.ts";
import type { ShellScript } from "../shell/script.ts";
import type { Situation } from "./situation.ts";
import type { StageFacts } from "./stages.ts";

/** One RUN with what it runs. ONBUILD triggers are among them, marked by `isOnbuildTrigger`. */
export interface RunFacts {
  readonly instruction: RunInstruction;
  readonly stage: StageFacts | undefined;
  readonly situation: Situation;
  /**
   * - `shell`: the words behind RUN
   * - `heredoc`: the body of a bare here-document
   * - `exec`: a JSON array; there is no shell and the script is empty
   */
  readonly form: "shell" | "heredoc" | "exec";
  /** Not understood for the exec form, another interpreter, or a shell that is not POSIX-like. */
  readonly script: ShellScript;
}

const emptyScript = (flat: FlatText): ShellScript => ({
  flat,
  isUnderstood: false,
  steps: [],
  commands: [],
  pipelines: [],
  endsInComment: false,
  hasBackground: false,
  hasHeredoc: false,
});

export function deriveRun(
  instruction: RunInstruction,
  stage: StageFacts | undefined,
  situation: Situation,
  text: string,
): RunFacts {
  const facts = { instruction, stage, situation };
  if (instruction.exec) return { ...facts, form: "exec", script: emptyScript(instruction.body) };
  const [heredoc] = instruction.heredocs;
  if (heredoc && /^\d*<<-?\s*["']?[^\s"']+["']?\s*$/.test(instruction.body.text)) {
    const body = identityFlat(text.slice(heredoc.body.start, heredoc.body.end), heredoc.body.start);
    const readable = situation.shell === "posix" && isPosixShebang(body.text);
    return { ...facts, form: "heredoc", script: readable ? parseScript(body) : emptyScript(body) };
  }
  if (situation.shell !== "posix") return { ...facts, form: "shell", script: emptyScript(instruction.body) };
  if (heredoc) {
    // The shell gets the line and the raw here-document; commands in the line are what we read.
    const line = parseScript(sliceFlat(instruction.body, 0));
    return { ...facts, form: "shell", script: { ...line, isUnderstood: false, hasHeredoc: true } };
  }
  return { ...facts, form: "shell", script: parseScript(instruction.body) };
}

function isPosixShebang(body: string): boolean {
  const shebang = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(body);
  if (!shebang) return true;
  const program = /\/env$/.test(shebang[1] ?? "") ? shebang[2] : shebang[1];
  return /(^|\/)(sh|bash|dash|ash|zsh|ksh)$/.test(program ?? "");
}
