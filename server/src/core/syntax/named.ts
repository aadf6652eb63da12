import type { LineSlip } from "./flags.ts";
import { quotedWords, type SyntaxLine, type Word } from "./line.ts";
import { quoteSlip } from "./quotes.ts";

/** ENV, LABEL and ARG: `NAME=value` words, or for ENV and LABEL one name and the rest of the line. */
export function* namedSlips(line: SyntaxLine): Generator<LineSlip> {
  const { keyword, args } = line;
  const words = quotedWords(line);
  const [first] = words;
  if (!first) return;
  // The name of an ARG is taken as it is.
  const expanded = keyword === "ARG" ? words.map(valueOf) : words;
  const quote = quoteSlip(line, expanded);
  if (quote) yield quote;
  if (keyword === "ARG" || first.text.includes("=")) {
    const nameless = words.find(({ text }) => text.startsWith("="));
    if (nameless) yield { word: nameless, message: "a name is missing in front of the =" };
  }
  if (keyword === "ARG") return;
  if (!first.text.includes("=")) {
    if (!/\s/.test(args.text))
      yield { word: first, message: `${keyword} needs a value for ${first.text}`, isInParser: true };
    return;
  }
  const index = words.findIndex(({ text }) => !text.includes("="));
  const word = words[index];
  if (!word || quote) return;
  const values = valueOver(words, index);
  const message = word.text.startsWith("#")
    ? `a comment needs a line of its own: ${keyword} reads ${word.text} as a variable`
    : `${word.text} has no =: ${keyword} takes NAME=value, and quotes around blanks`;
  yield {
    word,
    message,
    isInParser: true,
    ...(values === undefined
      ? {}
      : {
          mend: {
            title: "Put the value in quotes",
            assumption: "these words belong to the value in front of them",
            word: values,
            text: `"${line.flat.text.slice(values.start, values.end)}"`,
          },
        }),
  };
}

function valueOf({ text, start, end }: Word): Word {
  const equals = text.indexOf("=");
  return equals < 0 ? { text: "", start, end } : { text: text.slice(equals + 1), start, end };
}

/** The value in front of a word without `=` and all such words that follow it, if quotes can simply go around. */
function valueOver(words: readonly Word[], index: number): Pick<Word, "start" | "end"> | undefined {
  const before = words[index - 1];
  if (!before) return undefined;
  let end = index;
  while (words[end + 1] && !words[end + 1]?.text.includes("=")) end += 1;
  const start = before.start + before.text.indexOf("=") + 1;
  const over = words.slice(index - 1, end + 1);
  if (before.start + before.text.length === start) return undefined;
  if (over.some(({ text }) => /["'\\`#]/.test(text))) return undefined;
  return { start, end: words[end]?.end ?? before.end };
}
