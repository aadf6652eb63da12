import { describe, expect, test } from "vitest";
import { type RunInput, runShellCheck } from "../../../server/src/host/shellcheck/run.ts";
import { bash, comment, fakeShellCheck } from "./fixture.ts";

function run(program: string, more: Partial<RunInput> = {}) {
  const { signal } = new AbortController();
  return runShellCheck({ program, script: bash("cd foo"), signal, timeLimit: 30_000, ...more });
}

describe.skipIf(process.platform === "win32")("a program", () => {
  test("gets the script and its shell, and nothing of the user's own options", async () => {
    const body = "if (process.env.SHELLCHECK_OPTS) process.exit(9); answer([]);";
    const { file, calls } = fakeShellCheck(body);
    process.env.SHELLCHECK_OPTS = "-e SC2086";
    try {
      expect(await run(file, { script: { dialect: "dash", text: "echo é\nls" } })).toEqual([]);
    } finally {
      delete process.env.SHELLCHECK_OPTS;
    }
    expect(calls()).toEqual([{ args: ["--norc", "-f", "json1", "-s", "dash", "-"], script: "echo é\nls" }]);
  });

  test("ends with 1 when it has found something", async () => {
    const { file } = fakeShellCheck(`answer([${JSON.stringify(comment)}]); process.exitCode = 1;`);
    expect(await run(file)).toMatchObject([{ code: "SC2164" }]);
  });

  test.each([
    ["crashes", "process.kill(process.pid, 'SIGSEGV')", /signal/],
    ["ends with an error", "answer([]); process.exitCode = 2", /ended with 2/],
    ["prints no JSON", "console.log('Usage: shellcheck')", /JSON/],
    ["prints nothing", "", /JSON/],
    ["prints other JSON", "console.log('[]')", /no list/],
  ])("that %s is a failure", async (_, body, reason) => {
    await expect(run(fakeShellCheck(body).file)).rejects.toThrow(reason);
  });

  test("that hangs is ended", async () => {
    const { file } = fakeShellCheck("setInterval(() => {}, 1000)");
    await expect(run(file, { timeLimit: 300 })).rejects.toThrow("no answer within 300 ms");
  });

  test("that leaves a child with the other end of the pipe holds nobody up", async () => {
    const child = 'require("node:child_process").spawn("sleep", ["20"], { stdio: "inherit" });';
    const { file } = fakeShellCheck(`${child} setInterval(() => {}, 1000)`);
    await expect(run(file, { timeLimit: 500 })).rejects.toThrow("no answer");
  });

  test("that prints without end is ended", async () => {
    const body = 'const block = "x".repeat(1e6); for (let i = 0; i < 100; i += 1) fs.writeSync(1, block);';
    await expect(run(fakeShellCheck(body).file)).rejects.toThrow(/bytes of output/);
  });

  test("that is not wanted any more is ended", async () => {
    const controller = new AbortController();
    const { file } = fakeShellCheck("setInterval(() => {}, 1000)");
    const ended = run(file, { signal: controller.signal });
    controller.abort();
    await expect(ended).rejects.toThrow("not wanted");
    await expect(run(file, { signal: controller.signal })).rejects.toThrow();
  });

  test("that does not read its input is judged by its answer", async () => {
    const { file } = fakeShellCheck();
    const script = bash("x".repeat(5_000_000));
    expect(await run(file, { script })).toEqual([]);
  });
});

test("a program that is not there is a failure", async () => {
  await expect(run("/nowhere/shellcheck")).rejects.toThrow(/ENOENT/);
});
