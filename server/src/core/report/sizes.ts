import { saidNote } from "../../l10n/said.ts";
import { t } from "../../l10n/t.ts";
import type { Amount, Estimate } from "../estimate/amount.ts";
import { estimateImage, type ImageEstimate, type StageEstimate } from "../estimate/estimate.ts";
import type { Bounds, ImageSizes, Segment, Weight } from "./model.ts";
import type { Version } from "./places.ts";

/** What the final image weighs, part by part. */
export function imageSizes(version: Version): ImageSizes {
  const estimate = estimateImage(version.facts);
  const { final } = estimate;
  if (!final) return { total: null, knownBytes: 0, unknownParts: 0, layers: 0, segments: [] };
  return {
    total: weightOf(final.total),
    knownBytes: knownBytes(estimate),
    unknownParts: final.unknownSteps,
    layers: final.layers,
    segments: shippedStages(estimate, final).flatMap((stage) => segmentsOf(version, stage)),
  };
}

/** Likely bytes on disk of the parts of the final image that are known. */
export function knownBytes(estimate: ImageEstimate): number {
  const { final } = estimate;
  if (!final) return 0;
  const amounts = shippedStages(estimate, final).flatMap((stage) => [
    ...(stage.stage.base ? [] : [stage.base]),
    ...stage.steps.map(({ amount }) => amount),
  ]);
  return amounts.reduce((sum, amount) => sum + (amount?.unpacked.likely ?? 0), 0);
}

export function weightOf(amount: Amount | undefined): Weight | null {
  if (!amount) return null;
  const { download, unpacked, source } = amount;
  return { download: boundsOf(download), unpacked: boundsOf(unpacked), source };
}

function boundsOf({ low, likely, high }: Estimate): Bounds {
  return { low, likely, high: Number.isFinite(high) ? high : null };
}

/** The stages that the final image consists of, the outermost first. */
function shippedStages({ stages }: ImageEstimate, final: StageEstimate): readonly StageEstimate[] {
  const chain: StageEstimate[] = [];
  let next: StageEstimate | undefined = final;
  while (next) {
    chain.push(next);
    const below: number | undefined = next.stage.base?.stage.index;
    next = below === undefined ? undefined : stages[below];
  }
  return chain.reverse();
}

function segmentsOf(version: Version, estimate: StageEstimate): readonly Segment[] {
  const { stage, steps, base } = estimate;
  const own = steps
    .filter(({ layers }) => layers > 0)
    .map(({ instruction, amount, note }): Segment => {
      const kind = kinds[instruction.keyword] ?? "other";
      return { kind, ...version.placeOf(instruction, stage), weight: weightOf(amount), note: saidNote(note) };
    });
  if (stage.base) return own;
  const { from } = stage.stage;
  const label = stage.imageText ?? from.image?.text ?? "FROM";
  const [reason] = base?.reasons ?? [];
  const note = reason === undefined ? t("nothing is known about this image") : saidNote(reason);
  return [{ kind: "base", ...version.placeOf(from, stage), label, weight: weightOf(base), note }, ...own];
}

const kinds: Readonly<Record<string, Segment["kind"]>> = { RUN: "run", COPY: "copy", ADD: "copy" };
