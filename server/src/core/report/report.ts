import type { AnalyzeInput } from "../analyze.ts";
import type { LineOf } from "../cache/words.ts";
import { type Optimized, type OptimizeInput, optimize } from "../optimize.ts";
import { originsOf } from "../origins.ts";
import { baseImages } from "./bases.ts";
import { cacheReport } from "./cacheReport.ts";
import { contextReport } from "./contextReport.ts";
import type { Report } from "./model.ts";
import { versionsOf } from "./places.ts";
import { savingsOf } from "./savings.ts";
import { imageSizes } from "./sizes.ts";
import { stageMap } from "./stageMap.ts";

export interface ReportInput extends AnalyzeInput {
  /** The name that the report has for the file. */
  readonly file: string;
  /** Turns the offsets of a text into lines from 1; only the edges know lines. */
  readonly linesOf: (text: string) => LineOf;
  /** In place of `optimize`, where not everything can be changed. */
  readonly optimizeBy?: (text: string, input: OptimizeInput) => Optimized;
}

/** What the image of a Dockerfile weighs, why, and what the fixes change about it. */
export function imageReport(
  text: string,
  { file, linesOf, optimizeBy = optimize, ...input }: ReportInput,
): Report {
  const safe = optimizeBy(text, { ...input, allow: ["safe"] });
  const all = optimizeBy(text, { ...input, allow: ["safe", "review"] });
  const versionOf = versionsOf(all.before.facts, linesOf);
  const [before, after] = [versionOf(all.before.facts), versionOf(all.after.facts)];
  const origin = originsOf(all);
  return {
    version: 1,
    file,
    platform: input.known.platform,
    before: imageSizes(before),
    safe: imageSizes(versionOf(safe.after.facts)),
    after: imageSizes(after),
    savings: savingsOf(all, (step) => {
      const found = origin(step);
      return found ? before.lineOf(found.span.start) : null;
    }),
    stages: { before: stageMap(before), after: stageMap(after) },
    cache: cacheReport(before, after),
    context: contextReport(before.facts.known.context, after.facts.known.context),
    bases: baseImages(before.facts, after.facts),
  };
}
