import type { Instruction } from "../../core/document/dockerfile.ts";
import type { Span } from "../../core/edits/span.ts";
import type { Facts } from "../../core/facts/facts.ts";
import { lastOf } from "../../core/facts/lastOf.ts";
import { directiveDoc, flagDoc, instructionDoc, type KeywordDoc } from "../../core/language/keywordDocs.ts";
import { t } from "../../l10n/t.ts";
import { isDirectiveOfOthers, isFlagOfOthers } from "../ofOthers.ts";
import { blocks, code, title } from "./markdown.ts";

/** What a hover says, and the words that it is about. */
export interface Said {
  readonly span: Span;
  readonly markdown: string;
  /** Docker DX, Container Tools and the Docker extension explain it, too. */
  readonly isOfOthers?: boolean;
}

/** An instruction, a flag or a directive: what it means, and where to read more. */
export function keywordHover(facts: Facts, offset: number): Said | undefined {
  const { directives, instructions, text } = facts.dockerfile;
  const directive = directives.find(
    ({ span, valueSpan }) => span.start <= offset && offset < valueSpan.start,
  );
  if (directive)
    return said(directive.span, `# ${directive.name}`, {
      doc: directiveDoc(directive.name),
      isOfOthers: isDirectiveOfOthers(directive.name),
    });
  const instruction = lastOf(instructions, ({ span }) => span.start <= offset);
  if (!instruction) return undefined;
  const trigger = instruction.keyword === "ONBUILD" ? instruction.trigger : undefined;
  for (const each of trigger ? [instruction, trigger] : [instruction]) {
    if (holds(each.keywordSpan, offset))
      return said(each.keywordSpan, keywordOf(each, text), {
        doc: instructionDoc(keywordOf(each, text)),
        isOfOthers: true,
      });
    const flag = each.flags.find(({ span, name }) =>
      holds({ start: span.start, end: span.start + 2 + name.length }, offset),
    );
    if (!flag) continue;
    const span = { start: flag.span.start, end: flag.span.start + 2 + flag.name.length };
    return said(span, `${each.keyword} --${flag.name}`, {
      doc: flagDoc(each.keyword, flag.name),
      isOfOthers: isFlagOfOthers(each.keyword, flag.name),
    });
  }
  return undefined;
}

function keywordOf({ keywordSpan }: Instruction, text: string): string {
  return text.slice(keywordSpan.start, keywordSpan.end).toUpperCase();
}

function said(
  span: Span,
  subject: string,
  { doc, isOfOthers }: { readonly doc: KeywordDoc | undefined; readonly isOfOthers: boolean },
): Said | undefined {
  if (!doc) return undefined;
  return {
    span,
    isOfOthers,
    markdown: blocks(title(code(subject)), `${doc.says} [${t("Reference")}](${doc.address})`),
  };
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
