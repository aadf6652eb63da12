import { type CompletionItem, InsertReplaceEdit, MarkupKind, TextEdit } from "vscode-languageserver";
import { withoutMarkdown } from "../hover/markdown.ts";
import { rangeOf } from "../positions.ts";
import type { CompletionRequest } from "./completion.ts";

interface Entry extends Pick<CompletionItem, "kind" | "detail" | "commitCharacters"> {
  readonly label: string;
  /** A few words that are shown behind every entry of the list. */
  readonly behind?: string | undefined;
  /** Markdown. */
  readonly documentation?: string | undefined;
  /** Place in the list. */
  readonly order: number;
}

/** An entry of the list, with the edit that replaces what the place has now. */
export function itemOf(
  { outcome, features, offset, place }: CompletionRequest,
  { label, behind, documentation, order, ...entry }: Entry,
): CompletionItem {
  const { insertsOrReplaces, showsWordsBehind, showsMarkdown } = features.completion;
  const replace = rangeOf(outcome.document, place.span);
  const insert = rangeOf(outcome.document, { start: place.span.start, end: offset });
  return {
    ...entry,
    label,
    sortText: String(order).padStart(4, "0"),
    textEdit: insertsOrReplaces
      ? InsertReplaceEdit.create(label, insert, replace)
      : TextEdit.replace(replace, label),
    ...(behind !== undefined && showsWordsBehind ? { labelDetails: { description: behind } } : {}),
    ...(documentation === undefined
      ? {}
      : {
          documentation: showsMarkdown
            ? { kind: MarkupKind.Markdown, value: documentation }
            : withoutMarkdown(documentation),
        }),
  };
}
