import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import type { Span } from "../../core/edits/span.ts";
import { type Says, t } from "../../l10n/t.ts";
import { buildkitChecks } from "./buildkitChecks.ts";
import { itemOf } from "./item.ts";
import { type CompletionRequest, within } from "./request.ts";

type SpanRequest = CompletionRequest<{ readonly span: Span }>;

interface DirectiveEntry {
  readonly name: string;
  readonly insert: string;
  readonly says: Says;
}

const directives: readonly DirectiveEntry[] = [
  {
    name: "syntax",
    insert: "syntax=docker/dockerfile:1",
    says: () => t("the newest syntax of version 1, whatever the builder"),
  },
  { name: "check", insert: "check=skip=", says: () => t("leaves checks of Docker's out") },
  {
    name: "check",
    insert: "check=error=true",
    says: () => t("the build fails at what Docker's checks find"),
  },
  {
    name: "escape",
    insert: "escape=`",
    says: () => t("lines go on behind a backtick: for paths of Windows"),
  },
];

/** Parser directives that the file does not have; `prefix` is what has to be written in front. */
export function directiveItems(request: SpanRequest, prefix: string): readonly CompletionItem[] {
  const { facts } = request.outcome.analysis;
  const present = new Set<string>(
    facts.dockerfile.directives
      .filter(({ span }) => request.offset < span.start || request.offset > span.end)
      .map(({ name }) => name),
  );
  return directives
    .filter(({ name }) => !present.has(name))
    .map(({ insert, says }, order) =>
      itemOf(request, {
        label: `${prefix}${insert}`,
        kind: CompletionItemKind.Keyword,
        detail: says(),
        goesOn: insert.endsWith("="),
        order: 300 + order,
      }),
    );
}

/** In a comment where a directive may stand: its name, or what stands behind it. */
export function directiveParts(request: SpanRequest): readonly CompletionItem[] {
  const { offset, place, outcome } = request;
  const { text } = outcome.analysis.facts.dockerfile;
  const comment = text.slice(place.span.start, place.span.end);
  const [, before = "", name = "", equals = ""] = /^(#\s*)([a-z]*)(\s*=\s*)?/i.exec(comment) ?? [];
  const start = place.span.start + before.length;
  const valueStart = start + name.length + equals.length;
  if (offset < start) return [];
  if (equals === "" || offset < valueStart) {
    const rest = equals === "" ? (/^\S*/.exec(text.slice(offset, place.span.end))?.[0].length ?? 0) : 0;
    const end = equals === "" ? offset + rest : place.span.end;
    return directiveItems(within(request, start, end), "");
  }
  const value = within(request, valueStart, place.span.end);
  switch (name.toLowerCase()) {
    case "syntax":
      return values(value, [
        ["docker/dockerfile:1", t("stable")],
        ["docker/dockerfile:1-labs", t("with what is not stable yet")],
      ]);
    case "escape":
      return values(value, [
        ["`", t("for paths of Windows")],
        ["\\", t("as without the directive")],
      ]);
    case "check":
      return checkParts(value);
    default:
      return [];
  }
}

function checkParts(request: SpanRequest): readonly CompletionItem[] {
  const { offset, place, outcome } = request;
  const { text } = outcome.analysis.facts.dockerfile;
  const value = text.slice(place.span.start, place.span.end);
  const at = offset - place.span.start;
  const partStart = value.lastIndexOf(";", at - 1) + 1;
  const partEnd = value.indexOf(";", at) < 0 ? value.length : value.indexOf(";", at);
  const part = value.slice(partStart, partEnd);
  const from = place.span.start + partStart;
  const [skip] = /^\s*skip\s*=\s*/i.exec(part) ?? [];
  if (skip !== undefined && at >= partStart + skip.length) {
    const listed = part.slice(skip.length);
    const inList = at - partStart - skip.length;
    const start = listed.lastIndexOf(",", inList - 1) + 1;
    const end = listed.indexOf(",", inList) < 0 ? listed.length : listed.indexOf(",", inList);
    const others = new Set(
      [...listed.slice(0, start).split(","), ...listed.slice(end).split(",")].map((one) => one.trim()),
    );
    const blanks = /^\s*/.exec(listed.slice(start, end))?.[0].length ?? 0;
    const offered = [...buildkitChecks].flatMap(([check, says]) =>
      others.has(check) ? [] : [[check, says()] as const],
    );
    return values(
      within(
        request,
        from + skip.length + start + Math.min(blanks, inList - start),
        from + skip.length + end,
      ),
      [...offered, ...(listed.slice(0, start) === "" ? [["all", t("every check")] as const] : [])],
    );
  }
  if (/^\s*error\s*=/i.test(part) && at > partStart + part.indexOf("="))
    return values(within(request, from + part.indexOf("=") + 1, from + part.length), [
      ["true", t("the build fails at what they find")],
      ["false", t("they warn")],
    ]);
  const rest = value.slice(0, partStart) + value.slice(partEnd);
  return values(
    within(request, from, from + part.length),
    (
      [
        ["skip=", t("leaves checks out")],
        ["error=true", t("the build fails at what they find")],
      ] as const
    ).filter(([label]) => !rest.includes(label.slice(0, label.indexOf("=")))),
  );
}

function values(
  request: SpanRequest,
  offered: readonly (readonly [label: string, detail: string])[],
): readonly CompletionItem[] {
  return offered.map(([label, detail], order) =>
    itemOf(request, {
      label,
      kind: CompletionItemKind.EnumMember,
      detail,
      goesOn: label.endsWith("="),
      order,
    }),
  );
}
