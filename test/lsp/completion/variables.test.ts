import { describe, expect, test } from "vitest";
import { completedIn, detailIn, labelsIn } from "../support/completions.ts";

describe("variables", () => {
  test.each([
    ["FROM a\nENV B=1\nRUN echo $", "$|", "B", "FROM a\nENV B=1\nRUN echo $B"],
    ["FROM a\nENV BASE=1\nWORKDIR ${B\n", "${B|", "BASE", "FROM a\nENV BASE=1\nWORKDIR ${BASE}\n"],
    ["FROM a\nENV BASE=1\nWORKDIR /${B}/c\n", "${B|}", "BASE", "FROM a\nENV BASE=1\nWORKDIR /${BASE}/c\n"],
    ["FROM a\nENV BASE=1\nWORKDIR ${BA:-c}\n", "${B|A", "BASE", "FROM a\nENV BASE=1\nWORKDIR ${BASE:-c}\n"],
    ["ARG V=1\nFROM a:$\n", "a:$|", "V", "ARG V=1\nFROM a:$V\n"],
    ["FROM --platform=$ a\n", "=$|", "BUILDPLATFORM", "FROM --platform=$BUILDPLATFORM a\n"],
    ['FROM a\r\nARG B=1\r\nCOPY ["$", "/c"]\r\n', '"$|', "B", 'FROM a\r\nARG B=1\r\nCOPY ["$B", "/c"]\r\n'],
    [
      "FROM a\nARG B=1\nRUN <<EOF\necho $\nEOF\n",
      "echo $|",
      "B",
      "FROM a\nARG B=1\nRUN <<EOF\necho $B\nEOF\n",
    ],
    [
      "FROM a\nARG B=1\nCOPY <<EOF /c\n${\nEOF\n",
      "\n${|",
      "B",
      "FROM a\nARG B=1\nCOPY <<EOF /c\n${B}\nEOF\n",
    ],
    ["FROM a\nENV B=1\nONBUILD RUN echo $\n", "$|", "B", "FROM a\nENV B=1\nONBUILD RUN echo $B\n"],
    [
      "FROM a\nARG B=1\nRUN --mount=type=cache,target=$ c\n",
      "=$|",
      "B",
      "FROM a\nARG B=1\nRUN --mount=type=cache,target=$B c\n",
    ],
    ["FROM a\nARG B=1\nRUN x \\\n  # y\n  $\n", "  $|", "B", "FROM a\nARG B=1\nRUN x \\\n  # y\n  $B\n"],
    [
      "# escape=`\nFROM a\nARG B=1\nWORKDIR C:\\$\n",
      "\\$|",
      "B",
      "# escape=`\nFROM a\nARG B=1\nWORKDIR C:\\$B\n",
    ],
  ])("in scope: %j", async (text, place, label, expected) => {
    expect(await completedIn(text, place, label)).toBe(expected);
  });

  test("tell their values", async () => {
    const text = "ARG V=22\nFROM a\nARG V\nENV W=${V}-slim\nARG TARGETARCH\nARG X\nRUN $\n";
    expect(await detailIn(text, "RUN $|", "V")).toBe("ARG 22");
    expect(await detailIn(text, "RUN $|", "W")).toBe("ENV 22-slim");
    expect(await detailIn(text, "RUN $|", "TARGETARCH")).toBe("set by BuildKit");
    expect(await detailIn(text, "RUN $|", "X")).toBe("ARG without a default");
  });

  test("come the latest first, those of the base stage too, those of later lines not", async () => {
    const text = "ARG G=1\nFROM a AS b\nENV E=1\nFROM b\nARG H=1\nRUN $\nENV L=1\n";
    const found = await labelsIn(text, "RUN $|");
    expect(found).toEqual(expect.arrayContaining(["H", "E", "PATH"]));
    expect(found).not.toContain("L");
    expect(found).not.toContain("G");
  });

  test("of the build are unknown to containers", async () => {
    const text = "FROM a\nARG B=1\nENV E=1\nCMD echo $\n";
    expect(await labelsIn(text, "echo $|")).toEqual(["E", "PATH"]);
    expect(await labelsIn("FROM a\nARG B=1\nENV E=1\nONBUILD RUN $\n", "RUN $|")).toEqual(["E", "PATH"]);
  });

  test.each([
    ["an escaped dollar", "FROM a\nENV B=1\nRUN echo \\$", "$|"],
    ["single quotes", "FROM a\nENV B=1\nRUN awk '{print $}'\n", "$|}"],
    ["the JSON form of a command", 'FROM a\nENV B=1\nCMD ["$"]\n', "$|"],
    ["a quoted here-document of COPY", "FROM a\nENV B=1\nCOPY <<'EOF' /c\n$\nEOF\n", "\n$|"],
    ["--from, where Docker puts none in", "FROM a\nENV B=1\nCOPY --from=$ c d\n", "=$|"],
    ["a comment", "FROM a\nENV B=1\n# $\n", "$|"],
  ])("are not offered in %s", async (_, text, place) => {
    expect(await labelsIn(text, place)).toEqual([]);
  });
});

describe("names for ARG", () => {
  test("are those above the first FROM, then those that BuildKit sets, each once", async () => {
    const text = "ARG V=1\nARG W\nFROM a\nARG W\nARG TARGETOS T\n";
    const found = await labelsIn(text, "TARGETOS T|");
    expect(found.slice(0, 2)).toEqual(["V", "TARGETARCH"]);
    expect(found).not.toContain("W");
    expect(found).not.toContain("TARGETOS");
    expect(await completedIn(text, "TARGETOS T|", "TARGETARCH")).toContain("ARG TARGETOS TARGETARCH\n");
    expect(await completedIn("FROM a\nARG T=1\n", "ARG T|", "TARGETARCH")).toBe("FROM a\nARG TARGETARCH=1\n");
  });

  test("are nobody's but a stage's, and no values", async () => {
    expect(await labelsIn("ARG T", "ARG T|")).toEqual([]);
    expect(await labelsIn("ARG V=1\nFROM a\nARG B=\n", "B=|")).toEqual([]);
  });
});
