import { styleText } from "node:util";
import type { Amount, Estimate } from "../../core/estimate/amount.ts";
import type { ImageEstimate, StageEstimate, StepEstimate } from "../../core/estimate/estimate.ts";
import { totalBoth } from "../../core/estimate/summary.ts";
import { bytesInWords, rangeInWords } from "../../core/estimate/words.ts";
import type { Facts } from "../../core/facts/facts.ts";
import { saidNote } from "../../l10n/said.ts";
import { t } from "../../l10n/t.ts";
import { lineIndex } from "../lines.ts";
import { padLeft, padRight, shortened } from "./columns.ts";
import { dim } from "./pretty.ts";

/** The table of `plimsoll size`: every stage, what ships marked, then the total. */
export function prettySizes(facts: Facts, { stages, final }: ImageEstimate): string {
  if (!final) return `${t("There is no FROM, so there is no image.")}\n`;
  const at = lineIndex(facts.dockerfile.text);
  const blocks = stages.map((stage) => {
    const rows = [
      row({
        place: "",
        what: baseInWords(stage),
        amount: stage.base,
        note: saidNote(stage.base?.reasons[0] ?? ""),
      }),
      ...stage.steps.filter(isWorthARow).map((step) => {
        const { line } = at(step.instruction.span.start);
        return row({
          place: String(line),
          what: firstWords(facts, step),
          amount: step.amount,
          note: saidNote(step.note),
        });
      }),
      styleText("bold", row({ place: "", what: t("total"), amount: stage.total, note: totalNote(stage) })),
    ];
    return `${titleOf(stage, stage === final)}\n${heading()}\n${rows.join("\n")}\n`;
  });
  return `${blocks.join("\n")}`;
}

function heading(): string {
  return dim(`${" ".repeat(51)}  ${padLeft(t("download"), 20)}  ${padLeft(t("on disk"), 20)}`);
}

interface Row {
  readonly place: string;
  readonly what: string;
  readonly amount: Amount | undefined;
  readonly note: string;
}

function row({ place, what, amount, note }: Row): string {
  const cells = amount
    ? [bounds(amount.download), bounds(amount.unpacked)]
    : [t("not known"), t("not known")];
  const [download = "", unpacked = ""] = cells;
  return `${place.padStart(5)}  ${padRight(shortened(what, 44), 44)}  ${padLeft(download, 20)}  ${padLeft(unpacked, 20)}  ${dim(note)}`;
}

/** "310 MB – 420 MB" */
function bounds(estimate: Estimate): string {
  return Number.isFinite(estimate.high)
    ? rangeInWords(estimate)
    : t("at least {0}", bytesInWords(estimate.low));
}

/** Metadata instructions weigh nothing and would only hide the others. */
function isWorthARow({ layers, amount }: StepEstimate): boolean {
  return layers > 0 && (amount === undefined || amount.unpacked.high >= 1000);
}

function titleOf({ stage }: StageEstimate, isFinal: boolean): string {
  const name = stage.stage.name?.value ?? t("stage {0}", stage.stage.index);
  return styleText("underline", isFinal ? t("{0} – the final image", name) : t("{0} – not shipped", name));
}

function baseInWords({ stage }: StageEstimate): string {
  return `FROM ${stage.imageText ?? stage.stage.from.image?.text ?? ""}`;
}

function firstWords({ dockerfile }: Facts, { instruction }: StepEstimate): string {
  const [line = ""] = dockerfile.text.slice(instruction.span.start, instruction.span.end).split(/\r?\n/);
  return line.replace(/\s+/g, " ");
}

function totalNote({ layers, unknownSteps }: StageEstimate): string {
  const own = layersInWords(layers);
  return unknownSteps === 0 ? own : t("{0}; {1} not known, so at least this", own, unknownSteps);
}

function layersInWords(layers: number): string {
  return layers === 1 ? t("1 layer of its own") : t("{0} layers of its own", layers);
}

/** The JSON of `plimsoll size --format json`: bytes; `high` is null where only a lower bound is known. */
export function sizeReport(facts: Facts, { stages, final }: ImageEstimate, path: string) {
  const at = lineIndex(facts.dockerfile.text);
  return {
    version: 1,
    path: path === "-" ? "<stdin>" : path,
    platform: facts.known.platform,
    stages: stages.map((stage) => ({
      name: stage.stage.stage.name?.value ?? null,
      index: stage.stage.stage.index,
      isFinal: stage === final,
      image: stage.stage.imageText ?? null,
      layers: stage.layers,
      unknownSteps: stage.unknownSteps,
      base: amountReport(stage.base),
      steps: stage.steps.map((step) => ({
        line: at(step.instruction.span.start).line,
        instruction: step.instruction.keyword,
        layers: step.layers,
        note: step.note,
        size: amountReport(step.amount),
      })),
      total: amountReport(stage.total),
    })),
  };
}

function amountReport(amount: Amount | undefined) {
  if (!amount) return null;
  const bounds = ({ low, likely, high }: Amount["download"]) => ({
    low,
    likely,
    high: Number.isFinite(high) ? high : null,
  });
  return {
    download: bounds(amount.download),
    unpacked: bounds(amount.unpacked),
    source: amount.source,
    reasons: amount.reasons,
  };
}

/** One line: "≈ 1.1 GB on disk, ≈ 390 MB to download, 9 layers of its own". */
export function totalInWords(stage: StageEstimate | undefined): string {
  const sizes = stage && totalBoth(stage);
  return sizes ? t("{0}, {1}", sizes, layersInWords(stage.layers)) : t("not known");
}
