import { type CodeAction, CodeActionKind, type Diagnostic } from "vscode-languageserver";
import { takeEdits } from "../../core/edits/apply.ts";
import type { Fix } from "../../core/edits/fix.ts";
import type { Rule } from "../../core/rule.ts";
import { said } from "../../l10n/said.ts";
import { t } from "../../l10n/t.ts";
import { source } from "../diagnostics.ts";
import { workspaceEdit } from "../edits.ts";
import { type ActionRequest, problemsOf } from "./request.ts";

const longestAssumption = 80;

/** Every fix of every finding, alternatives side by side. The first safe one is the one that the editor recommends. */
export function quickFixes(request: ActionRequest): readonly CodeAction[] {
  const offers = request.findings.flatMap((finding) => {
    const recommended = finding.fixes.find((fix) => fix.safety === "safe");
    const { diagnostics = [] } = problemsOf(request, finding);
    return finding.fixes.map((fix) => ({
      fix,
      rule: finding.rule,
      title: titleOf(fix, finding.rule.id),
      isPreferred: fix === recommended,
      diagnostics,
    }));
  });
  return together(offers).flatMap((offer) => quickFix(request, offer) ?? []);
}

interface Offer {
  readonly fix: Fix;
  readonly rule: Rule;
  readonly title: string;
  readonly isPreferred: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * A peer reports an instruction once, however often we find the same in it: what is called the same there becomes one
 * fix for all of them.
 */
function together(offers: readonly Offer[]): readonly Offer[] {
  if (!offers.some(isOnTheirs)) return offers;
  const alike = new Map<string, Offer[]>();
  for (const offer of offers) {
    const name = `${offer.rule.id} ${offer.title}`;
    alike.set(name, [...(alike.get(name) ?? []), offer]);
  }
  return [...alike.values()].flatMap((some) => (some.some(isOnTheirs) ? some.reduce(joined) : some));
}

function isOnTheirs({ diagnostics }: Offer): boolean {
  return diagnostics.some((problem) => problem.source !== source);
}

function joined(first: Offer, offer: Offer): Offer {
  const edits = [...first.fix.edits];
  // Where two of them meet, or write files, the first comes first, and the other is offered when that is done.
  if (offer.fix.files || first.fix.files || !takeEdits(edits, offer.fix.edits)) return first;
  const diagnostics = [...new Set([...first.diagnostics, ...offer.diagnostics])];
  return { ...first, fix: { ...first.fix, edits }, diagnostics };
}

function quickFix(
  request: ActionRequest,
  { fix, title, isPreferred, diagnostics }: Offer,
): CodeAction | undefined {
  const edit = workspaceEdit(request.outcome, fix, request.features);
  return (
    edit && {
      title,
      kind: CodeActionKind.QuickFix,
      ...(diagnostics.length > 0 ? { diagnostics: [...diagnostics] } : {}),
      ...(isPreferred ? { isPreferred } : {}),
      edit,
    }
  );
}

/** A fix that may need a second look says so, and what it takes for granted. */
export function titleOf({ title, safety, assumption }: Fix, rule: string): string {
  const words = said(title, rule);
  if (safety === "safe") return words;
  const level = safety === "review" ? t("review") : t("draft");
  if (!assumption) return t("{0} — {1}", words, level);
  return t("{0} — {1}: {2}", words, level, shortened(said(assumption, rule)));
}

function shortened(text: string): string {
  if (text.length <= longestAssumption) return text;
  const cut = text.slice(0, longestAssumption);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), longestAssumption / 2))} …`;
}
