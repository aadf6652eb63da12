import type { CodeActionContext, Diagnostic, Range } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Span } from "../../core/edits/span.ts";
import type { Finding } from "../../core/rule.ts";
import { codeOf, peerProblem } from "../../protocol/peers.ts";
import type { Analysed } from "../analyses.ts";
import type { ClientFeatures } from "../clientFeatures.ts";
import { nameOf, source } from "../diagnostics.ts";
import { offsetOf, rangeOf } from "../positions.ts";
import { isTwin, type Twin } from "../twins.ts";

/** What a client asks for when the light bulb is due, and what it is about. */
export interface ActionRequest {
  readonly outcome: Analysed;
  readonly span: Span;
  readonly context: CodeActionContext;
  readonly features: ClientFeatures;
  /** The findings that the span touches; an empty span touches what it stands at the edge of. */
  readonly findings: readonly Finding[];
}

/**
 * What peers report where the client asks. They may mark a whole instruction of which we mark a word, so their problems
 * lead to findings that the client's range does not touch.
 */
export function twinsIn({ outcome, context }: Pick<ActionRequest, "outcome" | "context">): readonly Twin[] {
  return context.diagnostics.flatMap((diagnostic) => twinOf(outcome.document, diagnostic) ?? []);
}

/** The problems on the client's side that a finding is the cause of: our own, and the same smell seen by a peer. */
export function problemsOf(
  { outcome, context }: ActionRequest,
  finding: Finding,
): { diagnostics?: Diagnostic[] } {
  const range = rangeOf(outcome.document, finding.span);
  const diagnostics = context.diagnostics.filter((diagnostic) => {
    if (diagnostic.source === source)
      return diagnostic.code === nameOf(finding) && meet(diagnostic.range, range);
    const twin = twinOf(outcome.document, diagnostic);
    return twin && isTwin(outcome.analysis, finding, twin);
  });
  return diagnostics.length > 0 ? { diagnostics } : {};
}

function twinOf(document: TextDocument, diagnostic: Diagnostic): Twin | undefined {
  if (diagnostic.source === source) return undefined;
  const known = peerProblem(diagnostic);
  const code = known?.code ?? codeOf(diagnostic);
  const line = { line: diagnostic.range.start.line, character: 0 };
  return code === undefined ? undefined : { peer: known?.peer, code, lineStart: offsetOf(document, line) };
}

function meet(a: Range, b: Range): boolean {
  return a.start.line <= b.end.line && b.start.line <= a.end.line;
}
