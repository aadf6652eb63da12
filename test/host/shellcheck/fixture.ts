import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { ShellText } from "../../../server/src/core/shell/problems.ts";

export interface FakeProgram {
  readonly file: string;
  readonly folder: string;
  /** How it was started, once for each time: its arguments, and the script that it got. */
  readonly calls: () => readonly { readonly args: readonly string[]; readonly script: string }[];
}

/**
 * A program that stands in for ShellCheck: a script that Node runs. `body` sees `args`, `script` and `answer(comments)`.
 * It is gone when the test ends.
 */
export function fakeShellCheck(body = "answer([])"): FakeProgram {
  const folder = mkdtempSync(path.join(tmpdir(), "plimsoll-shellcheck-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, "shellcheck");
  const log = path.join(folder, "calls");
  const lines = [
    `#!${process.execPath}`,
    'const fs = require("node:fs");',
    "const args = process.argv.slice(2);",
    'const script = fs.readFileSync(0, "utf8");',
    `fs.appendFileSync(${JSON.stringify(log)}, JSON.stringify({ args, script }) + "\\n");`,
    "const answer = (comments) => process.stdout.write(JSON.stringify({ comments }));",
    body,
  ];
  writeFileSync(file, `${lines.join("\n")}\n`);
  writeFileSync(log, "");
  chmodSync(file, 0o755);
  const calls = () =>
    readFileSync(log, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  return { file, folder, calls };
}

export const bash = (text: string): ShellText => ({ dialect: "bash", text });

/** One comment of `shellcheck -f json1`, about the first six characters. */
export const comment = {
  file: "-",
  line: 1,
  endLine: 1,
  column: 1,
  endColumn: 7,
  level: "warning",
  code: 2164,
  message: "Say what happens when this fails.",
  fix: null,
};
