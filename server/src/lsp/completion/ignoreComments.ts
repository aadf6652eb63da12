import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import type { Span } from "../../core/edits/span.ts";
import { lastOf } from "../../core/facts/lastOf.ts";
import { saidSummary } from "../../l10n/said.ts";
import { type Says, t } from "../../l10n/t.ts";
import { itemOf } from "./item.ts";
import { type CompletionRequest, within } from "./request.ts";

type SpanRequest = CompletionRequest<{ readonly span: Span }>;

const starts: readonly (readonly [label: string, says: Says])[] = [
  ["plimsoll ignore=", () => t("switches rules off for the instruction below")],
  ["plimsoll global ignore=", () => t("switches rules off for the whole file")],
];

/** Ignore comments, and the rules that they name: those first that speak about the instruction below. */
export function ignoreComments(request: SpanRequest): readonly CompletionItem[] {
  const { offset, place, outcome } = request;
  const { facts } = outcome.analysis;
  const comment = facts.dockerfile.text.slice(place.span.start, place.span.end);
  const [, before = "", dialect, list] =
    /^(#\s*((?:plimsoll|hadolint)\s+(?:global\s+)?ignore\s*=\s*))([\w,\s.-]*)/i.exec(comment) ?? [];
  const listStart = place.span.start + before.length;
  if (dialect === undefined || list === undefined || offset < listStart) return words(request, comment);
  const at = offset - listStart;
  if (at > list.length) return [];
  const start = Math.max(list.lastIndexOf(",", at - 1) + 1, 0);
  const blanks = Math.min(/^\s*/.exec(list.slice(start))?.[0].length ?? 0, at - start);
  const typed = list.slice(start + blanks);
  // Behind a blank the reason follows, which is nobody's list.
  if (/\S\s/.test(list.slice(start, at))) return [];
  const end = start + blanks + (/^[^\s,]*/.exec(typed)?.[0].length ?? 0);
  const others = new Set(
    `${list.slice(0, start)},${list.slice(end)}`.split(",").map((id) => id.trim().toLowerCase()),
  );
  const isOurs = dialect.toLowerCase().startsWith("plimsoll");
  const isGlobal = /global/i.test(dialect);
  const found = new Set(
    outcome.analysis.findings
      .filter(({ span }) => isGlobal || isBelow(request, span.start))
      .map(({ rule }) => rule.id),
  );
  const range = within(request, listStart + start + blanks, listStart + end);
  const offered = outcome.input.rules.flatMap((rule) =>
    (isOurs ? [rule.id] : rule.aliases.filter((alias) => /^(DL|SC)\d/.test(alias))).flatMap((label) =>
      others.has(label.toLowerCase())
        ? []
        : [{ label, summary: saidSummary(rule), isFound: found.has(rule.id) }],
    ),
  );
  const all = isOurs && !others.has("all") && list.slice(0, start).trim() === "";
  return [
    ...offered.map(({ label, summary, isFound }, order) =>
      itemOf(range, {
        label,
        kind: CompletionItemKind.EnumMember,
        detail: isFound ? t("found below") : undefined,
        documentation: summary,
        order: (isFound ? 0 : 1000) + order,
      }),
    ),
    ...(all
      ? [
          itemOf(range, {
            label: "all",
            kind: CompletionItemKind.EnumMember,
            detail: t("every rule"),
            order: 3000,
          }),
        ]
      : []),
  ];
}

/** The instruction that follows the comment, or that it stands in. */
function isBelow({ offset, outcome }: SpanRequest, at: number): boolean {
  const { instructions } = outcome.analysis.facts.dockerfile;
  const before = lastOf(instructions, ({ span }) => span.start <= offset);
  const below = before && offset <= before.span.end ? before : instructions[before ? before.index + 1 : 0];
  return below !== undefined && below.span.start <= at && at <= below.span.end;
}

function words(request: SpanRequest, comment: string): readonly CompletionItem[] {
  const [blanks = ""] = /^#\s*/.exec(comment) ?? [];
  const start = request.place.span.start + blanks.length;
  if (request.offset < start) return [];
  const typed = comment.slice(blanks.length, request.offset - request.place.span.start);
  const rest = /^\S*/.exec(comment.slice(blanks.length + typed.length))?.[0] ?? "";
  if (!starts.some(([label]) => label.startsWith(typed.toLowerCase()))) return [];
  return starts.map(([label, says], order) =>
    itemOf(within(request, start, request.offset + rest.length), {
      label,
      kind: CompletionItemKind.Keyword,
      detail: says(),
      goesOn: true,
      order: 400 + order,
    }),
  );
}
