import type { CodeActionContext, Diagnostic, Range } from "vscode-languageserver";
import type { Span } from "../../core/edits/span.ts";
import type { Finding } from "../../core/rule.ts";
import type { Analysed } from "../analyses.ts";
import type { ClientFeatures } from "../clientFeatures.ts";
import { rangeOf } from "../positions.ts";

/** What a client asks for when the light bulb is due, and what it is about. */
export interface ActionRequest {
  readonly outcome: Analysed;
  readonly span: Span;
  readonly context: CodeActionContext;
  readonly features: ClientFeatures;
  /** The findings that the span touches; an empty span touches what it stands at the edge of. */
  readonly findings: readonly Finding[];
}

/** The problems on the client's side that a finding is the cause of: our own, and the same smell seen by a peer. */
export function problemsOf(
  { outcome, context }: ActionRequest,
  { rule, span }: Finding,
): { diagnostics?: Diagnostic[] } {
  const range = rangeOf(outcome.document, span);
  const diagnostics = context.diagnostics.filter((diagnostic) => {
    const code = String(diagnostic.code ?? "").toLowerCase();
    const isSame = code === rule.id || rule.aliases.some((alias) => alias.toLowerCase() === code);
    return isSame && meet(diagnostic.range, range);
  });
  return diagnostics.length > 0 ? { diagnostics } : {};
}

function meet(a: Range, b: Range): boolean {
  return a.start.line <= b.end.line && b.start.line <= a.end.line;
}
