import { realistic } from "./corpus.ts";
import { atMost, compare, type Row, ratio, readingInAll } from "./measure.ts";
import { type LanguageRequest, languageRequests, outcomeOf, peer, questionAbout } from "./requests.ts";

const sizes = [100, 1000, 5000] as const;
/** Lines that each measurement reads in all. */
const linesRead = 20_000;

/** Answers about the smallest file before anything is measured, as a server has given when somebody types. */
const answersBefore = 1000;

/** Milliseconds of one answer. */
interface Times {
  readonly own: number;
  /** A version that has been read, asked once more. */
  readonly again: number;
  readonly peer: number;
}

/**
 * The language features beside dockerfile-language-service, on which VS Code's Docker extension is built: the same
 * request about the same place, answered from the bare text, parse and all. An editor asks about a version many times,
 * for which we have read it once; the peer reads it anew.
 */
export function languageRows(): readonly Row[] {
  return [...languageRequests.flatMap(rowsOf), ...semanticTokens()];
}

function rowsOf(request: LanguageRequest): readonly Row[] {
  warmUp(request);
  const times = sizes.map((lines) => timesOf(request, lines));
  const own = times.map((each) => each.own);
  const rows = [
    { what: `${request.name}: 100, 1,000, 5,000 lines`, figure: inMilliseconds(own) },
    growth("  5,000 lines, against 1,000", own),
  ];
  if (!request.peer) return rows;
  const others = times.map((each) => each.peer);
  const worst = Math.max(...times.map((each) => each.own / each.peer));
  const figures = times.map((each) => ratio(each.own, each.peer)).join(", ");
  const [, , most] = times;
  return [
    ...rows,
    atMost("  against dockerfile-language-service", worst, 1, figures, "< 1 ×"),
    { what: "    which takes", figure: inMilliseconds(others) },
    { what: "    and for 5,000 lines, against 1,000", figure: growth("", others).figure },
    {
      what: "  5,000 lines asked about again, against it",
      figure: most ? `${(most.again / most.peer).toFixed(4)} ×` : "",
    },
  ];
}

function warmUp({ behind, answer, peer }: LanguageRequest): void {
  const question = questionAbout(realistic(sizes[0]), behind);
  for (let count = 0; count < answersBefore; count += 1) {
    answer(outcomeOf(question.text), question.position);
    peer?.(question);
  }
}

function timesOf({ behind, answer, peer }: LanguageRequest, lines: number): Times {
  const question = questionAbout(realistic(lines), behind);
  const { text, position } = question;
  const repeated = (run: () => unknown) => readingInAll(linesRead, lines, run);
  const known = outcomeOf(text);
  const times = compare(
    {
      again: repeated(() => answer(known, position)),
      own: repeated(() => answer(outcomeOf(text), position)),
      ...(peer && { peer: repeated(() => peer(question)) }),
    },
    5,
  );
  const { own = Number.NaN, again = Number.NaN, peer: others = Number.NaN } = times;
  const share = lines / linesRead;
  return { own: own * share, again: again * share, peer: others * share };
}

/** Ours are the colours of the editor's grammar with ours on top, so the peer stands here alone, for completeness. */
function semanticTokens(): readonly Row[] {
  const times = sizes.map((lines) => {
    const text = realistic(lines);
    return compare({ peer: () => peer.computeSemanticTokens(text) }, 1).peer ?? Number.NaN;
  });
  return [
    { what: "semantic tokens: no request, grammars colour", figure: "0 ms" },
    { what: "    dockerfile-language-service takes", figure: inMilliseconds(times) },
  ];
}

function growth(what: string, [, thousand = Number.NaN, most = Number.NaN]: readonly number[]): Row {
  return atMost(what, most / thousand, 7, ratio(most, thousand), "≤ 7 ×");
}

function inMilliseconds(times: readonly number[]): string {
  return `${times.map((time) => time.toFixed(time < 10 ? 2 : 0)).join(", ")} ms`;
}
