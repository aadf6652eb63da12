import type { RunInstruction } from "../document/dockerfile.ts";
import { type FlatText, sliceFlat, unixLines } from "../document/flatText.ts";
import { parseScript } from "../shell/parse.ts";
import type { ShellScript } from "../shell/script.ts";
import { heredocScript, type Interpreter, isPosixShell, shebang } from "./interpreter.ts";
import type { Situation } from "./situation.ts";
import type { StageFacts } from "./stages.ts";

/** One RUN with what it runs. ONBUILD triggers are among them, marked by `isOnbuildTrigger`. */
export interface RunFacts {
  readonly instruction: RunInstruction;
  readonly stage: StageFacts | undefined;
  readonly situation: Situation;
  /**
   * - `shell`: the words behind RUN
   * - `heredoc`: the body of a here-document that stands alone, or beside the shell that reads it
   * - `exec`: a JSON array; there is no shell and the script is empty
   */
  readonly form: "shell" | "heredoc" | "exec";
  /** Who reads the here-document, by its first line or by a word beside it; undefined for the shell in force. */
  readonly interpreter: Interpreter | undefined;
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
  definesFunction: false,
});

export function deriveRun(
  instruction: RunInstruction,
  stage: StageFacts | undefined,
  situation: Situation,
  text: string,
): RunFacts {
  const facts = (form: RunFacts["form"], script: ShellScript, interpreter?: Interpreter): RunFacts => ({
    instruction,
    stage,
    situation,
    form,
    interpreter,
    script,
  });
  if (instruction.exec) return facts("exec", emptyScript(instruction.body));
  const [heredoc] = instruction.heredocs;
  const beside = heredoc && heredocScript(instruction.body.text);
  const body = heredoc && unixLines(text, heredoc.body);
  // What the shell in force puts into a script for another one does not stand here.
  if (body && beside && !(beside.interpreter && heredoc.expands && /[$`\\]/.test(body.text))) {
    const interpreter = beside.interpreter ?? shebang(body.text);
    const isReadable = situation.shell === "posix" && (!interpreter || isPosixShell(interpreter.program));
    const script = isReadable ? parseScript(body) : emptyScript(body);
    return facts("heredoc", script, interpreter);
  }
  if (situation.shell !== "posix") return facts("shell", emptyScript(instruction.body));
  if (heredoc) {
    // The shell gets the line and the raw here-document; commands in the line are what we read.
    const line = parseScript(sliceFlat(instruction.body, 0));
    return facts("shell", { ...line, isUnderstood: false, hasHeredoc: true });
  }
  return facts("shell", parseScript(instruction.body));
}
