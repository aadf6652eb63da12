import { t } from "../../l10n/t.ts";
import type { ArgInstruction, Instruction } from "../document/dockerfile.ts";
import { insertAt, replaceSpan, sortEdits } from "../edits/apply.ts";
import type { Edit } from "../edits/fix.ts";
import { wholeLines } from "../edits/lines.ts";
import { freeStageName } from "../edits/stageNames.ts";
import { variableNames } from "../facts/expand.ts";
import type { Facts } from "../facts/facts.ts";
import type { StageFacts } from "../facts/stages.ts";
import type { Offer, Refactor } from "./refactoring.ts";
import { borderDifference } from "./stageBorders.ts";
import { contentNames } from "./stageContent.ts";
import { renumbered } from "./stageNumbers.ts";

const kind = "extract";

/**
 * The selected instructions become a stage that is built on what stands above them, and that the rest is built on. The
 * last part keeps the name, so that whoever uses the stage still gets all of it.
 */
export const extractStage: Refactor = (facts, selection): Offer | undefined => {
  if (selection.start === selection.end) return undefined;
  const touched = facts.dockerfile.instructions.filter(
    ({ span }) => span.start < selection.end && selection.start < span.end,
  );
  const stage = touched[0] && facts.graph.stageOf(touched[0]);
  const parts = stage && partsOf(stage, touched);
  const names = parts && partNames(facts, parts.slice(0, -1));
  if (!names) return undefined;
  const title = t("Extract into a stage: {0}", names.join(t(", ")));
  for (const [index, part] of parts.entries()) {
    const whyNot =
      index > 0 &&
      (borderDifference(parts.slice(0, index).flat(), parts.slice(index).flat()) ??
        changedArgument(facts, stage, parts.slice(0, index).flat(), part));
    if (whyNot) return { kind, title, whyNot };
  }
  const { index: place } = stage.stage;
  return {
    kind,
    title,
    edits: sortEdits([
      ...naming(facts, stage, names),
      ...borders(facts, stage, { parts, names }),
      ...renumbered(facts, (index) => (index >= place ? index + names.length : index)),
    ]),
  };
};

type Parts = readonly (readonly Instruction[])[];

/** The stage, cut in front of the selected instructions and behind them; undefined when nothing would be cut. */
function partsOf({ stage }: StageFacts, touched: readonly Instruction[]): Parts | undefined {
  const { from, instructions } = stage;
  const selected = touched.filter(({ keyword }) => keyword !== "FROM");
  const [first] = selected;
  const last = selected.at(-1);
  if (!from.image || !first || !last || last.index > from.index + instructions.length) return undefined;
  const start = first.index - from.index - 1;
  const end = last.index - from.index;
  const above = instructions.slice(0, start);
  // ARGs alone are no stage.
  const isFirst = touched.length > selected.length || above.every(({ keyword }) => keyword === "ARG");
  const parts = [
    isFirst ? [] : above,
    instructions.slice(isFirst ? 0 : start, end),
    instructions.slice(end),
  ].filter((part) => part.length > 0);
  return parts.length > 1 ? parts : undefined;
}

/** Names that tell what is in the parts; each of them is free. */
function partNames(facts: Facts, parts: Parts): readonly string[] | undefined {
  const names: string[] = [];
  for (const part of parts) {
    const wanted = contentNames(facts, part).filter((name) => !names.includes(name));
    const name = freeStageName(facts, wanted);
    if (name === undefined) return undefined;
    names.push(name);
  }
  return names;
}

function naming(facts: Facts, stage: StageFacts, [first = ""]: readonly string[]): readonly Edit[] {
  const { from, name } = stage.stage;
  if (name) return [replaceSpan(name.span, first)];
  return from.image ? [insertAt(from.image.span.end, ` ${keyword(facts, stage, "AS")} ${first}`)] : [];
}

/** In the letters that the FROM of the stage has. */
function keyword({ dockerfile: { text } }: Facts, { stage }: StageFacts, word: string): string {
  const { start, end } = stage.from.keywordSpan;
  const written = text.slice(start, end);
  return written === written.toLowerCase() ? word.toLowerCase() : word;
}

interface Cut {
  readonly parts: Parts;
  readonly names: readonly string[];
}

/** A FROM above each part but the first, and the ARGs that the part uses, which not every builder hands on. */
function borders(facts: Facts, stage: StageFacts, { parts, names }: Cut): readonly Edit[] {
  const { text, eol } = facts.dockerfile;
  const [from, as, arg] = ["FROM", "AS", "ARG"].map((word) => keyword(facts, stage, word));
  return parts.slice(1).flatMap((part, at) => {
    const last = parts[at]?.at(-1);
    if (!last) return [];
    const name = names[at + 1] ?? stage.stage.name?.text;
    const lines = [
      "",
      `${from} ${names[at]}${name === undefined ? "" : ` ${as} ${name}`}`,
      ...usedArguments(facts, parts.slice(0, at + 1).flat(), part).map(({ words }) => `${arg} ${words}`),
    ];
    const { end } = wholeLines(text, last.span);
    const blanks = /^(?:[ \t]*\r?\n)*/.exec(text.slice(end, end + 400))?.[0] ?? "";
    return [replaceSpan({ start: end, end: end + blanks.length }, lines.map((line) => line + eol).join(""))];
  });
}

interface UsedArgument {
  readonly instruction: ArgInstruction;
  readonly words: string;
}

/** ARGs above whose names stand somewhere in the part, or in the default of such an ARG. */
function usedArguments(
  { dockerfile: { text } }: Facts,
  above: readonly Instruction[],
  part: readonly Instruction[],
): readonly UsedArgument[] {
  const used = new Set(part.flatMap(({ span }) => text.slice(span.start, span.end).match(/\w+/g) ?? []));
  const found: UsedArgument[] = [];
  for (const instruction of above.toReversed()) {
    if (instruction.keyword !== "ARG") continue;
    const properties = instruction.properties.filter(({ name }) => used.has(name.value));
    if (properties.length === 0) continue;
    for (const { value } of properties) for (const name of variableNames(value?.text ?? "")) used.add(name);
    const words = properties.map(({ span }) => text.slice(span.start, span.end));
    found.unshift({ instruction, words: words.join(" ") });
  }
  return found;
}

/** An ARG that would get another value further down. */
function changedArgument(
  facts: Facts,
  stage: StageFacts,
  above: readonly Instruction[],
  part: readonly Instruction[],
): string | undefined {
  const [next] = part;
  if (!next) return undefined;
  const { definition } = facts.scope;
  for (const { instruction } of usedArguments(facts, above, part)) {
    for (const { name, value } of instruction.properties) {
      const isChanged = variableNames(value?.text ?? "").some(
        (other) => definition(other, stage, instruction) !== definition(other, stage, next),
      );
      if (isChanged) return t("ARG {0} is made of a variable that changes in between", name.value);
    }
  }
  return undefined;
}
