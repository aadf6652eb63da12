import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import type { ShellProblem, ShellText } from "../../core/shell/problems.ts";
import { readAnswer } from "./answer.ts";

export interface RunInput {
  /** Absolute path; it is started without a shell. */
  readonly program: string;
  readonly script: ShellText;
  /** Ends the process. */
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly timeLimit?: number;
}

/** Milliseconds. A script of usual length takes a tenth of a second. */
const usualTimeLimit = 10_000;
/** An answer of usual length has a few kB. */
const maxBytes = 2_000_000;

/** What ShellCheck says about one script. Rejects when it cannot be started, hangs, fails or answers nonsense. */
export async function runShellCheck(input: RunInput): Promise<readonly ShellProblem[]> {
  return readAnswer(await outputOf(input), input.script.text);
}

function outputOf({ program, script, signal, timeLimit = usualTimeLimit }: RunInput): Promise<string> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(program, ["--norc", "-f", "json1", "-s", script.dialect, "-"], {
      // Not in the repository, and not with options that somebody has set for other files.
      cwd: tmpdir(),
      env: { ...process.env, SHELLCHECK_OPTS: "", LC_ALL: "C.UTF-8" },
      stdio: ["pipe", "pipe", "ignore"],
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    const end = (reason: Error | undefined): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      child.kill("SIGKILL");
      // Whoever it has started may still hold the other end.
      child.stdout.destroy();
      if (reason) reject(reason);
      else resolve(Buffer.concat(chunks).toString("utf8"));
    };
    const abort = (): void => end(new Error("not wanted any more"));
    const timer = setTimeout(() => end(new Error(`no answer within ${timeLimit} ms`)), timeLimit);
    signal.addEventListener("abort", abort, { once: true });
    child.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) end(new Error(`more than ${maxBytes} bytes of output`));
      else chunks.push(chunk);
    });
    child.once("error", end);
    // 1 means that there are problems.
    child.once("close", (code) =>
      end(code === 0 || code === 1 ? undefined : new Error(`it ended with ${code ?? "a signal"}`)),
    );
    // A program that ends without reading its input is judged by what it has said.
    child.stdin.on("error", () => {});
    child.stdin.end(script.text);
  });
}
