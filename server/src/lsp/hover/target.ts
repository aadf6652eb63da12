import type { CopyInstruction, Instruction, Part, RunInstruction } from "../../core/document/dockerfile.ts";
import type { Span } from "../../core/edits/span.ts";
import type { Facts } from "../../core/facts/facts.ts";
import { lastOf } from "../../core/facts/lastOf.ts";
import { type StageFacts, stageReferences } from "../../core/facts/stages.ts";
import { parseReference } from "../../core/images/reference.ts";
import type { ImageReference, Platform } from "../../core/images/types.ts";
import type { Rule } from "../../core/rule.ts";
import { readSuppressions } from "../../core/suppressions.ts";

/** Something in the text that a hover can speak about; `span` is the word that it is about. */
export type Target = ImageTarget | StageTarget | RuleTarget | CacheTarget;

export interface ImageTarget {
  readonly kind: "image";
  readonly span: Span;
  readonly word: Part;
  /** The instruction that names it. */
  readonly instruction: Instruction;
  /** With variables put in; undefined when one of them is not known. */
  readonly text: string | undefined;
  readonly reference: ImageReference | undefined;
  readonly platform: Platform;
}

export interface StageTarget {
  readonly kind: "stage";
  readonly span: Span;
  readonly stage: StageFacts;
}

export interface RuleTarget {
  readonly kind: "rule";
  readonly span: Span;
  /** As written: our id or a peer's. */
  readonly id: string;
  readonly rule: Rule;
}

export interface CacheTarget {
  readonly kind: "cache";
  readonly span: Span;
  readonly instruction: CopyInstruction | RunInstruction;
}

interface Place {
  readonly facts: Facts;
  readonly rules: readonly Rule[];
  readonly offset: number;
}

export function targetAt({ facts, rules, offset }: Place): Target | undefined {
  const stage = facts.stages.findLast((candidate) => candidate.stage.span.start <= offset);
  return (
    (stage && imageOrStageAt(facts, stage, offset)) ??
    ruleAt({ facts, rules, offset }) ??
    (stage?.isReachable ? cacheAt(stage, offset) : undefined)
  );
}

/** The keyword of a COPY, ADD or RUN, and the words that name what is copied. */
function cacheAt({ stage }: StageFacts, offset: number): CacheTarget | undefined {
  const instruction = stage.instructions.findLast(({ span }) => span.start <= offset);
  if (instruction?.keyword !== "COPY" && instruction?.keyword !== "ADD" && instruction?.keyword !== "RUN")
    return undefined;
  const sources = instruction.keyword === "RUN" ? [] : instruction.sources.map(({ span }) => span);
  const span = [instruction.keywordSpan, ...sources].find((candidate) => holds(candidate, offset));
  return span && { kind: "cache", span, instruction };
}

function imageOrStageAt(facts: Facts, stage: StageFacts, offset: number): Target | undefined {
  const { from, name } = stage.stage;
  if (name && holds(name.span, offset)) return { kind: "stage", span: name.span, stage };
  if (from.image && holds(from.image.span, offset)) return baseOf(facts, stage, from.image);
  const used = stageReferences(stage.stage).find(({ word }) => holds(word.span, offset));
  if (!used) return undefined;
  const { word, instruction } = used;
  const source = facts.graph.resolve(word.value, stage);
  if (source) return { kind: "stage", span: word.span, stage: source };
  // Docker puts no variables into --from, so the word stands for itself.
  const reference = parseReference(word.value);
  const text = word.value.includes("$") ? undefined : word.value;
  return {
    kind: "image",
    span: word.span,
    word,
    instruction,
    text,
    reference,
    platform: facts.known.platform,
  };
}

function baseOf(facts: Facts, stage: StageFacts, word: Part): Target {
  if (stage.base) return { kind: "stage", span: word.span, stage: stage.base };
  return {
    kind: "image",
    span: word.span,
    word,
    instruction: stage.stage.from,
    text: stage.imageText,
    reference: stage.reference,
    platform: stage.platform ?? facts.known.platform,
  };
}

function ruleAt({ facts, rules, offset }: Place): RuleTarget | undefined {
  const { dockerfile } = facts;
  const above = lastOf(dockerfile.comments, ({ span }) => span.start <= offset);
  const places = above ? [above, ...dockerfile.directives] : dockerfile.directives;
  if (!places.some(({ span }) => holds(span, offset))) return undefined;
  const comment = readSuppressions(dockerfile).find(({ span }) => holds(span, offset));
  const named = comment?.ids.find(({ span }) => holds(span, offset));
  const rule = named && ruleNamed(rules, named.id);
  return rule && { kind: "rule", span: named.span, id: named.id, rule };
}

function ruleNamed(rules: readonly Rule[], id: string): Rule | undefined {
  const wanted = id.toLowerCase();
  return rules.find(
    (rule) =>
      rule.id === wanted ||
      rule.aliases.some((alias) => alias.toLowerCase() === wanted) ||
      rule.knowsCode?.(id),
  );
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
