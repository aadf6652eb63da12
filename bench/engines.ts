import { createRequire } from "node:module";
import { DockerfileParser } from "dockerfile-ast";
import { analyze } from "../server/src/core/analyze.ts";
import { nothingKnown } from "../server/src/core/known.ts";
import { optimize } from "../server/src/core/optimize.ts";
import { corpus, realistic } from "./corpus.ts";
import { atMost, compare, type Row, ratio, readingInAll } from "./measure.ts";

const require = createRequire(import.meta.url);
const { validate } = require("dockerfile-utils") as { readonly validate: (text: string) => unknown };
const dockerfilelint = require("dockerfilelint") as {
  readonly run: (folder: string, text: string) => unknown;
};
const input = { known: nothingKnown, settings: { severities: {} } };

/** The engine beside its peers in one process, on the same texts. */
export function engineRows(): readonly Row[] {
  return [...peers(), ...sixtyLines(), ...growth(), ...fixAll()];
}

function peers(): readonly Row[] {
  const { name, texts } = corpus();
  const over = (run: (text: string) => void) => () => {
    for (const text of texts) tolerate(run, text);
  };
  const times = compare(
    {
      "Plimsoll analyze": over((text) => analyze(text, input)),
      "dockerfile-ast parse": over((text) => DockerfileParser.parse(text)),
      "dockerfile-utils validate": over((text) => validate(text)),
      dockerfilelint: over((text) => dockerfilelint.run("/", text)),
    },
    7,
  );
  const own = times["Plimsoll analyze"] ?? Number.NaN;
  const rows = Object.entries(times).map(([peer, time]) => ({
    what: `${peer}, files a second`,
    figure: `${Math.round((texts.length / time) * 1000)}${peer.startsWith("Plimsoll") ? "" : ` (Plimsoll: ${ratio(time, own)})`}`,
  }));
  return [{ what: `${texts.length} files: ${name}`, figure: "" }, ...rows];
}

/** A peer that throws on a text has no time of its own there, which is in its favour. */
function tolerate(run: (text: string) => void, text: string): void {
  try {
    run(text);
  } catch {
    // The peers throw on some damaged texts.
  }
}

function sixtyLines(): readonly Row[] {
  const text = realistic(60);
  const twenty = (run: () => void) => () => {
    for (let count = 0; count < 20; count += 1) run();
  };
  const times = compare(
    { own: twenty(() => analyze(text, input)), parse: twenty(() => DockerfileParser.parse(text)) },
    41,
  );
  const value = (times.own ?? 0) / (times.parse ?? 1);
  return [
    atMost(
      "analyze of 60 lines, against a bare dockerfile-ast parse",
      value,
      3,
      `${value.toFixed(2)} ×`,
      "≤ 3 ×",
    ),
  ];
}

function growth(): readonly Row[] {
  const sizes = [100, 1000, 10_000] as const;
  const contestants = Object.fromEntries(
    sizes.map((lines) => {
      const text = realistic(lines);
      return [String(lines), readingInAll(10_000, lines, () => analyze(text, input))];
    }),
  );
  const times = compare(contestants, 7);
  return sizes.slice(1).map((lines) => {
    const value = (10 * (times[String(lines)] ?? 0)) / (times[String(lines / 10)] ?? 1);
    return atMost(
      `analyze of ${lines} lines, against ${lines / 10}`,
      value,
      12,
      `${value.toFixed(1)} ×`,
      "≤ 12 ×",
    );
  });
}

function fixAll(): readonly Row[] {
  const text = realistic(500);
  const times = compare({ own: () => optimize(text, { ...input, allow: ["safe"] }) }, 5);
  const value = times.own ?? 0;
  return [
    atMost("all safe fixes on 500 lines", value, 750, `${Math.round(value)} ms`, "≤ 750 ms (save budget)"),
  ];
}
