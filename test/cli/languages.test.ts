import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { inRoot } from "../../scripts/support/paths.ts";
import { columnsOf, padLeft, padRight, shortened } from "../../server/src/cli/print/columns.ts";
import { usage } from "../../server/src/cli/usage.ts";
import { englishIn } from "../support/chinese.ts";

const folder = mkdtempSync(path.join(tmpdir(), "plimsoll-languages-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(path.join(folder, "Dockerfile"), "FROM python:3.12\nRUN pip install flask\n");

function plimsoll(args: readonly string[], language: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, [inRoot("dist/cli.cjs"), ...args], {
    encoding: "utf8",
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1", LC_ALL: "", LC_MESSAGES: "", LANG: "", ...language },
  });
}

const hasHan = /\p{Script=Han}/u;

describe("the language", () => {
  test("is that of the terminal", () => {
    for (const language of [
      { LANG: "zh_CN.UTF-8" },
      { LC_MESSAGES: "zh_CN", LANG: "de" },
      { LC_ALL: "zh_CN" },
    ])
      expect(plimsoll(["check", "Dockerfile"], language).stdout).toMatch(
        /安全修复：.*\n\n\d+ 个问题（.*）\n$/su,
      );
    for (const language of [{}, { LANG: "C.UTF-8" }, { LC_ALL: "C", LANG: "zh_CN.UTF-8" }])
      expect(plimsoll(["check", "Dockerfile"], language).stdout).not.toMatch(hasHan);
  });

  test.each([
    [["--lang", "zh-cn", "size", "Dockerfile"]],
    [["size", "--lang=zh-cn", "Dockerfile"]],
    [["size", "Dockerfile", "--lang", "zh-cn"]],
  ])("is that of %j", (args) => {
    const { stdout, status } = plimsoll(args, { LANG: "en_US.UTF-8" });
    expect(stdout).toMatch(/^阶段 0 – 最终镜像\n +下载 +磁盘\n/);
    expect(status).toBe(0);
  });

  test("can be English in a Chinese terminal", () => {
    expect(plimsoll(["--lang", "en", "size", "Dockerfile"], { LANG: "zh_CN" }).stdout).not.toMatch(hasHan);
  });

  test.each([
    [["--lang", "de"], "'de'"],
    [["check", "--lang"], "''"],
  ])("is none of %j", (args, named) => {
    const { stderr, status } = plimsoll(args);
    expect([stderr, status]).toEqual([`plimsoll: --lang is en or zh-cn, not ${named}\n`, 2]);
  });

  test("is English in JSON, whatever the terminal's is", () => {
    for (const command of ["check", "size", "cache", "context", "report"]) {
      const { stdout } = plimsoll([command, "--format", "json", "Dockerfile"], { LANG: "zh_CN.UTF-8" });
      expect(stdout).toMatch(/^\{/);
      expect(stdout).not.toMatch(hasHan);
    }
  });

  test("is that of mistakes and of reports too", () => {
    const chinese = { LANG: "zh_CN.UTF-8" };
    expect(plimsoll(["check", "nowhere"], chinese).stderr).toBe("plimsoll: 无法读取 nowhere：没有这个文件\n");
    expect(plimsoll(["report", "--format", "md", "Dockerfile"], chinese).stdout).toMatch(
      /^# 镜像报告：Dockerfile\n/,
    );
  });
});

describe("in Chinese no sentence is left in English", () => {
  const project = path.join(folder, "project");
  const text = `FROM golang:1.25 AS build
COPY . .
RUN go build -o /bin/app . && ./unheard-of
FROM node:20.3
COPY . .
RUN npm install && apt-get update && apt-get install -y curl gcc
RUN pip install flask
COPY --from=build /bin/app /bin/app
CMD node a.js
`;
  mkdirSync(project);
  writeFileSync(path.join(project, "Dockerfile"), text);
  writeFileSync(path.join(project, "package.json"), '{"name": "a"}');
  const wrong = {
    rules: { "pip-cach": "off", "latest-tag": true },
    budgets: { image: -1, img: 1 },
    labels: { a: "b" },
    allowedRegistries: "docker.io",
    strictLabels: 1,
    context: [],
    ignore: [1],
    failOn: "never ever",
    overrides: [{}],
    contxt: ".",
  };

  const commands = `${text} npm cache clean, plimsoll fix, debian bookworm`;
  /** What is said outside of changes, of the words of the Dockerfile itself and of commands. */
  const english = (said: string): readonly string[] =>
    said
      .split("\n")
      .filter((line) => !/^[-+]/.test(line))
      .flatMap((line) => englishIn(line).filter((words) => !commands.includes(words)));

  test.each([
    [["check"]],
    [["size"]],
    [["cache"]],
    [["cache", "--change", "package.json"]],
    [["context"]],
    [["fix", "--review"]],
    [["optimize"]],
    [["report", "--format", "md"]],
  ])("by plimsoll %j", ([command = "", ...options]) => {
    const { stdout, stderr } = plimsoll([
      command,
      "--lang",
      "zh-cn",
      ...options,
      path.join("project", "Dockerfile"),
    ]);
    expect(stdout + stderr).toMatch(hasHan);
    expect([english(stdout), english(stderr)]).toEqual([[], []]);
  });

  test("about the configuration", () => {
    const file = path.join(project, "plimsoll.json");
    writeFileSync(file, JSON.stringify(wrong));
    const { stderr } = plimsoll(["check", "--lang", "zh-cn", "--config", file, "project/Dockerfile"]);
    const lines = stderr.trimEnd().split("\n");
    expect(lines).toHaveLength(12);
    expect(lines.filter((line) => !hasHan.test(line))).toEqual([]);
    expect(english(stderr)).toEqual([]);
    expect(stderr).toContain('没有规则 "pip-cach"，但有 "pip-cache"');
    writeFileSync(file, "{");
    expect(plimsoll(["check", "--lang", "zh-cn", "--config", file, "project/Dockerfile"]).stderr).toContain(
      "此处不是有效的 JSON，已改用默认值",
    );
  });

  test.each([
    [["check", "--foo", "a"], "未知选项“--foo”；参见 plimsoll --help"],
    [["check", "a", "--fail-on"], "选项“--fail-on <value>”缺少参数；参见 plimsoll --help"],
    [["check", "a", "--fail-on", "--json"], "选项“--fail-on”的参数有歧义；参见 plimsoll --help"],
    [["check", "--enable-all=yes", "a"], "选项“--enable-all”不接受参数；参见 plimsoll --help"],
    [["size", "compose.yaml"], "compose.yaml 不是 Dockerfile；只有 plimsoll check 和 fix 会查看这类文件"],
    [["--lang", "de"], "--lang 只能是 en 或 zh-cn，不能是“de”"],
    [
      ["image", "--online", "--tags", "--allow-host", "127.0.0.1:9", "127.0.0.1:9/a"],
      "标签未知：连接失败（ECONNREFUSED）",
    ],
  ])("about mistakes in %j", (args, said) => {
    expect(plimsoll(args, { LANG: "zh_CN.UTF-8" }).stderr).toBe(`plimsoll: ${said}\n`);
  });
});

test("the usage names the same commands and options in both languages", () => {
  const named = (text: string) =>
    [...new Set(text.match(/(?:--[a-z-]+|^ {2}plimsoll \w+|^[a-z]+(?= ))/gm))].sort();
  expect(named(usage["zh-cn"])).toEqual(named(usage.en).filter((word) => word !== "one"));
  expect(plimsoll(["--lang", "zh-cn", "--help"]).stdout).toBe(usage["zh-cn"]);
  for (const line of Object.values(usage).join("").split("\n"))
    expect(columnsOf(line)).toBeLessThanOrEqual(122);
});

test("columns are counted as terminals draw them", () => {
  expect(columnsOf("a 镜像，")).toBe(8);
  expect([padLeft("层", 4), padRight("层", 4), padLeft("layers", 4)]).toEqual(["  层", "层  ", "layers"]);
  expect([shortened("abcdef", 6), shortened("abcdef", 5), shortened("一二三四", 6)]).toEqual([
    "abcdef",
    "abcd…",
    "一二…",
  ]);
});
