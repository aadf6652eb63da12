import { expect, test } from "vitest";
import { selectionsAt } from "../../../server/src/core/language/selections.ts";
import { factsOf, lines } from "../../support/refactor.ts";

/** What is selected step by step from the mark on, without the stage and the file. */
function grown(marked: string): readonly string[] {
  const text = marked.replace("‸", "");
  return selectionsAt(factsOf(text), marked.indexOf("‸"))
    .map(({ start, end }) => text.slice(start, end))
    .slice(0, -2);
}

test("from a variable over word, command and chain to the instruction", () => {
  expect(grown(lines("FROM a", "RUN cd /x && make PREFIX=$PR‸EFIX install", "CMD x"))).toEqual([
    "PREFIX",
    "PREFIX=$PREFIX",
    "make PREFIX=$PREFIX install",
    "cd /x && make PREFIX=$PREFIX install",
    "RUN cd /x && make PREFIX=$PREFIX install",
  ]);
});

test("the stage and the file come last", () => {
  const text = lines("FROM a AS x", "USER y", "FROM b", "USER z");
  const spans = selectionsAt(factsOf(text), text.indexOf("y"));
  expect(spans.slice(-2).map(({ start, end }) => text.slice(start, end))).toEqual([
    "FROM a AS x\nUSER y",
    text,
  ]);
});

test.each([
  ["COPY --chown=1:‸2 a /b", ["1:2", "--chown=1:2", "COPY --chown=1:2 a /b"]],
  ["ENV A=‸b C=d", ["b", "A=b", "A=b C=d", "ENV A=b C=d"]],
  ['CMD ["a", "‸b"]', ['"b"', '["a", "b"]', 'CMD ["a", "b"]']],
  ["ONBUILD RUN a ‸b", ["b", "a b", "RUN a b", "ONBUILD RUN a b"]],
  ["RUN a | b ‸x | c", ["x", "b x", "a | b x | c", "RUN a | b x | c"]],
  ["WORK‸DIR /a", ["WORKDIR", "WORKDIR /a"]],
])("%s", (line, expected) => expect(grown(lines("FROM a", line, "CMD x"))).toEqual(expected));

test("over continued lines with Windows line ends, and in a here-document", () => {
  expect(grown("FROM a\r\nRUN a && \\\r\n  # so\r\n  b ‸c\r\n")).toEqual([
    "c",
    "b c",
    "a && \\\r\n  # so\r\n  b c",
    "RUN a && \\\r\n  # so\r\n  b c",
  ]);
  expect(grown(lines("FROM a", "RUN <<EOF", "x", "y ‸z", "EOF", "CMD x"))).toEqual([
    "z",
    "y z",
    "x\ny z\n",
    "RUN <<EOF\nx\ny z\nEOF",
  ]);
});

test.each(["", "FROM", 'FROM a\nRUN "a && \n', "RUN \\", "# x"])(
  "each selection holds the one before: %j",
  (text) => {
    for (let offset = 0; offset <= text.length; offset += 1) {
      const spans = selectionsAt(factsOf(text), offset);
      for (const [at, span] of spans.entries()) {
        const inner = spans[at - 1] ?? { start: offset, end: offset };
        expect(span.start <= inner.start && inner.end <= span.end).toBe(true);
      }
    }
  },
);
