import { type Hover, MarkupKind } from "vscode-languageserver";
import { firstLine } from "../../core/cache/words.ts";
import type { Analysed } from "../analyses.ts";
import type { ClientFeatures } from "../clientFeatures.ts";
import { rangeOf } from "../positions.ts";
import { addedHover } from "./addedHover.ts";
import { cacheHover } from "./cacheHover.ts";
import { imageHover } from "./imageHover.ts";
import { keywordHover, type Said } from "./keywordHover.ts";
import { blocks, code, title, withoutMarkdown } from "./markdown.ts";
import { ruleHover } from "./ruleHover.ts";
import { stageHover } from "./stageHover.ts";
import { type CacheTarget, type Target, targetAt } from "./target.ts";
import { variableHover } from "./variableHover.ts";

export interface HoverInput {
  readonly outcome: Analysed;
  readonly features: ClientFeatures;
  readonly offset: number;
  /** Another extension explains instructions and variables, but not all of them. */
  readonly isBesideOthers: boolean;
}

/** What there is to say about what stands at this place: what it costs, else what it means. One answer at most. */
export function hover(input: HoverInput): Hover | null {
  const { outcome, features } = input;
  const said = targetSaid(input) ?? meaning(input);
  if (!said) return null;
  const { span, markdown } = said;
  return {
    range: rangeOf(outcome.document, span),
    contents: features.showsMarkdown
      ? { kind: MarkupKind.Markdown, value: markdown }
      : { kind: MarkupKind.PlainText, value: withoutMarkdown(markdown) },
  };
}

function targetSaid(input: HoverInput): Said | undefined {
  const { outcome, offset } = input;
  const target = targetAt({ facts: outcome.analysis.facts, rules: outcome.input.rules, offset });
  if (!target || !isWanted(target, outcome)) return undefined;
  const markdown = contentOf(target, input);
  return markdown === undefined ? undefined : { span: target.span, markdown };
}

function meaning(input: HoverInput): Said | undefined {
  const { outcome, offset } = input;
  return ours(variableHover(outcome, offset) ?? keywordHover(outcome.analysis.facts, offset), input);
}

/** What is explained at all, and by nobody else. */
function ours(said: Said | undefined, { outcome, isBesideOthers }: HoverInput): Said | undefined {
  const { hoverKeywords } = outcome.settings;
  if (hoverKeywords === "off") return undefined;
  return said?.isOfOthers && isBesideOthers && hoverKeywords === "auto" ? undefined : said;
}

function isWanted({ kind }: Target, { settings }: Analysed): boolean {
  if (kind === "cache") return settings.hoverCache;
  return kind === "rule" || settings.hoverImage;
}

function contentOf(target: Target, input: HoverInput): string | undefined {
  const { outcome } = input;
  switch (target.kind) {
    case "image":
      return imageHover(target, input);
    case "stage":
      return stageHover(target, outcome);
    case "rule":
      return ruleHover(target);
    case "cache":
      return costHover(target, input);
  }
}

/** What an instruction makes run again and adds; where only the size is known, that stands below what it means. */
function costHover(target: CacheTarget, input: HoverInput): string | undefined {
  const { outcome, offset } = input;
  const { facts } = outcome.analysis;
  const { instruction } = target;
  const cache = cacheHover(target, outcome);
  const added = addedHover(instruction, outcome);
  if (cache !== undefined || added === undefined) return cache && blocks(cache, added);
  const meant = ours(keywordHover(facts, offset), input)?.markdown;
  return blocks(meant ?? title(code(firstLine(facts, instruction, 40))), added);
}
