import { describe, expect, test } from "vitest";
import type { Dockerfile, Instruction } from "../../../server/src/core/document/dockerfile.ts";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import type { Span } from "../../../server/src/core/edits/span.ts";

function only(text: string): Instruction {
  const [instruction] = parseDockerfile(text).instructions;
  if (!instruction) throw new Error("no instruction");
  return instruction;
}

function cut({ text }: Dockerfile, { start, end }: Span): string {
  return text.slice(start, end);
}

describe("logical lines", () => {
  test.each([
    ["one line", "RUN a b", "a b"],
    ["a continuation", "RUN a \\\n  b", "a   b"],
    ["blanks behind the continuation character", "RUN a \\  \t\n  b", "a   b"],
    ["a comment between continued lines", "RUN a \\\n# no\n  b", "a   b"],
    ["an indented comment", "RUN a \\\n   # no\n  b", "a   b"],
    ["empty lines between continued lines", "RUN a \\\n\n\n  b", "a   b"],
    ["CRLF", "RUN a \\\r\n  b\r\n", "a   b"],
    ["a continuation at the end of the file", "RUN a \\", "a"],
    ["an escaped escape character ends the line", "RUN a\\\\\nRUN b", "a\\\\"],
    ["a keyword split over lines", "RU\\\n# c\nN a", "a"],
    ["a continuation character alone on the first line", " \\\n  RUN a", "a"],
    ["leading blanks", "  \tRUN a", "a"],
    ["a hash inside a word", "RUN a#b # c", "a#b # c"],
    ["another escape character", "# escape=`\nRUN a `\n b\\", "a  b\\"],
  ])("%s", (_, text, body) => {
    const instruction = only(text);
    expect(instruction.keyword).toBe("RUN");
    expect(instruction.body.text).toBe(body);
  });

  test("instruction spans and the gaps between them give back the text", () => {
    const text = "\uFEFF# c\n\nFROM a AS b\r\nRUN x \\\n # y\n z\nCOPY <<E /x\nbody\nE\n\n# end";
    const { instructions } = parseDockerfile(text);
    expect(instructions.map(({ span }) => text.slice(span.start, span.end))).toEqual([
      "FROM a AS b",
      "RUN x \\\n # y\n z",
      "COPY <<E /x\nbody\nE",
    ]);
  });

  test("comments know whether they stand inside an instruction", () => {
    const { comments, instructions } = parseDockerfile(
      "# one\nFROM a\n# two\nRUN x \\\n  # three\n  y\n# four",
    );
    expect(comments.map(({ text, isInside }) => [text, isInside])).toEqual([
      ["one", false],
      ["two", false],
      ["three", true],
      ["four", false],
    ]);
    expect(instructions.map(({ comments: above }) => above.map(({ text }) => text))).toEqual([
      ["one"],
      ["two"],
    ]);
    expect(instructions[1]?.innerComments.map(({ text }) => text)).toEqual(["three"]);
  });
});

describe("directives", () => {
  test.each([
    ["# syntax=docker/dockerfile:1\n# escape=`\nFROM a", ["syntax=docker/dockerfile:1", "escape=`"], "`"],
    ["#escape = ` \r\nFROM a", ["escape=`"], "`"],
    [
      "# check=skip=JSONArgsRecommended;error=true\nFROM a",
      ["check=skip=JSONArgsRecommended;error=true"],
      "\\",
    ],
    ["# a comment\n# escape=`\nFROM a", [], "\\"],
    ["# unknown=x\n# escape=`\nFROM a", [], "\\"],
    ["\n# escape=`\nFROM a", [], "\\"],
    ["# escape=x\nFROM a", ["escape=x"], "\\"],
    ["\uFEFF# escape=`\nFROM a", ["escape=`"], "`"],
  ])("%j", (text, directives, escape) => {
    const dockerfile = parseDockerfile(text);
    expect(dockerfile.directives.map(({ name, value }) => `${name}=${value}`)).toEqual(directives);
    expect(dockerfile.directives.map(({ valueSpan }) => cut(dockerfile, valueSpan))).toEqual(
      dockerfile.directives.map(({ value }) => value),
    );
    expect(dockerfile.escape).toBe(escape);
  });
});

describe("here-documents", () => {
  test.each([
    ["RUN <<EOF\na\nEOF", ["a\n"]],
    ["RUN <<'E O'\na\nE O", ["a\n"]],
    ['RUN cat <<"EOF" > /x\n$a\nEOF', ["$a\n"]],
    ["RUN <<-EOF\n\ta\n\tEOF", ["\ta\n"]],
    ["RUN cat << EOF\na\nEOF", ["a\n"]],
    ["COPY <<A <<B /x/\n1\nA\n2\nB", ["1\n", "2\n"]],
    ["ADD <<A /x\r\n1\r\nA\r\n", ["1\r\n"]],
    ["ONBUILD RUN <<EOF\na\nEOF", ["a\n"]],
    ["RUN --mount=type=cache,target=/x <<EOF\n# no comment\nEOF", ["# no comment\n"]],
    ["RUN echo '<<EOF'", []],
    ["RUN cat <<<word", []],
    ["RUN echo $((1<<2))", []],
    ["RUN a<<EOF", []],
    ["ENV A=<<EOF", []],
    ['RUN ["cat", "<<EOF"]', []],
    ["RUN <<EOF\na", ["a"]],
  ])("%j", (text, bodies) => {
    const dockerfile = parseDockerfile(text);
    expect(dockerfile.instructions).toHaveLength(1);
    expect(dockerfile.instructions[0]?.heredocs.map(({ body }) => cut(dockerfile, body))).toEqual(bodies);
  });

  test("one without an end is a problem", () => {
    expect(parseDockerfile("FROM a\nRUN <<EOF\nx").problems.map(({ kind }) => kind)).toEqual([
      "unterminated-heredoc",
    ]);
  });

  test("quotes around the name protect variables", () => {
    const of = (text: string) => parseDockerfile(text).instructions[0]?.heredocs[0]?.expands;
    expect(of("COPY <<E /x\n$a\nE")).toBe(true);
    expect(of("COPY <<'E' /x\n$a\nE")).toBe(false);
  });
});

describe("typed instructions", () => {
  test("FROM", () => {
    const dockerfile = parseDockerfile("FROM --platform=linux/amd64 reg.io:5000/a/b:1@sha256:00 aS Build");
    const [from] = dockerfile.instructions;
    if (from?.keyword !== "FROM") throw new Error("no FROM");
    expect(from.image?.text).toBe("reg.io:5000/a/b:1@sha256:00");
    expect(from.stageName?.value).toBe("Build");
    expect(from.platform?.value).toBe("linux/amd64");
    expect(from.image && cut(dockerfile, from.image.span)).toBe("reg.io:5000/a/b:1@sha256:00");
  });

  test.each([
    ['LABEL a="b c" d=e', ["a", '"b c"', "d", "e"]],
    ["ENV A='b = c'  B=\"\" C=d", ["A", "'b = c'", "B", '""', "C", "d"]],
    ['ENV A="b"c D="e \\" f"', ["A", '"b"c', "D", '"e \\" f"']],
    ['ARG A B="c d"', ["A", "B", '"c d"']],
  ])("values in quotes: %s", (text, texts) => {
    const found = only(text);
    if (found.keyword !== "ENV" && found.keyword !== "LABEL" && found.keyword !== "ARG")
      throw new Error("no variables");
    const parts = found.properties.flatMap(({ name, value }) => (value ? [name, value] : [name]));
    expect(parts.map(({ span }) => text.slice(span.start, span.end))).toEqual(texts);
    expect(parts.map((part) => part.text)).toEqual(texts);
  });

  test.each([
    ["COPY a b c/", ["a", "b"], "c/"],
    ["COPY --from=x --chown=1:2 --link a /b", ["a"], "/b"],
    ['COPY ["a b", "c"]', ["a b"], "c"],
    ["COPY a \\\n  # why\n  b \\\n  /c/", ["a", "b"], "/c/"],
    ["COPY a", [], "a"],
  ])("%s", (text, sources, destination) => {
    const copy = only(text);
    if (copy.keyword !== "COPY") throw new Error("no COPY");
    expect(copy.sources.map(({ value }) => value)).toEqual(sources);
    expect(copy.destination?.value).toBe(destination);
  });

  test.each([
    [
      'ENV A=1 B="x y" C=a\\ b',
      [
        ["A", "1"],
        ["B", "x y"],
        ["C", "a\\ b"],
      ],
      false,
    ],
    ["ENV A some words", [["A", "some words"]], true],
    [
      "ENV A=1 \\\n # c\n B=2",
      [
        ["A", "1"],
        ["B", "2"],
      ],
      false,
    ],
    ['LABEL "a.b"="c"', [["a.b", "c"]], false],
    ["ARG A", [["A", undefined]], undefined],
    [
      "ARG A= B=2",
      [
        ["A", ""],
        ["B", "2"],
      ],
      undefined,
    ],
  ])("%s", (text, properties, isLegacyForm) => {
    const instruction = only(text);
    if (!("properties" in instruction)) throw new Error("no properties");
    expect(instruction.properties.map(({ name, value }) => [name.value, value?.value])).toEqual(properties);
    if ("isLegacyForm" in instruction) expect(instruction.isLegacyForm).toBe(isLegacyForm);
  });

  test.each([
    ['CMD ["a", "b c"]', ["a", "b c"]],
    ['CMD [\\\n  "a", \\\n  # c\n  "b" ]', ["a", "b"]],
    ["CMD []", []],
    ["CMD ['a']", undefined],
    ['CMD ["a",]', undefined],
    ['CMD ["a", 1]', undefined],
    ["CMD --port 80", undefined],
    ['HEALTHCHECK --interval=5s CMD ["x"]', ["x"]],
    ['SHELL ["/bin/bash", "-c"]', ["/bin/bash", "-c"]],
  ])("%s", (text, words) => {
    const instruction = only(text);
    if (!("exec" in instruction)) throw new Error("no command form");
    expect(instruction.exec?.map(({ value }) => value)).toEqual(words);
  });

  test("mounts of a RUN", () => {
    const run = only(
      "RUN --mount=type=cache,target=/a,sharing=locked --mount=from=b,source=/x,dst=/y,readonly true",
    );
    if (run.keyword !== "RUN") throw new Error("no RUN");
    expect(
      run.mounts.map(({ type, target, from, options }) => [type, target, from, options.get("readonly")]),
    ).toEqual([
      ["cache", "/a", undefined, undefined],
      ["bind", "/y", "b", "true"],
    ]);
  });

  test("ONBUILD has its trigger", () => {
    const dockerfile = parseDockerfile("FROM a\nONBUILD copy --link x /y");
    const onbuild = dockerfile.instructions[1];
    if (onbuild?.keyword !== "ONBUILD" || onbuild.trigger?.keyword !== "COPY") throw new Error("no trigger");
    expect(cut(dockerfile, onbuild.trigger.keywordSpan)).toBe("copy");
    expect(onbuild.trigger.flags.map(({ name }) => name)).toEqual(["link"]);
    expect(onbuild.trigger.isOnbuildTrigger).toBe(true);
  });

  test.each([
    ["FOO bar", "unknown-instruction"],
    ["FROM", "missing-arguments"],
    ["RUN echo", "no-source-image"],
  ])("%s is a problem", (text, kind) => {
    expect(parseDockerfile(text).problems.map((problem) => problem.kind)).toEqual([kind]);
  });
});

test("stages and global arguments", () => {
  const { stages, globalArgs } = parseDockerfile("ARG V=1\nFROM a:$V AS x\nRUN y\nFROM x\nCMD z\n");
  expect(globalArgs).toHaveLength(1);
  expect(stages.map(({ index, name, instructions }) => [index, name?.value, instructions.length])).toEqual([
    [0, "x", 1],
    [1, undefined, 1],
  ]);
});

test("a byte order mark in the middle of a file is no reason to stop", () => {
  for (const line of ["FROM a AS b", "ENV A=1", "RUN --mount=type=tmpfs,target=/x y"])
    expect(() => parseDockerfile(`ARG A=1\n\uFEFF${line}\nFROM c`)).not.toThrow();
});

test.each([
  ["FROM a AS b", "AS"],
  ["FROM --platform=x a \\\n  as b", "as"],
  ["FROM a", undefined],
  ["FROM as", undefined],
  ["FROM as As as", "As"],
])("the word AS of %j", (text, as) => {
  const { stages } = parseDockerfile(text);
  expect(stages[0]?.from.as?.text).toBe(as);
});
