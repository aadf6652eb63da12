import type { IsRebuilt } from "../../../server/src/core/cache/model.ts";
import { rebuildAfter } from "../../../server/src/core/cache/rebuild.ts";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import type { Known } from "../../../server/src/core/known.ts";
import type { BuiltStep } from "./build.ts";

/** Instructions that BuildKit shows as steps; the others are configuration. */
const shown: ReadonlySet<string> = new Set(["RUN", "COPY", "ADD", "WORKDIR"]);

/**
 * Where the build after a change to `path` went another way than the cache model says: steps that ran again although
 * they should not have, and the other way round. What may or may not run again is right either way.
 */
export function mispredicted(
  text: string,
  known: Known,
  path: string,
  steps: readonly BuiltStep[],
): readonly string[] {
  const facts = deriveFacts(parseDockerfile(text), known);
  const rebuild = rebuildAfter(facts, { kind: "path", path });
  if (!rebuild) return ["the build context is not known"];
  const predicted = new Map<string, IsRebuilt>();
  const byText = new Map<string, IsRebuilt>();
  const counts = new Map<string, number>();
  for (const { instruction, stage, isRebuilt } of rebuild.steps) {
    if (!shown.has(instruction.keyword)) continue;
    const { index, name } = stage.stage;
    const label = facts.stages.length === 1 ? "" : `${name?.value.toLowerCase() ?? `stage-${index}`} `;
    // FROM is the first where it brings an image.
    const count = (counts.get(label) ?? (stage.base || stage.isScratch ? 0 : 1)) + 1;
    counts.set(label, count);
    predicted.set(`${label}${count}`, isRebuilt);
    byText.set(inOneLine(text.slice(instruction.span.start, instruction.span.end)), isRebuilt);
  }
  return steps.flatMap(({ name, isCached }) => {
    const place = /^\[((?:[^\]]* )?\d+)\/\d+\]/.exec(name)?.[1]?.toLowerCase().replace(/ +/g, " ") ?? "";
    // A step that two builds share at the same time bears the name that it has in one of them.
    const expected = predicted.get(place) ?? byText.get(inOneLine(name.replace(/^\[[^\]]*\] /, "")));
    if (expected === undefined) return [`${name}: not among the predicted steps`];
    if (expected === "possible" || isCached === (expected === "no")) return [];
    return [`${name}: ${isCached ? "came from the cache" : "ran again"}, predicted ${expected}`];
  });
}

function inOneLine(instruction: string): string {
  return instruction
    .replace(/\\\r?\n/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
