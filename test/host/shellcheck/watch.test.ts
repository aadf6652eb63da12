import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { type ShellCheckInput, watchShellCheck } from "../../../server/src/host/shellcheck/watch.ts";
import { bash, comment, fakeShellCheck } from "./fixture.ts";

const uri = "file:///Dockerfile";

function watch(more: Partial<ShellCheckInput> = {}) {
  const log: string[] = [];
  const say = (line: string) => void log.push(line);
  const checker = watchShellCheck({ isTrusted: true, log: { info: say, error: say }, pause: 20, ...more });
  const changed = vi.fn();
  checker.onChange(changed);
  return { checker, changed, log };
}

const until = (holds: () => void) => vi.waitFor(holds, { timeout: 20_000, interval: 20 });
const found = `answer(script.includes("cd") ? [${JSON.stringify(comment)}] : [])`;

describe.skipIf(process.platform === "win32")("scripts", () => {
  test("are not known at first; the listeners hear of the answers, and they stay", async () => {
    const { file, calls } = fakeShellCheck(found);
    const { checker, changed } = watch();
    const known = checker.known(file);
    expect(known.of(bash("cd foo"))).toBeUndefined();
    expect(calls()).toEqual([]);

    checker.want(uri, file, [bash("cd foo"), bash("ls"), bash("ls")]);
    await until(() => expect(known.of(bash("ls"))).toEqual([]));
    await until(() => expect(known.of(bash("cd foo"))).toMatchObject([{ code: "SC2164" }]));
    await until(() => expect(changed).toHaveBeenCalled());
    expect(known.of({ dialect: "dash", text: "ls" })).toBeUndefined();
    expect(checker.known("/another").of(bash("ls"))).toBeUndefined();

    // The two answers may be told together or one after the other.
    await wait(200);
    const heard = changed.mock.calls.length;
    checker.want(uri, file, [bash("cd foo"), bash("ls")]);
    await wait(200);
    expect(calls()).toHaveLength(2);
    expect(changed).toHaveBeenCalledTimes(heard);
  });

  test("that were typed over within the pause are never handed over", async () => {
    const { file, calls } = fakeShellCheck();
    const { checker } = watch({ pause: 150 });
    for (const text of ["l", "ls", "ls -", "ls -l"]) checker.want(uri, file, [bash(text)]);
    await until(() => expect(checker.known(file).of(bash("ls -l"))).toEqual([]));
    expect(calls().map(({ script }) => script)).toEqual(["ls -l"]);
  });

  test("that are gone do not hold up the others", async () => {
    const { file } = fakeShellCheck('script === "hang" ? setInterval(() => {}, 1000) : answer([])');
    const { checker, log } = watch();
    checker.want(uri, file, [bash("hang")]);
    await wait(300);
    checker.want(uri, file, [bash("ls")]);
    await until(() => expect(checker.known(file).of(bash("ls"))).toEqual([]));
    expect(log).toEqual([]);
  });

  test("of closed documents are not handed over", async () => {
    const { file, calls } = fakeShellCheck();
    const { checker } = watch();
    checker.want(uri, file, [bash("ls")]);
    checker.forget(uri);
    await wait(200);
    expect(calls()).toEqual([]);
  });

  test("are handed over two at a time at most", async () => {
    const { file, folder } = fakeShellCheck(
      [
        'const path = require("node:path").join(__dirname, "running" + process.pid);',
        'fs.writeFileSync(path, "");',
        'const count = fs.readdirSync(__dirname).filter((name) => name.startsWith("running")).length;',
        "setTimeout(() => { fs.rmSync(path); if (count > 2) process.exit(9); answer([]); }, 100);",
      ].join("\n"),
    );
    expect(folder).not.toBe("");
    const { checker, log } = watch();
    const scripts = Array.from({ length: 8 }, (_, index) => bash(`ls ${index}`));
    checker.want(uri, file, scripts);
    await until(() => {
      for (const script of scripts) expect(checker.known(file).of(script)).toEqual([]);
    });
    expect(log).toEqual([]);
  });

  test("of great length are left alone", async () => {
    const { file, calls } = fakeShellCheck();
    const { checker } = watch();
    checker.want(uri, file, [bash("x".repeat(50_001)), bash("ls")]);
    await until(() => expect(checker.known(file).of(bash("ls"))).toEqual([]));
    expect(calls()).toHaveLength(1);
  });

  test("are kept from every program until the workspace is trusted", async () => {
    const { file, calls } = fakeShellCheck();
    const { checker } = watch({ isTrusted: false });
    checker.want(uri, file, [bash("ls")]);
    await wait(200);
    expect(calls()).toEqual([]);
    expect(checker.known(file).of(bash("ls"))).toBeUndefined();
    checker.trust();
    await until(() => expect(checker.known(file).of(bash("ls"))).toEqual([]));
  });

  test("go to no program that fails again and again, and the log says so in two lines", async () => {
    const { file, calls } = fakeShellCheck("process.exitCode = 3");
    const { checker, log } = watch();
    checker.want(
      uri,
      file,
      Array.from({ length: 10 }, (_, index) => bash(`ls ${index}`)),
    );
    await until(() => expect(log).toHaveLength(2));
    await wait(200);
    expect(calls().length).toBeLessThan(6);
    expect(log).toEqual([
      "ShellCheck failed: it ended with 3",
      "ShellCheck failed 3 times in a row and is not asked any more.",
    ]);
    expect(checker.known(file).of(bash("ls 1"))).toBeUndefined();
  });

  test("that fail once are not handed over again, and the others are", async () => {
    const { file, calls } = fakeShellCheck('script === "bad" ? process.exit(3) : answer([])');
    const { checker } = watch();
    checker.want(uri, file, [bash("bad"), bash("ls")]);
    await until(() => expect(checker.known(file).of(bash("ls"))).toEqual([]));
    await until(() => expect(calls()).toHaveLength(2));
    await wait(200);
    checker.want(uri, file, [bash("bad"), bash("ls")]);
    await wait(200);
    expect(calls()).toHaveLength(2);
  });
});

test("a setting that names no program is told once", async () => {
  const { checker, log } = watch();
  checker.want(uri, "bin/shellcheck", [bash("ls")]);
  await until(() => expect(log).toHaveLength(1));
  checker.want(uri, "bin/shellcheck", [bash("ls -l")]);
  await wait(200);
  expect(log).toEqual([
    "The setting plimsoll.shellcheck.path names no program by its full path: bin/shellcheck",
  ]);
});
