import { expect, test } from "vitest";
import { lines, offersIn, refactored } from "../../support/refactor.ts";

const perLine = (marked: string) => refactored("Put each package", marked);

test("packages get a line each, in order; what follows on the line gets one too", () => {
  expect(
    perLine(lines("FROM debian", "RUN apt-get update && apt-get install -y zlib ‸curl git && rm -rf /x")),
  ).toBe(
    lines(
      "FROM debian",
      "RUN apt-get update && apt-get install -y \\",
      "    curl \\",
      "    git \\",
      "    zlib \\",
      "    && rm -rf /x",
    ),
  );
});

test("a list that has lines keeps its indentation; comments divide it and stay above theirs", () => {
  expect(
    perLine(
      lines(
        "FROM alpine",
        "RUN apk add --no-cache \\",
        "  vim bash \\",
        "  # for tests",
        "  tar ‸git \\",
        " && true",
      ),
    ),
  ).toBe(
    lines(
      "FROM alpine",
      "RUN apk add --no-cache \\",
      "  bash \\",
      "  vim \\",
      "  # for tests",
      "  git \\",
      "  tar \\",
      " && true",
    ),
  );
});

test("a comment above the first package stays there", () => {
  expect(perLine(lines("FROM fedora", "RUN dnf install -y \\", "  # all of it", "  b ‸a"))).toBe(
    lines("FROM fedora", "RUN dnf install -y \\", "  # all of it", "  a \\", "  b"),
  );
});

test("what is there twice in the same words goes, another version stays", () => {
  expect(perLine(lines("FROM alpine", "RUN apk add b a=1 ‸b a"))).toBe(
    lines("FROM alpine", "RUN apk add \\", "    a \\", "    a=1 \\", "    b"),
  );
});

test("only the call at the cursor changes", () => {
  expect(perLine(lines("FROM alpine", "RUN apk add b a && apk add ‸d c"))).toBe(
    lines("FROM alpine", "RUN apk add b a && apk add \\", "    c \\", "    d"),
  );
});

test("line ends of Windows, the other escape character and ONBUILD", () => {
  expect(perLine("FROM debian\r\nONBUILD RUN apt-get install -y b ‸a\r\n")).toBe(
    "FROM debian\r\nONBUILD RUN apt-get install -y \\\r\n    a \\\r\n    b\r\n",
  );
  expect(
    perLine(lines("# escape=`", "FROM debian", 'SHELL ["sh", "-c"]', "RUN apt-get install -y b ‸a")),
  ).toBe(
    lines("# escape=`", "FROM debian", 'SHELL ["sh", "-c"]', "RUN apt-get install -y `", "    a `", "    b"),
  );
});

test("in a here-document the shell's own character continues the line", () => {
  expect(perLine(lines("FROM debian", "RUN <<EOF", "apt-get install -y b ‸a", "EOF"))).toBe(
    lines("FROM debian", "RUN <<EOF", "apt-get install -y \\", "    a \\", "    b", "EOF"),
  );
});

test.each([
  ["a variable", "apt-get install -y b $‸A"],
  ["an option in the list", "apt-get install b -y a‸"],
  ["a redirection in the list", "apt-get install -y b >/x ‸a"],
])("is refused for %s", (_, command) => {
  expect(perLine(lines("FROM debian", `RUN ${command}`))).toMatch(/^refused: something other/);
});

test.each([
  ["one package", lines("FROM debian", "RUN apt-get install -y cu‸rl")],
  ["a list that is so already", lines("FROM debian", "RUN apt-get install -y \\", "  a \\", "  b‸")],
  ["project dependencies, whose order is theirs", lines("FROM python", "RUN pip install b ‸a")],
  ["a cursor elsewhere", lines("FROM de‸bian", "RUN apt-get install -y b a")],
  ["a here-document with line ends of Windows", "FROM debian\r\nRUN <<EOF\r\napk add b ‸a\r\nEOF\r\n"],
  ["a file that BuildKit refuses", lines("FROM debian", "RUN apt-get install -y b ‸a", "RUNN x")],
])("is not offered for %s", (_, marked) => expect(perLine(marked)).toBeUndefined());

test("is a rewrite", () => {
  expect(offersIn(lines("FROM alpine", "RUN apk add b ‸a"))).toMatchObject([{ kind: "rewrite" }]);
});
