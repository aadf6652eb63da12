import { spawn } from "node:child_process";

export interface Ran {
  /** 128 and more when a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
}

/** Runs a command to its end, whatever comes of it, without holding up anything else. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { input, ...rest } = options;
  return new Promise((done, failed) => {
    const child = spawn(command, args, { ...rest, stdio: ["pipe", "pipe", "pipe"] });
    const printed = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8");
      child[stream].on("data", (text: string) => {
        printed[stream] += text;
      });
    }
    // A command that ends without reading its input is no error.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    child.once("error", failed);
    child.once("close", (code, signal) => done({ code: code ?? (signal ? 128 : 1), ...printed }));
  });
}

/** Gives what a command prints; throws with everything it said when it fails. */
export async function output(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code === 0) return stdout;
  throw new Error(`${[command, ...args].join(" ")} ended with ${code}\n${stdout}${stderr}`);
}
