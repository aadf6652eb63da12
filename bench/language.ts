import { realistic } from "./corpus.ts";
import { atMost, compare, type Row, ratio, readingInAll } from "./measure.ts";
import { type LanguageRequest, languageRequests, outcomeOf, peer, questionAbout } from "./requests.ts";

const sizes = [100, 1000, 5000] as const;
/** Lines that each measurement reads in all. */
const linesRead = 20_000;

/** Enough for the median to leave out what else the machine does. */
const rounds = 11;

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
  const times = timesOf(request);
  const own = times.map((each) => each.own);
  const what = `${request.name}: 100, 1,000, 5,000 lines`;
  if (!request.peer) return [{ what, figure: inMilliseconds(own) }, growth(own)];
  const others = times.map((each) => each.peer);
  const worst = Math.max(...times.map((each) => each.own / each.peer));
  const figures = times.map((each) => ratio(each.own, each.peer)).join(", ");
  const [, , most] = times;
  return [
    { what, figure: inMilliseconds(own) },
    growth(own, others),
    atMost("  against dockerfile-language-service", worst, 1, figures, "< 1 ×"),
    { what: "    which takes", figure: inMilliseconds(others) },
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

/** All sizes take turns, so that they have the same moments, the same garbage and the same compiled code behind them. */
function timesOf(request: LanguageRequest): readonly Times[] {
  const bySize = sizes.map((lines) => ({ lines, runs: runsOf(request, lines) }));
  const times = compare(
    Object.fromEntries(bySize.flatMap(({ lines, runs }) => runs.map(({ who, run }) => [who + lines, run]))),
    rounds,
  );
  return sizes.map((lines) => {
    const of = (who: keyof Times) => ((times[who + lines] ?? Number.NaN) * lines) / linesRead;
    return { own: of("own"), again: of("again"), peer: of("peer") };
  });
}

interface Contestant {
  readonly who: keyof Times;
  readonly run: () => void;
}

function runsOf({ behind, answer, peer }: LanguageRequest, lines: number): readonly Contestant[] {
  const question = questionAbout(realistic(lines), behind);
  const { text, position } = question;
  const repeated = (run: () => unknown) => readingInAll(linesRead, lines, run);
  const known = outcomeOf(text);
  return [
    { who: "again", run: repeated(() => answer(known, position)) },
    { who: "own", run: repeated(() => answer(outcomeOf(text), position)) },
    ...(peer ? [{ who: "peer" as const, run: repeated(() => peer(question)) }] : []),
  ];
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

/** The peer's beside ours, because what a larger file costs caches and garbage collector is the same for both. */
function growth(own: readonly number[], peer?: readonly number[]): Row {
  const figures = [own, ...(peer ? [peer] : [])].map(growthOf);
  const [value = Number.NaN] = figures;
  const figure = figures.map((each) => `${each.toFixed(2)} ×`).join(", its ");
  return atMost("  5,000 lines, against 1,000", value, 5.5, figure, "≤ 5.5 ×");
}

function growthOf([, thousand = Number.NaN, most = Number.NaN]: readonly number[]): number {
  return most / thousand;
}

function inMilliseconds(times: readonly number[]): string {
  return `${times.map((time) => time.toFixed(time < 10 ? 2 : 0)).join(", ")} ms`;
}
