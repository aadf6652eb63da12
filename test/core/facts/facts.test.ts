import { describe, expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";

const factsOf = (text: string) => deriveFacts(parseDockerfile(text), nothingKnown);

describe("variables", () => {
  test.each([
    ["ARG V=20\nFROM node:$V", "node:20"],
    ["ARG V=20\nFROM node:${V}-slim", "node:20-slim"],
    ["FROM node:${V:-22}", "node:22"],
    ["ARG V=\nFROM node:${V:-22}", "node:22"],
    ["ARG V=1\nFROM node${V:+:x}", "node:x"],
    ["ARG A=1\nARG B=$A-x\nFROM node:$B", "node:1-x"],
    ["ARG V\nFROM node:$V", undefined],
    ["FROM node:$V", undefined],
    ['FROM "node:22"', "node:22"],
    ["ARG V=1\nARG V=2\nFROM node:$V", "node:2"],
  ])("%j names the image %s", (text, image) => {
    expect(factsOf(text).finalStage?.imageText).toBe(image);
  });

  test.each([
    ["FROM a\nENV X=/y\nWORKDIR $X", "/y"],
    ["FROM a\nARG X=/y\nENV Z=${X}/z\nWORKDIR $Z", "/y/z"],
    ["ARG X=/y\nFROM a\nWORKDIR /w$X", undefined],
    ["ARG X=/y\nFROM a\nARG X\nWORKDIR $X", "/y"],
    ["FROM a AS b\nENV X=/y\nFROM b\nWORKDIR $X", "/y"],
    ["FROM a AS b\nARG X=/y\nFROM b\nWORKDIR $X", "/y"],
    ["FROM a AS b\nENV X=/env\nFROM b\nARG X=/arg\nWORKDIR $X", "/env"],
    ["FROM a\nARG X=/arg\nENV X=/env\nWORKDIR $X", "/env"],
    ["FROM a\nWORKDIR /a\nWORKDIR b/../c", "/a/c"],
    ["FROM a\nWORKDIR b", undefined],
    ['FROM a\nENV X=y\nWORKDIR "/it\'s $X"', "/it's y"],
    ["FROM a\nENV X=y\nWORKDIR \"/'$X'\"", "/'y'"],
    ["FROM a\nENV X=y\nWORKDIR /'$X'", "/$X"],
    ["FROM a\nWORKDIR /it's", undefined],
  ])("%j ends in the directory %s", (text, workdir) => {
    const facts = factsOf(text);
    expect(facts.finalStage && facts.atEndOf(facts.finalStage).workdir).toBe(workdir);
  });
});

describe("stages", () => {
  test("what is shipped, reachable and used", () => {
    const facts = factsOf(
      "FROM a AS base\nFROM base AS build\nFROM b AS tools\nFROM c AS dead\nFROM base\nCOPY --from=BUILD /x /x\nRUN --mount=type=bind,from=2,target=/t true",
    );
    const describeStage = (index: number) => {
      const stage = facts.stages[index];
      return stage && [stage.isShipped, stage.isReachable, stage.users.map((use) => use.stage.stage.index)];
    };
    expect(describeStage(0)).toEqual([true, true, [1, 4]]);
    expect(describeStage(1)).toEqual([false, true, [4]]);
    expect(describeStage(2)).toEqual([false, true, [4]]);
    expect(describeStage(3)).toEqual([false, false, []]);
    expect(facts.finalStage?.root.imageText).toBe("a");
  });

  test("the last stage of a name before the word is meant, and a stage that FROM names by a variable is used", () => {
    const facts = factsOf(
      "ARG BASE=tools\nFROM a AS tools\nFROM b AS tools\nFROM $BASE\nCOPY --from=Tools /x /x\nFROM c AS tools",
    );
    const [, , user] = facts.stages;
    expect(user?.base?.stage.index).toBe(1);
    expect(user && facts.graph.resolve("TOOLS", user)?.stage.index).toBe(1);
    expect(user && facts.graph.resolve("2", user)).toBeUndefined();
    expect(facts.stages.map(({ users }) => users.map(({ instruction }) => instruction.keyword))).toEqual([
      [],
      ["FROM", "COPY"],
      [],
      [],
    ]);
  });

  test("user and shell are inherited from the stage that a stage is built from", () => {
    const facts = factsOf('FROM a AS base\nUSER app\nSHELL ["pwsh", "-c"]\nFROM base\nRUN x');
    expect(facts.finalStage && facts.atEndOf(facts.finalStage)).toMatchObject({
      user: "app",
      shell: "other",
    });
  });

  test("a stage hides an image of the same name only behind it", () => {
    const facts = factsOf("FROM node AS node\nFROM node");
    expect(facts.stages.map(({ reference, base }) => [reference?.familiar, base?.stage.index])).toEqual([
      ["node", undefined],
      [undefined, 0],
    ]);
  });
});

describe("package commands", () => {
  const commands = (script: string) =>
    factsOf(`FROM a\nRUN ${script}`).packages.map(({ manager, action, operands }) =>
      `${manager} ${action} ${operands.map(({ value }) => value).join(" ")}`.trim(),
    );
  test.each([
    ["apt-get -y -q install curl git", ["apt install curl git"]],
    ["apt-get install -t bookworm-backports -y curl", ["apt install curl"]],
    ["npm i -g typescript", ["npm install typescript"]],
    ["npm ci && yarn", ["npm ci", "yarn install"]],
    ["python3.12 -m pip install -r requirements.txt flask", ["pip install flask"]],
    ["pip3.11 install --upgrade pip", ["pip install pip"]],
    ["/usr/bin/apk add --virtual .deps gcc", ["apk add gcc"]],
    ["microdnf install -y --setopt x=1 nginx", ["microdnf install nginx"]],
    ["./mvnw -q package", ["maven package"]],
    ["uv pip install flask", ["uv pip install flask"]],
    ["echo apt-get install x", []],
  ])("%s", (script, expected) => expect(commands(script)).toEqual(expected));
});
