import type { TextDocument } from "vscode-languageserver-textdocument";
import { parseDockerfile } from "../core/document/parse.ts";
import { deriveFacts, type Facts } from "../core/facts/facts.ts";
import { nothingKnown } from "../core/known.ts";
import { mayHoldDockerfiles } from "../host/inline/names.ts";
import type { Analysed, NotAnalysed, Outcome } from "./analyses.ts";

/** What features need that only read the text. */
export interface Read {
  readonly document: TextDocument;
  readonly facts: Facts;
  /** Undefined for what is too long to be analysed, or taken out by the project. */
  readonly outcome: Analysed | undefined;
}

/** Undefined when the user has switched everything off. */
export function readingOf(outcome: Outcome): Read | undefined {
  const { document, settings, analysis } = outcome;
  if (!settings.enable || settings.language === "off") return undefined;
  if (analysis) return { document, facts: analysis.facts, outcome };
  if (holdsDockerfiles(outcome)) return undefined;
  return { document, facts: factsOf(document), outcome: undefined };
}

/** A compose file or one for bake, which is no Dockerfile itself. */
export function holdsDockerfiles(outcome: Outcome): outcome is NotAnalysed {
  return outcome.analysis === undefined && mayHoldDockerfiles(outcome.document.uri);
}

const known = new WeakMap<TextDocument, Facts>();

function factsOf(document: TextDocument): Facts {
  const facts = known.get(document) ?? deriveFacts(parseDockerfile(document.getText()), nothingKnown);
  known.set(document, facts);
  return facts;
}
