import { type Hover, MarkupKind } from "vscode-languageserver";
import type { Analysed } from "../analyses.ts";
import type { ClientFeatures } from "../clientFeatures.ts";
import { rangeOf } from "../positions.ts";
import { cacheHover } from "./cacheHover.ts";
import { imageHover } from "./imageHover.ts";
import { withoutMarkdown } from "./markdown.ts";
import { ruleHover } from "./ruleHover.ts";
import { stageHover } from "./stageHover.ts";
import { type Target, targetAt } from "./target.ts";

export interface HoverInput {
  readonly outcome: Analysed;
  readonly features: ClientFeatures;
  readonly offset: number;
}

/** What there is to say about the image, stage or rule that stands at this place. */
export function hover(input: HoverInput): Hover | null {
  const { outcome, features, offset } = input;
  const target = targetAt({ facts: outcome.analysis.facts, rules: outcome.input.rules, offset });
  if (!target) return null;
  if (!isWanted(target, outcome)) return null;
  const markdown = contentOf(target, input);
  if (markdown === undefined) return null;
  return {
    range: rangeOf(outcome.document, target.span),
    contents: features.showsMarkdown
      ? { kind: MarkupKind.Markdown, value: markdown }
      : { kind: MarkupKind.PlainText, value: withoutMarkdown(markdown) },
  };
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
      return cacheHover(target, outcome);
  }
}
