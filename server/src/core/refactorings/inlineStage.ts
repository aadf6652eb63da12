import { t } from "../../l10n/t.ts";
import type { Instruction } from "../document/dockerfile.ts";
import { applyEdits, removeSpan, replaceSpan, sortEdits } from "../edits/apply.ts";
import type { Edit } from "../edits/fix.ts";
import { wholeLines } from "../edits/lines.ts";
import { covers, type Span } from "../edits/span.ts";
import { stagesBuiltFrom } from "../facts/derivedStages.ts";
import type { Facts } from "../facts/facts.ts";
import type { StageFacts } from "../facts/stages.ts";
import { stagesNamed, stageWords } from "../facts/stageWords.ts";
import type { Offer, Refactor } from "./refactoring.ts";
import { borderDifference } from "./stageBorders.ts";
import { renumbered } from "./stageNumbers.ts";

/** A stage that one other is built FROM, and nobody else uses, takes the place of that FROM. */
export const inlineStage: Refactor = (facts, selection): Offer | undefined => {
  const stage = stageAt(facts, selection);
  const [user, ...others] = stage ? stagesBuiltFrom(facts, stage) : [];
  if (!stage || !user || hasComment(stage) || hasComment(user)) return undefined;
  const about = { kind: "inline", title: t("Inline stage {0}", `${stage.stage.name?.text}`) } as const;
  const whyNot =
    others.length > 0
      ? t("{0} stages are built from it", others.length + 1)
      : (otherUse(facts, stage) ?? difference(facts, stage, user));
  if (whyNot !== undefined) return { ...about, whyNot };
  const { index } = stage.stage;
  const edits = [
    ...merged(facts, stage, user),
    ...renumbered(facts, (place) => (place > index ? place - 1 : place)),
  ];
  return { ...about, edits: sortEdits(edits) };
};

/** The stage whose name the cursor is at, in its own FROM or in that of the stage built on it. */
function stageAt({ stages }: Facts, selection: Span): StageFacts | undefined {
  const at = stages.find(({ stage }) => covers(stage.from.span, selection));
  const image = at?.stage.from.image;
  if (!at || !image) return undefined;
  const isBehindImage = selection.start > image.span.end;
  return isBehindImage || !at.base ? at : at.base;
}

function hasComment({ stage }: StageFacts): boolean {
  return stage.from.innerComments.length > 0;
}

/** Names that builds are asked for from outside, by `--target` or a compose file. */
const targetName = /^(?:dev|test|debug|lint|check|ci$|e2e|local|prod|release|runtime|runner|final|export)/i;

function otherUse(facts: Facts, stage: StageFacts): string | undefined {
  const word = facts.stages
    .flatMap((other) => stageWords(facts, other))
    .find(({ target }) => target === stage);
  if (word) return t("{0} takes files from it too", word.instruction.keyword);
  const name = stage.stage.name?.value ?? "";
  return targetName.test(name) ? t("a build may ask for it with --target {0}", name) : undefined;
}

function difference(facts: Facts, stage: StageFacts, user: StageFacts): string | undefined {
  const { from } = user.stage;
  if (from.image?.text.includes("$")) return t("a variable may name another stage");
  const platform = from.platform?.value;
  if (platform !== undefined && platform !== stage.stage.from.platform?.value)
    return t("its user asks for the platform {0}", platform);
  if (nearestNamed(facts, stage, user) !== stage.base)
    return t("another stage between them is called {0}", `${stage.imageText}`);
  return borderDifference(stage.stage.instructions, user.stage.instructions);
}

/** What the image of a stage would name in the place of its user. */
function nearestNamed(facts: Facts, stage: StageFacts, user: StageFacts): StageFacts | undefined {
  return stagesNamed(facts, stage.imageText ?? "").findLast(
    (other) => other !== stage && other.stage.index < user.stage.index,
  );
}

function merged(facts: Facts, stage: StageFacts, user: StageFacts): readonly Edit[] {
  const { text } = facts.dockerfile;
  const naming = renamed(stage, user);
  const border = withoutBlankTwice(text, {
    start: wholeLines(text, user.stage.from.span).start,
    end: wholeLines(text, (repeatedArguments(facts, stage, user).at(-1) ?? user.stage.from).span).end,
  });
  if (user.stage.index === stage.stage.index + 1) return [...naming, removeSpan(border)];
  const moved = stageLines(text, stage);
  const shifted = naming.map(({ span, text: word }) => ({
    span: { start: span.start - moved.start, end: span.end - moved.start },
    text: word,
  }));
  const content = applyEdits(text.slice(moved.start, moved.end), shifted);
  return [
    removeSpan(withoutBlankTwice(text, moved)),
    replaceSpan({ start: border.start, end: border.end }, content),
  ];
}

/** The name of the user in place of the stage's own. */
function renamed({ stage }: StageFacts, user: StageFacts): readonly Edit[] {
  const { image } = stage.from;
  const { name } = stage;
  if (!image || !name) return [];
  const wanted = user.stage.name;
  if (wanted) return [replaceSpan(name.span, wanted.text)];
  return [removeSpan({ start: image.span.end, end: name.span.end })];
}

/** ARGs directly below the FROM that the inlined stage has in the same words, and does not change afterwards. */
function repeatedArguments(facts: Facts, stage: StageFacts, user: StageFacts): readonly Instruction[] {
  const { text } = facts.dockerfile;
  const words = ({ span }: Instruction): string => text.slice(span.start, span.end);
  const last = new Map<string, string>();
  for (const instruction of stage.stage.instructions) {
    if (instruction.keyword !== "ARG" && instruction.keyword !== "ENV") continue;
    for (const { name } of instruction.properties) last.set(name.value, words(instruction));
  }
  const found: Instruction[] = [];
  for (const instruction of user.stage.instructions) {
    if (instruction.keyword !== "ARG" || instruction.comments.length > 0) break;
    const own = words(instruction);
    const isRepeated = instruction.properties.every(({ name }) => last.get(name.value) === own);
    if (!isRepeated || own.includes("$") || instruction.innerComments.length > 0) break;
    found.push(instruction);
  }
  return found;
}

/** From the comments directly on its FROM to its last instruction. */
function stageLines(text: string, { stage }: StageFacts): Span {
  const last = stage.instructions.at(-1) ?? stage.from;
  let { start } = wholeLines(text, stage.from.span);
  for (const comment of stage.from.comments.toReversed()) {
    const lines = wholeLines(text, comment.span);
    if (lines.end !== start) break;
    start = lines.start;
  }
  return { start, end: wholeLines(text, last.span).end };
}

/** Of two blank lines that would meet one goes too. */
function withoutBlankTwice(text: string, { start, end }: Span): Span {
  const blank = /^[ \t]*\r?\n/.exec(text.slice(end, end + 200))?.[0] ?? "";
  const isBlankAbove = start === 0 || /\n[ \t]*\r?\n$/.test(text.slice(Math.max(0, start - 200), start));
  return { start, end: isBlankAbove ? end + blank.length : end };
}
