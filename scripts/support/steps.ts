import { spawn, spawnSync } from "node:child_process";
import { root } from "./paths.ts";

type CommandOptions = { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv };

/** Says what is being done, then how long it took: one line per step. */
export async function step<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  console.log(`${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return result;
}

/** Runs a command in silence; what it printed is shown only when it fails. */
export function quietly(command: string, args: readonly string[], options: CommandOptions = {}): string {
  const ran = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64e6,
    shell: needsShell,
    ...options,
  });
  if (ran.status === 0) return ran.stdout;
  const printed = [ran.stdout, ran.stderr, ran.error?.message].filter(Boolean).join("\n");
  throw new Error(`${command} ${args.join(" ")} ended with ${ran.status ?? "no exit code"}\n${printed}`);
}

/** Runs a command that talks to the user itself; gives its exit code. */
export function openly(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<number> {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit", shell: needsShell, ...options });
    child.once("error", failed);
    child.once("exit", (code) => done(code ?? 1));
  });
}

// The tools in node_modules/.bin are .cmd files on Windows, and only a shell starts those.
const needsShell = process.platform === "win32";
