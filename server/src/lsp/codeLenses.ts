import type { CodeLens, Command } from "vscode-languageserver";
import { difference, isAtLeast } from "../core/estimate/amount.ts";
import { totalShort } from "../core/estimate/summary.ts";
import { bytesInWords } from "../core/estimate/words.ts";
import type { Facts } from "../core/facts/facts.ts";
import type { StageFacts } from "../core/facts/stages.ts";
import type { Finding } from "../core/rule.ts";
import { t } from "../l10n/t.ts";
import { mendedOf } from "./allMended.ts";
import type { Analysed } from "./analyses.ts";
import type { ClientFeatures } from "./clientFeatures.ts";
import { rangeOf } from "./positions.ts";
import { estimateOf } from "./sizes.ts";
import { statusOf } from "./status.ts";

/** What all fixes save is worked out as often as somebody pauses in typing: not for files that are longer than this. */
const mostLines = 200;
/** Bytes that are worth a word. */
const leastGain = 1e6;

/** The sum of the file above its first FROM and, on demand, that of each stage above its own. */
export function codeLenses(outcome: Analysed, features: ClientFeatures): CodeLens[] {
  const { settings, analysis, document } = outcome;
  const [first] = analysis.facts.stages;
  if (!first || settings.codeLens === "off") return [];
  const above = ({ stage }: StageFacts, command: Command): CodeLens => ({
    range: rangeOf(document, stage.from.keywordSpan),
    command,
  });
  return [
    ...fileCommands(outcome, features).map((command) => above(first, command)),
    ...(settings.codeLens === "stages"
      ? stageTitles(analysis).map(({ stage, title }) => above(stage, figures(title, features)))
      : []),
  ];
}

/** The report is that of the editor in front, which is the one whose lens was clicked. */
const reportCommand = "plimsoll.imageReport";

function fileCommands(outcome: Analysed, features: ClientFeatures): readonly Command[] {
  const links: readonly Command[] = [
    { title: t("Optimize…"), command: "plimsoll.optimize", arguments: [outcome.document.uri] },
    { title: t("Image report"), command: reportCommand },
  ];
  return [
    figures(fileTitle(outcome), features),
    ...links.filter(({ command }) => features.commands.has(command)),
  ];
}

/** "≈ 1.28 GB · 12 layers · 7 findings, 5 fixable (−860 MB)" */
function fileTitle(outcome: Analysed): string {
  const { findings, fixable, size } = statusOf(outcome);
  const gain = fixable > 0 ? gainOf(outcome) : undefined;
  return joined(
    size.short,
    layersInWords(size.layers),
    mendableInWords(findingsInWords(findings), fixable, gain),
  );
}

/** Likely bytes on disk that the image loses by all fixes; undefined where that is not known, or hardly anything. */
function gainOf(outcome: Analysed): number | undefined {
  if (outcome.document.lineCount > mostLines) return undefined;
  const before = estimateOf(outcome.analysis.facts).final;
  const after = estimateOf(mendedOf(outcome).after.facts).final;
  if (!before?.total || !after?.total) return undefined;
  // What is not known may be anything, so no more than before may be.
  if (isAtLeast(after.total) && after.unknownSteps > before.unknownSteps) return undefined;
  const gain = difference(before.total, after.total).unpacked.likely;
  return gain < leastGain ? undefined : gain;
}

interface StageTitle {
  readonly stage: StageFacts;
  readonly title: string;
}

/** "stage build · ≈ 1.4 GB · only what is copied out of it is shipped · 2 findings" */
function stageTitles({ facts, findings }: Analysed["analysis"]): readonly StageTitle[] {
  const counts = countByStage(facts, findings);
  return estimateOf(facts).stages.map((estimate) => {
    const { stage } = estimate;
    const { name, index } = stage.stage;
    const count = counts.get(index) ?? 0;
    const title = joined(
      t("stage {0}", name?.value ?? index),
      totalShort(estimate),
      destiny(stage),
      findingsInWords(count),
    );
    return { stage, title };
  });
}

function countByStage({ graph }: Facts, findings: readonly Finding[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { span } of findings) {
    const index = graph.stageAt(span.start)?.stage.index;
    if (index !== undefined) counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  return counts;
}

function destiny({ isFinal, isShipped, isReachable }: StageFacts): string {
  if (isFinal) return t("this is the image");
  if (isShipped) return t("shipped");
  return isReachable ? t("only what is copied out of it is shipped") : t("not built");
}

/**
 * Figures lead to the report, which has more of them. Where there is none they are no link; VS Code's list of the lenses
 * of a line has them all the same, and complains when one without a link is chosen.
 */
function figures(title: string, { commands }: ClientFeatures): Command {
  return { title, command: commands.has(reportCommand) ? reportCommand : "" };
}

function joined(...words: readonly (string | undefined)[]): string {
  return words.filter((word) => word !== undefined).join(" · ");
}

function layersInWords(count: number): string {
  if (count === 0) return t("no layers");
  return count === 1 ? t("1 layer") : t("{0} layers", count);
}

function findingsInWords(count: number): string {
  if (count === 0) return t("no findings");
  return count === 1 ? t("1 finding") : t("{0} findings", count);
}

function mendableInWords(findings: string, fixable: number, gain: number | undefined): string {
  if (fixable === 0) return findings;
  return gain === undefined
    ? t("{0}, {1} fixable", findings, fixable)
    : t("{0}, {1} fixable (−{2})", findings, fixable, bytesInWords(gain));
}
