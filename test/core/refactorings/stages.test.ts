import { describe, expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { applyEdits } from "../../../server/src/core/edits/apply.ts";
import { refactoringsAt } from "../../../server/src/core/refactorings/refactorings.ts";
import { specificationTexts } from "../../support/dockerfiles.ts";
import { factsOf, lines, offersIn, refactored } from "../../support/refactor.ts";

const extracted = (marked: string) => refactored("Extract into a stage", marked);
const inlined = (marked: string) => refactored("Inline stage", marked);

describe("extracting a stage", () => {
  test("the first instructions become the base of the rest, which keeps the name", () => {
    expect(
      extracted(
        lines(
          "FROM node:22 AS app",
          "‸COPY package.json ./",
          "RUN npm ci‸",
          "",
          "# sources",
          "COPY . .",
          "CMD x",
        ),
      ),
    ).toBe(
      lines(
        "FROM node:22 AS dependencies",
        "COPY package.json ./",
        "RUN npm ci",
        "",
        "FROM dependencies AS app",
        "# sources",
        "COPY . .",
        "CMD x",
      ),
    );
  });

  test("instructions in the middle get a stage between two others", () => {
    expect(extracted(lines("FROM node:22", "WORKDIR /app", "‸COPY . .", "RUN npm run build‸", "CMD x"))).toBe(
      lines(
        "FROM node:22 AS base",
        "WORKDIR /app",
        "",
        "FROM base AS build",
        "COPY . .",
        "RUN npm run build",
        "",
        "FROM build",
        "CMD x",
      ),
    );
  });

  test("the last instructions get one on top of what stands above them", () => {
    expect(extracted(lines("FROM debian AS a", "RUN apt-get install -y x", "‸USER 1‸"))).toBe(
      lines("FROM debian AS packages", "RUN apt-get install -y x", "", "FROM packages AS a", "USER 1"),
    );
  });

  test("an instruction that is selected in part is taken as a whole, with its here-document", () => {
    expect(extracted(lines("FROM debian", "RU‸N <<E‸OF", "a", "EOF", "RUN b"))).toBe(
      lines("FROM debian AS base", "RUN <<EOF", "a", "EOF", "", "FROM base", "RUN b"),
    );
  });

  test("ARGs that are used further down are asked for again, with those in their defaults", () => {
    expect(
      extracted(
        lines("ARG G", "FROM debian", "ARG G=1 H=2", "ARG I=$G", "ARG J", "‸RUN $J‸", "COPY $I/x /", "RUN b"),
      ),
    ).toBe(
      lines(
        "ARG G",
        "FROM debian AS base",
        "ARG G=1 H=2",
        "ARG I=$G",
        "ARG J",
        "RUN $J",
        "",
        "FROM base",
        "ARG G=1",
        "ARG I=$G",
        "COPY $I/x /",
        "RUN b",
      ),
    );
  });

  test("numbers and names of stages still mean the whole", () => {
    expect(
      extracted(
        lines(
          "FROM debian",
          "RUN z",
          "FROM debian AS b",
          "‸RUN a‸",
          "COPY --from=0 /a /b",
          "FROM debian",
          "COPY --from=0 /a /b",
          "COPY --from=1 /a /b",
          "COPY --from=b /a /b",
          "FROM b",
          "COPY --from=2 /a /b",
          "ONBUILD COPY --from=2 /a /b",
        ),
      ),
    ).toBe(
      lines(
        "FROM debian",
        "RUN z",
        "FROM debian AS base",
        "RUN a",
        "",
        "FROM base AS b",
        "COPY --from=0 /a /b",
        "FROM debian",
        "COPY --from=0 /a /b",
        "COPY --from=2 /a /b",
        "COPY --from=b /a /b",
        "FROM b",
        "COPY --from=3 /a /b",
        "ONBUILD COPY --from=2 /a /b",
      ),
    );
  });

  test("a name that is taken gets a number", () => {
    expect(extracted(lines("FROM debian AS base", "FROM base AS Base-2", "‸RUN a‸", "RUN b"))).toContain(
      "FROM base AS base-3\nRUN a\n\nFROM base-3 AS Base-2\nRUN b\n",
    );
  });

  test("letters and line ends are those of the file, the platform stays with the first", () => {
    expect(extracted("from --platform=linux/amd64 debian\r\narg X\r\n‸run a‸\r\n\r\nrun $X\r\n")).toBe(
      "from --platform=linux/amd64 debian as base\r\narg X\r\nrun a\r\n\r\nfrom base\r\narg X\r\nrun $X\r\n",
    );
  });

  test.each([
    ["ONBUILD", ["‸ONBUILD RUN a", "RUN b‸", "RUN c"], /ONBUILD/],
    ["a CMD that an ENTRYPOINT would drop", ["‸RUN a", 'CMD ["x"]‸', 'ENTRYPOINT ["y"]'], /drops the CMD/],
    ["an ARG that would change", ["ENV A=1", "ARG B=$A", "‸ENV A=2‸", "RUN $B"], /ARG B is made of/],
  ])("is refused for %s", (_, body, reason) => {
    expect(extracted(lines("FROM debian", ...body))).toMatch(reason);
  });

  test.each([
    ["a cursor", ["RU‸N a", "RUN b"]],
    ["a whole stage", ["‸RUN a", "RUN b‸"]],
    ["instructions of two stages", ["RUN a", "‸RUN b", "FROM alpine", "RUN c‸", "RUN d"]],
    ["ARGs in front of a whole stage", ["ARG A", "‸RUN $A‸"]],
    ["a comment", ["RUN a", "# ‸c‸", "RUN b"]],
  ])("is not offered for %s", (_, body) => {
    expect(extracted(lines("FROM debian", ...body))).toBeUndefined();
  });

  test("is not offered for global ARGs", () => {
    expect(extracted(lines("‸ARG A", "FROM debian", "RUN a‸", "RUN b"))).toBeUndefined();
  });
});

describe("inlining a stage", () => {
  const two = (second: readonly string[], ...first: readonly string[]) =>
    lines("FROM debian AS ba‸se", ...first, "", ...second);

  test("its instructions come in place of the FROM", () => {
    expect(two(["FROM base AS app", "RUN b"], "RUN a")).toContain("base");
    expect(inlined(two(["FROM base AS app", "# b", "RUN b"], "RUN a"))).toBe(
      lines("FROM debian AS app", "RUN a", "", "# b", "RUN b"),
    );
  });

  test("is offered at both FROMs", () => {
    expect(inlined(lines("FROM debian AS base", "RUN a", "FROM ba‸se", "RUN b"))).toBe(
      lines("FROM debian", "RUN a", "RUN b"),
    );
  });

  test("of a row of stages the one at the cursor", () => {
    const row = (second: string) => lines("FROM debian AS a", "RUN a", second, "RUN b", "FROM b", "RUN c");
    expect(inlined(row("FROM ‸a AS b"))).toBe(lines("FROM debian AS b", "RUN a", "RUN b", "FROM b", "RUN c"));
    expect(inlined(row("FROM a AS ‸b"))).toBe(lines("FROM debian AS a", "RUN a", "FROM a", "RUN b", "RUN c"));
  });

  test("ARGs that are repeated go, others stay", () => {
    expect(inlined(two(["FROM base", "ARG A=1", "ARG B", "RUN b"], "ARG A=1", "ARG B=2"))).toBe(
      lines("FROM debian", "ARG A=1", "ARG B=2", "", "ARG B", "RUN b"),
    );
    expect(inlined(two(["FROM base", "ARG A=1", "RUN b"], "ARG A=1", "ENV A=3"))).toContain(
      "\nARG A=1\nRUN b",
    );
  });

  test("over stages between, with the comments on it, and numbers that follow", () => {
    expect(
      inlined(
        lines(
          "# about base",
          "FROM --platform=linux/amd64 debian AS base",
          "RUN <<EOF",
          "a",
          "EOF",
          "",
          "FROM alpine",
          "RUN x",
          "# the app",
          "FROM ‸base AS app",
          "COPY --from=1 /a /b",
          "FROM scratch",
          "COPY --from=2 /a /b",
          "COPY --from=app /a /b",
        ),
      ),
    ).toBe(
      lines(
        "FROM alpine",
        "RUN x",
        "# the app",
        "# about base",
        "FROM --platform=linux/amd64 debian AS app",
        "RUN <<EOF",
        "a",
        "EOF",
        "COPY --from=0 /a /b",
        "FROM scratch",
        "COPY --from=1 /a /b",
        "COPY --from=app /a /b",
      ),
    );
  });

  test("keeps the line ends of Windows", () => {
    expect(inlined("FROM debian AS a‸\r\nRUN a\r\n\r\nFROM a\r\n\r\nRUN b\r\n")).toBe(
      "FROM debian\r\nRUN a\r\n\r\nRUN b\r\n",
    );
  });

  test.each([
    ["files are copied from it", ["FROM base", "COPY --from=base /a /b"], ["RUN a"], /COPY takes files/],
    ["a mount reads it", ["FROM base", "RUN --mount=from=base,target=/x a"], ["RUN a"], /RUN takes files/],
    ["it is copied from by number", ["FROM base", "COPY --from=0 /a /b"], ["RUN a"], /COPY takes files/],
    ["two are built on it", ["FROM base", "RUN a", "FROM base"], ["RUN a"], /2 stages/],
    ["it has triggers", ["FROM base", "RUN b"], ["ONBUILD RUN a"], /ONBUILD/],
    ["its CMD is dropped now", ["FROM base", 'ENTRYPOINT ["b"]'], ['CMD ["a"]'], /drops the CMD/],
    ["the platform is another", ["FROM --platform=linux/arm64 base", "RUN b"], ["RUN a"], /linux\/arm64/],
  ])("is refused when %s", (_, second, first, reason) =>
    expect(inlined(two(second, ...first))).toMatch(reason),
  );

  test("is refused when a variable names it, when it is a target, when another of the name stands between", () => {
    expect(inlined(lines("ARG B=base", "FROM debian AS ba‸se", "FROM $B", "RUN a"))).toMatch(/variable/);
    expect(inlined(lines("FROM debian AS dev‸", "FROM dev", "RUN a"))).toMatch(/--target dev/);
    expect(inlined(lines("FROM x AS b‸", "FROM alpine AS x", "FROM b", "RUN a"))).toMatch(/called x/);
  });

  test("is not offered for an image, nor for a stage that nothing is built on", () => {
    expect(inlined(lines("FROM deb‸ian", "RUN a"))).toBeUndefined();
    expect(inlined(lines("FROM debian AS a‸", "FROM alpine", "COPY --from=a /a /b"))).toBeUndefined();
  });

  test("undoes what extracting does", () => {
    const marked = lines("FROM node:22 AS app", "ARG V=1", "‸RUN npm ci $V‸", "", "RUN npm run $V");
    const there = extracted(marked) ?? "";
    expect(inlined(there.replace("FROM dependencies", "FROM ‸dependencies"))).toBe(
      marked.replaceAll("‸", ""),
    );
  });
});

test("in every example of the rules: all instructions, comments and uses of stages survive", {
  timeout: 60_000,
}, () => {
  let done = 0;
  for (const text of specificationTexts()) {
    const facts = factsOf(text);
    const { instructions, comments } = facts.dockerfile;
    const [work, uses] = [worked(text), usesOf(text)];
    const afterwards = instructions.flatMap(({ span }) => {
      const cursor = { start: span.start, end: span.start };
      return [...refactoringsAt(facts, span), ...refactoringsAt(facts, cursor)].flatMap((offer) =>
        "whyNot" in offer || offer.kind === "rewrite" ? [] : applyEdits(text, offer.edits),
      );
    });
    for (const after of new Set(afterwards)) {
      done += 1;
      expect(worked(after)).toEqual(work);
      expect(usesOf(after)).toEqual(uses);
      expect(comments.filter((comment) => !after.includes(comment.text))).toEqual([]);
    }
  }
  expect(done).toBeGreaterThan(500);
});

/** Everything but what tells stages apart, numbers left out. */
function worked(text: string): readonly string[] {
  const { instructions } = parseDockerfile(text);
  return instructions
    .filter(({ keyword }) => keyword !== "FROM" && keyword !== "ARG")
    .map(({ span }) => text.slice(span.start, span.end).replace(/from=\d+/, "from="))
    .sort();
}

/** For each word that names a stage, the last instruction of that stage. */
function usesOf(text: string): readonly string[] {
  const facts = factsOf(text);
  return facts.stages
    .flatMap(({ stage, users }) =>
      users
        .filter(({ instruction }) => instruction.keyword !== "FROM")
        .map(({ instruction }) => {
          const { span } = stage.instructions.at(-1) ?? stage.from;
          const words = text.slice(instruction.span.start, instruction.span.end).replace(/from=\d+/, "");
          return `${words} <- ${text.slice(span.start, span.end).replace(/from=\d+/, "from=")}`;
        }),
    )
    .sort();
}

test("extracting and inlining say what they are", () => {
  expect(offersIn(lines("FROM debian", "‸RUN a‸", "RUN b"))).toMatchObject([{ kind: "extract" }]);
  expect(offersIn(lines("FROM debian AS a‸", "FROM a"))).toMatchObject([{ kind: "inline" }]);
});
