import { describe, expect, test } from "vitest";
import { defaultFormat, type FormatOptions, formatted } from "../../../server/src/core/format/format.ts";

function tidy(text: string, options: Partial<FormatOptions> = {}): string {
  return formatted(text, { ...defaultFormat, ...options });
}

describe("keywords", () => {
  test("are written as most of them are, AS like FROM", () => {
    expect(tidy("FROM a as b\nrun x\nCopy --from=b c d\nonbuild run y\nCMD z\nUSER 1\n")).toBe(
      "FROM a AS b\nRUN x\nCOPY --from=b c d\nONBUILD RUN y\nCMD z\nUSER 1\n",
    );
    expect(tidy("from a AS b\nrun x\nRUN y\ncmd z\n")).toBe("from a as b\nrun x\nrun y\ncmd z\n");
  });

  test("are upper case when that is wished", () => {
    expect(tidy("from a as b\nrun x\n", { casing: "upper" })).toBe("FROM a AS b\nRUN x\n");
  });

  test("are left alone when they are none", () => {
    expect(tidy("FROM a\nrunn   x   \n")).toBe("FROM a\nrunn   x\n");
  });
});

test("one blank stands behind the keyword and between flags, and the words behind them stay apart as they are", () => {
  expect(tidy("FROM  --platform=x   a   AS  b\nCOPY   --link\t--from=b  c   d\nENV\tA  b   c\n")).toBe(
    "FROM --platform=x a AS b\nCOPY --link --from=b c   d\nENV A  b   c\n",
  );
});

describe("continuation lines", () => {
  test("begin one level in, and keep what they are further in", () => {
    const text =
      "FROM a\nRUN apt-get update \\\n && apt-get install -y \\\n      curl \\\n      git \\\n && rm -rf x\n";
    expect(tidy(text)).toBe(
      "FROM a\nRUN apt-get update \\\n    && apt-get install -y \\\n         curl \\\n         git \\\n    && rm -rf x\n",
    );
    expect(tidy(text, { tabSize: 2 })).toContain("\n  && apt-get install -y \\\n       curl");
    expect(tidy(text, { insertSpaces: false })).toContain("\n\t&& apt-get install -y \\\n\t\t curl");
  });

  test("keep their backslashes in a column", () => {
    expect(tidy("FROM a\nRUN first command    \\\n  && second         \\\n  && third\n")).toBe(
      "FROM a\nRUN first command    \\\n    && second       \\\n    && third\n",
    );
  });

  test("stay as they are inside quotes, and where a word goes on", () => {
    const text = "FROM a\nRUN echo 'one \\\n  two' \\\n    \"three \\\n four\"\nRUN cu\\\nrl x\n";
    expect(tidy(text)).toBe(text);
  });

  test("stay as they are where blanks are part of the value", () => {
    const text = "FROM a\nENV A b \\\n  c\nLABEL a b\\\n c\nWORKDIR /a \\\n b\n";
    expect(tidy(text)).toBe(text);
  });

  test("take their comments along, but not those at the start of the line", () => {
    expect(tidy("FROM a\nRUN x \\\n  # why\n#  && off \\\n  && y\n")).toBe(
      "FROM a\nRUN x \\\n    # why\n#  && off \\\n    && y\n",
    );
  });

  test("stay below the first of their kind", () => {
    const text =
      'FROM a\nENV A=b \\\n    C=d\nCOPY a \\\n     b \\\n     c/\nCMD ["a", \\\n     "b"]\nCMD [ "a", \\\n      "b" ]\n';
    expect(tidy(text, { tabSize: 2 })).toBe(text);
    expect(tidy("FROM a\nRUN x \\\n    && y\n", { tabSize: 2 })).toBe("FROM a\nRUN x \\\n  && y\n");
  });

  test("are measured from the instruction", () => {
    expect(tidy("FROM a\n  RUN x \\\n  && y\n")).toBe("FROM a\n  RUN x \\\n      && y\n");
  });

  test("of Windows end in a backtick", () => {
    expect(tidy('# escape=`\nFROM a\nRUN x `  \n  y "C:\\\\" `\n    z\n')).toBe(
      '# escape=`\nFROM a\nRUN x `\n    y "C:\\\\" `\n      z\n',
    );
  });
});

describe("lines", () => {
  test("lose the blanks at their ends, and runs of blank lines all but one", () => {
    expect(tidy("# x  \n\n\nFROM a  \n \t\n\n\nRUN x \\  \n    y\t\n\n\n")).toBe(
      "# x\n\nFROM a\n\nRUN x \\\n    y\n",
    );
  });

  test("end in a line break, the one that the file uses", () => {
    expect(tidy("FROM a\r\nrun x  \r\nUSER 1")).toBe("FROM a\r\nRUN x\r\nUSER 1\r\n");
    expect(tidy("\uFEFFfrom a\r\n\r\n")).toBe("\uFEFFfrom a\r\n");
  });

  test("stay blank above what would become a directive", () => {
    expect(tidy("\n\n# escape=`\nFROM a\n")).toBe("\n# escape=`\nFROM a\n");
  });

  test("of here-documents stay as they are", () => {
    const text = "FROM a\nRUN <<EOF\n\n\n  x  \n\ty\nEOF\nCOPY <<-A <<B /x/\n a \n\tA\n b \nB\n";
    expect(tidy(text)).toBe(text);
    expect(tidy("FROM a\nRUN <<EOF\nx  \n\n")).toBe("FROM a\nRUN <<EOF\nx  \n\n");
  });

  test("between continued lines are another rule's business", () => {
    expect(tidy("FROM a\nRUN x \\\n\n  \n    y\n")).toBe("FROM a\nRUN x \\\n\n\n    y\n");
  });

  test("of nothing stay nothing", () => {
    expect(tidy("")).toBe("");
    expect(tidy("# x")).toBe("# x\n");
  });
});

test("takes time linear in the text", () => {
  const text = `FROM a\n${"run  x \\\n y \\\n  # z\n z  \n\n\n".repeat(20_000)}`;
  const start = performance.now();
  tidy(text);
  expect(performance.now() - start).toBeLessThan(10_000);
});
