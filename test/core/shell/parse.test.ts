import { describe, expect, test } from "vitest";
import { identityFlat } from "../../../server/src/core/document/flatText.ts";
import { parseScript } from "../../../server/src/core/shell/parse.ts";
import { changesShellState, isPlainChain } from "../../../server/src/core/shell/script.ts";

const parse = (text: string) => parseScript(identityFlat(text, 0));

test.each([
  ["apt-get update && apt-get install -y curl", ["apt-get update", "apt-get install -y curl"]],
  ["sudo -u root env A=1 /usr/bin/apt-get update", ["apt-get update"]],
  ["exec nice -n 5 node x.js", ["node x.js"]],
  ["timeout -s KILL 10 make all", ["make all"]],
  ["if ! command -v curl; then apk add curl; fi", ["curl ", "apk add curl"]],
  ["for p in a b; do pip install $p; done", ["pip install $p"]],
  ["(cd /x && make) | tee log", ["cd /x", "make", "tee log"]],
  ["echo $(git rev-parse HEAD)", ["git rev-parse HEAD", "echo $(git rev-parse HEAD)"]],
  ["f() { rm -rf /x; }; f", ["rm -rf /x", "f "]],
  ["case $A in x) npm ci ;; esac", ["npm ci"]],
  ["A=1", [" "]],
  ["$CMD install x", [" install x"]],
  ["{ a; b; }", ["a ", "b "]],
  ["while true; do sleep 1; done", ["true ", "sleep 1"]],
])("commands of %s", (text, commands) => {
  const script = parse(text);
  expect(script.isUnderstood).toBe(true);
  expect(
    script.commands.map(({ name, args }) => `${name} ${args.map(({ value }) => value).join(" ")}`),
  ).toEqual(commands.map((command) => (command.includes(" ") ? command : `${command} `)));
});

test.each([
  ["a && b", [undefined, "&&"]],
  ["a || b && c", [undefined, "||", "&&"]],
  ["a; b\nc", [undefined, ";", "newline"]],
  ["a & b", [undefined, "&"]],
  ["a | b && c", [undefined, "&&"]],
])("connectors of %s", (text, connectors) => {
  expect(parse(text).steps.map(({ connector }) => connector)).toEqual(connectors);
});

describe("isPlainChain", () => {
  test.each(["a", "a && b && c", "a | b && c", "(a; b) && c"])("%s is one", (text) => {
    expect(isPlainChain(parse(text))).toBe(true);
  });
  test.each(["a; b", "a || b", "a & b", "a # c", "a && b # c", "a\nb", "cat <<E\nx\nE", "a && (", ""])(
    "%j is none",
    (text) => {
      expect(isPlainChain(parse(text))).toBe(false);
    },
  );
});

describe("changesShellState", () => {
  test.each([
    "cd /x && make",
    "export A=1",
    "A=1",
    "set -e",
    ". ./env",
    "umask 022",
    "exec make",
    "if x; then cd /y; fi",
  ])("%s does", (text) => expect(changesShellState(parse(text))).toBe(true));
  test.each(["(cd /x && make)", "A=1 make", "make | cd", "echo $(cd /x && pwd)", "make"])(
    "%s does not",
    (text) => expect(changesShellState(parse(text))).toBe(false),
  );
});

test.each(["if x; then", "a && (", "echo 'x", "a\r\nb"])("%j is not understood", (text) => {
  expect(parse(text).isUnderstood).toBe(false);
});

test("words know whether anything in them is expanded", () => {
  const [command] = parse(`x a 'b $c' "d" "e $f" *.g $(h) \\$i`).commands.slice(-1);
  expect(command?.args.map(({ isLiteral }) => isLiteral)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    true,
  ]);
});

test.each([
  ["a | b", [["a|b", true]]],
  ["a || b", []],
  ["x 'a | b'", []],
  ["a | b || c", [["a|b", false]]],
  ["a | b && c || d", [["a|b", false]]],
  ["! a | b", [["a|b", false]]],
  [
    "if a | b; then c | d; fi",
    [
      ["a|b", false],
      ["c|d", true],
    ],
  ],
  [
    "while a | b; do c |& d; done",
    [
      ["a|b", false],
      ["c|d", true],
    ],
  ],
  ["A=$(a | b) && c", [["a|b", true]]],
  ["c $(a | b)", [["a|b", false]]],
  ["export A=$(a | b)", [["a|b", false]]],
  ["A=$(a | b) c", [["a|b", false]]],
  ["(a | b | c)", [["a|b|c", true]]],
  ["a | b & c", [["a|b", false]]],
] as const)("pipelines of %s", (text, pipelines) => {
  const names = parse(text).pipelines.map(({ parts, isHeeded }) => [
    parts.map((part) => part.map(({ name }) => name).join(" ")).join("|"),
    isHeeded,
  ]);
  expect(names).toEqual(pipelines);
});

test.each([
  ["a 2>log", "2", ">"],
  ["a > log", undefined, ">"],
  ["a &> log", undefined, "&>"],
])("the redirection of %s", (text, descriptor, operator) => {
  expect(parse(text).commands[0]?.redirects).toMatchObject([{ descriptor, operator }]);
});
