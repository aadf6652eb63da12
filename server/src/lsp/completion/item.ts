import {
  type CompletionItem,
  InsertReplaceEdit,
  InsertTextFormat,
  MarkupKind,
  TextEdit,
} from "vscode-languageserver";
import type { Span } from "../../core/edits/span.ts";
import { t } from "../../l10n/t.ts";
import { withoutMarkdown } from "../hover/markdown.ts";
import { rangeOf } from "../positions.ts";
import type { CompletionRequest } from "./request.ts";

export interface Entry extends Pick<CompletionItem, "kind" | "commitCharacters"> {
  readonly label: string;
  readonly detail?: string | undefined;
  /** What is written in place of the label. */
  readonly insert?: string | undefined;
  /** The same with places to fill in, in the notation of LSP. */
  readonly snippet?: string | undefined;
  /** A few words that are shown behind every entry of the list. */
  readonly behind?: string | undefined;
  /** Markdown. */
  readonly documentation?: string | undefined;
  /** What can follow is asked for at once. */
  readonly goesOn?: boolean;
  /** Place in the list. */
  readonly order: number;
}

/** An entry of the list, with the edit that replaces what the place has now. */
export function itemOf(
  { outcome, features, offset, place }: CompletionRequest<{ readonly span: Span }>,
  { label, insert, snippet, behind, detail, documentation, goesOn, order, ...entry }: Entry,
): CompletionItem {
  const { insertsOrReplaces, insertsSnippets, showsWordsBehind, showsMarkdown, suggestCommand } =
    features.completion;
  const replaced = rangeOf(outcome.document, place.span);
  const inserted = rangeOf(outcome.document, { start: place.span.start, end: offset });
  const isSnippet = snippet !== undefined && insertsSnippets;
  const text = isSnippet ? snippet : (insert ?? (snippet === undefined ? label : filledIn(snippet)));
  return {
    ...entry,
    label,
    sortText: String(order).padStart(4, "0"),
    textEdit: insertsOrReplaces
      ? InsertReplaceEdit.create(text, inserted, replaced)
      : TextEdit.replace(replaced, text),
    ...(isSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(detail === undefined ? {} : { detail }),
    ...(goesOn && suggestCommand !== undefined
      ? { command: { title: t("What can follow"), command: suggestCommand } }
      : {}),
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

/** A snippet as it is before anything is filled in: placeholders with their text, choices with the first of them. */
export function filledIn(snippet: string): string {
  return snippet.replace(
    /\\([\\$}|,])|\$\{\d+\|([^,|]*)[^}]*\|\}|\$\{\d+:([^}]*)\}|\$\d+|\$\{\d+\}/g,
    (_, escaped: string | undefined, choice: string | undefined, text: string | undefined) =>
      escaped ?? choice ?? text ?? "",
  );
}

/** Text that means itself in a snippet. */
export function literally(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}

/** One of several, the first unless another is picked. */
export function choice(place: number, values: readonly string[]): string {
  const [only, second] = values;
  if (only === undefined) return `$${place}`;
  if (second === undefined) return `\${${place}:${literally(only)}}`;
  return `\${${place}|${values.map((value) => value.replace(/[\\,|$}]/g, "\\$&")).join(",")}|}`;
}
