import { chmodSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { findProgram } from "../../../server/src/host/shellcheck/program.ts";
import { fakeShellCheck } from "./fixture.ts";

const onUnix = test.skipIf(process.platform === "win32");

onUnix("is the first on PATH", () => {
  const [first, second] = [fakeShellCheck(), fakeShellCheck()];
  const folders = ["/nowhere", first.folder, second.folder].join(path.delimiter);
  expect(findProgram("", folders)).toBe(first.file);
  expect(findProgram("", "/nowhere")).toBeUndefined();
  expect(findProgram("", "")).toBeUndefined();
});

onUnix("is never one of the folder that the process stands in", () => {
  const { folder } = fakeShellCheck();
  const relative = path.relative(process.cwd(), folder);
  expect(findProgram("", [".", "", relative].join(path.delimiter))).toBeUndefined();
  expect(findProgram(path.join(relative, "shellcheck"), folder)).toBeUndefined();
});

onUnix("is the file that the setting names, and no other", () => {
  const [named, onPath] = [fakeShellCheck(), fakeShellCheck()];
  expect(findProgram(named.file, onPath.folder)).toBe(named.file);
  expect(findProgram(named.folder, onPath.folder)).toBeUndefined();
  expect(findProgram("shellcheck", onPath.folder)).toBeUndefined();
  chmodSync(named.file, 0o644);
  expect(findProgram(`${named.file}.old`, onPath.folder)).toBeUndefined();
});
