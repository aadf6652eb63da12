import { describe, expect, test } from "vitest";
import type { Change } from "../../../server/src/core/cache/model.ts";
import { rebuildAfter } from "../../../server/src/core/cache/rebuild.ts";
import { whyNothing } from "../../../server/src/core/cache/unaffected.ts";
import { causeInWords, firstLine, shareInWords } from "../../../server/src/core/cache/words.ts";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { deriveFacts, type Facts } from "../../../server/src/core/facts/facts.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";
import { contextOf } from "../../support/known.ts";

const project = {
  "package.json": 300,
  "package-lock.json": 90_000,
  "src/index.ts": 4000,
  "src/deep/x.ts": 200,
  "docs/a.md": 100,
  "README.md": 50,
  Dockerfile: 200,
};

function factsOf(
  text: string,
  files: Readonly<Record<string, number | string>> | undefined = project,
): Facts {
  const context = files && contextOf(new Map(Object.entries(files)));
  return deriveFacts(parseDockerfile(text), { ...nothingKnown, context });
}

/** What is rebuilt, by the first lines; a question mark in front of what is only possible. */
function rebuilt(facts: Facts, change: Change): readonly string[] | undefined {
  return rebuildAfter(facts, change)?.steps.flatMap((step) => {
    if (step.isRebuilt === "no") return [];
    return `${step.isRebuilt === "possible" ? "? " : ""}${firstLine(facts, step.instruction)}`;
  });
}

function whenPathChanges(text: string, path: string, files?: Readonly<Record<string, number | string>>) {
  return rebuilt(factsOf(text, files), { kind: "path", path });
}

/** The change of an instruction that begins so. */
function whenTextChanges(text: string, beginning: string) {
  const facts = factsOf(text);
  const instruction = facts.dockerfile.instructions.find(({ span }) =>
    text.startsWith(beginning, span.start),
  );
  if (!instruction) throw new Error(`no instruction begins with ${beginning}`);
  return rebuilt(facts, { kind: "text", instruction });
}

const node = `FROM node:22 AS build
WORKDIR /app
COPY package*.json ./
RUN npm ci
COPY . .
RUN npm run build
FROM nginx
LABEL a=b
COPY nginx.conf /etc/nginx/
COPY --from=build /app/dist /usr/share/nginx/html
RUN nginx -t
`;

describe("a file of the build context", () => {
  test("invalidates the COPY that takes it and all behind it, and other stages if what they take is different", () => {
    expect(whenPathChanges(node, "src/index.ts")).toEqual([
      "COPY . .",
      "RUN npm run build",
      "? COPY --from=build /app/dist /usr/share/nginx/html",
      "? RUN nginx -t",
    ]);
    expect(whenPathChanges(node, "package.json")).toEqual([
      "COPY package*.json ./",
      "RUN npm ci",
      "COPY . .",
      "RUN npm run build",
      "? COPY --from=build /app/dist /usr/share/nginx/html",
      "? RUN nginx -t",
    ]);
  });

  test("does nothing when it is ignored, in no COPY, or only in a stage that is not built", () => {
    const ignoring = { ...project, ".dockerignore": "node_modules\n# text\n*.md\n!README.md\n" };
    expect(whenPathChanges(node, "docs/a.md", { ...ignoring, ".dockerignore": "a\n**/*.md\n" })).toEqual([]);
    expect(whyNothing(factsOf(node, { ...ignoring, ".dockerignore": "a\n**/*.md\n" }), "docs/a.md")).toBe(
      "ignored by line 2 of .dockerignore",
    );
    expect(whenPathChanges(node, "README.md", ignoring)).toHaveLength(4);
    const narrow = "FROM node:22\nCOPY package.json ./\n";
    expect(whenPathChanges(narrow, "src/index.ts")).toEqual([]);
    expect(whyNothing(factsOf(narrow), "src/index.ts")).toBe("no COPY, ADD or mount takes it");
    const unused = "FROM a AS unused\nCOPY . .\nFROM b\nRUN x\n";
    expect(whenPathChanges(unused, "src/index.ts")).toEqual([]);
    expect(whyNothing(factsOf(unused), "src/index.ts")).toBe("only stages that are not built take it");
  });

  test("is compared with what a COPY leaves out", () => {
    const text = "FROM a\nCOPY --exclude=*.ts src /src\nRUN x\n";
    expect(whenPathChanges(text, "src/index.ts")).toEqual([]);
    expect(whenPathChanges(text, "src/deep/x.ts")).toEqual(["COPY --exclude=*.ts src /src", "RUN x"]);
    expect(whenPathChanges(text, "src")).toEqual(["? COPY --exclude=*.ts src /src", "? RUN x"]);
  });

  test("of a folder stands for any file below it", () => {
    const text = "FROM a\nCOPY src/deep /x\nCOPY src /y\n";
    expect(whenPathChanges(text, "src/deep")).toEqual(["COPY src/deep /x", "COPY src /y"]);
    expect(whenPathChanges(text, "src")).toEqual(["? COPY src/deep /x", "COPY src /y"]);
    expect(whenPathChanges(text, "docs")).toEqual([]);
    expect(whenPathChanges("FROM a\nCOPY s*/index.ts /x\n", "src/index.ts")).toEqual(["COPY s*/index.ts /x"]);
  });

  test("that a bind mount shows runs the RUN again", () => {
    const text =
      "FROM a\nRUN --mount=type=bind,source=package.json,target=/p.json npm ci\nRUN --mount=type=bind,target=. make\nRUN x\n";
    expect(whenPathChanges(text, "package.json")).toHaveLength(3);
    expect(whenPathChanges(text, "src/index.ts")).toEqual(["RUN --mount=type=bind,target=. make", "RUN x"]);
    const cached = "FROM a\nRUN --mount=type=cache,target=/c --mount=type=secret,id=s make\n";
    expect(whenPathChanges(cached, "src/index.ts")).toEqual([]);
  });

  test("may be what a variable names", () => {
    const text = "FROM a\nARG WHAT\nCOPY $WHAT /x\nRUN y\n";
    expect(whenPathChanges(text, "src/index.ts")).toEqual(["? COPY $WHAT /x", "? RUN y"]);
    expect(whenPathChanges(text.replace("WHAT\n", "WHAT=src\n"), "src/index.ts")).toHaveLength(2);
    expect(whenPathChanges("FROM a\nARG D=docs\nCOPY $D /x\n", "src/index.ts")).toEqual([]);
  });

  test("that says what is ignored may change every folder that is copied", () => {
    const files = { ...project, ".dockerignore": ".dockerignore\n" };
    const text = "FROM a\nCOPY package.json ./\nCOPY src ./src\n";
    expect(whenPathChanges(text, ".dockerignore", files)).toEqual(["? COPY src ./src"]);
    expect(
      whenPathChanges("FROM a\nCOPY . .\n", ".dockerignore", { ...project, ".dockerignore": "x\n" }),
    ).toEqual(["COPY . ."]);
  });

  test("is no matter of downloads, here-documents and other images", () => {
    const text = "FROM a\nADD https://x.org/src /\nCOPY --from=nginx src /y\nCOPY <<EOF /z\nsrc\nEOF\n";
    expect(whenPathChanges(text, "src")).toEqual([]);
  });

  test("says nothing where the build context is not known", () => {
    const facts = deriveFacts(parseDockerfile(node), nothingKnown);
    expect(rebuilt(facts, { kind: "path", path: "src" })).toBeUndefined();
  });
});

describe("--link", () => {
  test("makes a layer of its own where the builder can merge layers; what is behind it and not linked rests on it", () => {
    const text = "FROM a\nCOPY docs /d\nCOPY --link src /s\nCOPY --link=true package.json /p\nRUN x\n";
    expect(whenPathChanges(text, "docs")).toEqual([
      "COPY docs /d",
      "? COPY --link src /s",
      "? COPY --link=true package.json /p",
      "RUN x",
    ]);
    expect(whenPathChanges(text, "src")).toEqual([
      "COPY --link src /s",
      "? COPY --link=true package.json /p",
      "RUN x",
    ]);
    expect(whenPathChanges(text, "package.json")).toEqual(["COPY --link=true package.json /p", "RUN x"]);
  });

  test("is an ordinary copy when it is off, or --chmod stands beside it", () => {
    const text = "FROM a\nCOPY docs /d\nCOPY --link=false src /s\nCOPY --link --chmod=755 package.json /p\n";
    expect(whenPathChanges(text, "docs")).toEqual([
      "COPY docs /d",
      "COPY --link=false src /s",
      "COPY --link --chmod=755 package.json /p",
    ]);
  });

  test("may survive another base image", () => {
    expect(whenTextChanges("FROM a\nCOPY --link src /s\nCOPY docs /d\n", "FROM")).toEqual([
      "? COPY --link src /s",
      "COPY docs /d",
    ]);
  });
});

describe("stages", () => {
  test("are rebuilt with the one that they are built from", () => {
    const text = "FROM a AS base\nCOPY src /s\nFROM base AS b\nRUN x\nFROM base\nCOPY --from=b /x /x\n";
    expect(whenPathChanges(text, "src")).toEqual(["COPY src /s", "RUN x", "COPY --from=b /x /x"]);
  });

  test("hand on what may be different", () => {
    const text =
      "FROM a AS one\nCOPY src /s\nFROM a AS two\nCOPY --from=one /s /s\nRUN x\nFROM b\nRUN --mount=from=two,target=/t y\nRUN z\n";
    expect(whenPathChanges(text, "src")).toEqual([
      "COPY src /s",
      "? COPY --from=one /s /s",
      "? RUN x",
      "? RUN --mount=from=two,target=/t y",
      "? RUN z",
    ]);
  });

  test("are found by number too, and one that has not changed hands on nothing", () => {
    const text =
      "FROM a\nCOPY src /s\nFROM b AS other\nRUN x\nFROM c\nCOPY --from=0 /s /s\nCOPY --from=other /o /o\n";
    expect(whenPathChanges(text, "src")).toEqual([
      "COPY src /s",
      "? COPY --from=0 /s /s",
      "? COPY --from=other /o /o",
    ]);
    expect(whenPathChanges(text.replace("COPY --from=0 /s /s\n", ""), "src")).toEqual([]);
  });

  test("run the triggers of the stage below them", () => {
    const text = "FROM a AS base\nONBUILD COPY src /s\nONBUILD RUN make\nFROM base\nRUN x\n";
    expect(whenPathChanges(text, "src")).toEqual(["COPY src /s", "RUN make", "RUN x"]);
    expect(whenPathChanges("FROM a\nONBUILD COPY src /s\nRUN x\n", "src")).toEqual([]);
  });

  test("on the same image are all rebuilt with it", () => {
    const text =
      "FROM a AS one\nRUN x\nFROM b AS two\nRUN y\nFROM a\nCOPY --from=one /x /x\nCOPY --from=two /y /y\n";
    const facts = factsOf(text);
    const [stage] = facts.stages;
    if (!stage) throw new Error("no stage");
    expect(rebuilt(facts, { kind: "base", stage })).toEqual([
      "RUN x",
      "COPY --from=one /x /x",
      "COPY --from=two /y /y",
    ]);
  });
});

describe("a changed instruction", () => {
  const text = `ARG V=1
FROM node:$V
ARG V
ARG OTHER=2
ENV MODE=a
COPY docs /d
WORKDIR /app
USER node
SHELL ["/bin/bash", "-c"]
RUN make
RUN ["make"]
COPY src/$MODE /s
LABEL a=b
CMD ["x"]
`;

  test.each([
    ["CMD", ['CMD ["x"]']],
    ["LABEL", ["LABEL a=b"]],
    ["COPY docs", ["COPY docs /d", "WORKDIR /app", "RUN make", 'RUN ["make"]', "COPY src/$MODE /s"]],
    ["WORKDIR", ["WORKDIR /app", "RUN make", 'RUN ["make"]', "COPY src/$MODE /s"]],
    ["USER", ["USER node", "RUN make", 'RUN ["make"]', "COPY src/$MODE /s"]],
    ["SHELL", ['SHELL ["/bin/bash", "-c"]', "RUN make", 'RUN ["make"]', "COPY src/$MODE /s"]],
    ["ARG OTHER", ["ARG OTHER=2", "RUN make", 'RUN ["make"]', "COPY src/$MODE /s"]],
    ["ENV", ["ENV MODE=a", "RUN make", 'RUN ["make"]', "COPY src/$MODE /s"]],
    ["ARG V=1", ["COPY docs /d", "WORKDIR /app", "RUN make", 'RUN ["make"]', "COPY src/$MODE /s"]],
    ["FROM", ["COPY docs /d", "WORKDIR /app", "RUN make", 'RUN ["make"]', "COPY src/$MODE /s"]],
  ])("%s", (beginning, expected) => expect(whenTextChanges(text, beginning)).toEqual(expected));

  test("ENV is for RUN, and for words that name the variable", () => {
    expect(whenTextChanges("FROM a\nENV A=1\nCOPY src /s\nCOPY docs /$A\n", "ENV")).toEqual([
      "ENV A=1",
      "COPY docs /$A",
    ]);
  });

  test("ARG in front of the first FROM reaches the stages that ask for it", () => {
    const asked = "ARG V=1\nFROM a AS b\nARG V\nRUN x\nFROM c\nRUN y\nCOPY --from=b /x /x\n";
    expect(whenTextChanges(asked, "ARG V=1")).toEqual(["RUN x", "? COPY --from=b /x /x"]);
    expect(
      whenTextChanges("FROM a AS b\nARG V=1\nRUN x\nFROM c\nARG V\nRUN y\nCOPY --from=b /x /x\n", "ARG V=1"),
    ).toEqual(["ARG V=1", "RUN x", "? COPY --from=b /x /x"]);
  });

  test("SHELL does not reach a RUN in JSON", () => {
    expect(whenTextChanges('FROM a\nSHELL ["/bin/sh", "-ec"]\nRUN ["make"]\n', "SHELL")).toEqual([
      'SHELL ["/bin/sh", "-ec"]',
    ]);
  });
});

describe("what an instruction takes", () => {
  test("changes it and those that take all of the same", () => {
    const text = "FROM a AS one\nCOPY src /s\nFROM b\nCOPY . /all\nCOPY --from=one /s /s\n";
    const facts = factsOf(text);
    const [, copy] = facts.dockerfile.instructions;
    if (!copy) throw new Error("no COPY");
    expect(rebuilt(facts, { kind: "sources", instruction: copy })).toEqual([
      "COPY src /s",
      "COPY . /all",
      "COPY --from=one /s /s",
    ]);
  });
});

describe("in words", () => {
  test("every instruction has its reason", () => {
    const facts = factsOf(node);
    const rebuild = rebuildAfter(facts, { kind: "path", path: "src/index.ts" });
    const lineOf = (offset: number) => node.slice(0, offset).split("\n").length;
    expect(rebuild?.steps.flatMap(({ cause }) => (cause ? causeInWords(facts, cause, lineOf) : []))).toEqual([
      "takes src/index.ts",
      "after COPY . . in line 5",
      "if what it takes from stage build comes out different",
      "after COPY --from=build /app/dist /usr/share/… in line 10",
    ]);
  });

  test("the share grows with what is rebuilt, and a build without a change is none", () => {
    const facts = factsOf(node);
    const shareOf = (path: string) => {
      const rebuild = rebuildAfter(facts, { kind: "path", path });
      if (!rebuild) throw new Error("not known");
      return { ...rebuild.share, words: shareInWords(rebuild) };
    };
    const [source, manifest] = [shareOf("src/index.ts"), shareOf("package.json")];
    expect(manifest.certain).toBeGreaterThan(source.certain);
    expect(manifest.possible).toBeCloseTo(1, 1);
    expect(source.possible).toBeGreaterThan(source.certain);
    expect(manifest.words).toMatch(/^most of the estimated build work \(≈ \d0 %, perhaps > 95 %\)$/);
  });
});
