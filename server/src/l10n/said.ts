import { type Catalogue, noteTranslatorOf, type Translator, translatorOf } from "./sentences.ts";
import { spoken, type Words } from "./t.ts";

interface Language {
  readonly translate: Translator;
  readonly translateNote: Translator;
  readonly catalogue: Catalogue;
}

/** The sentences of a language go with its words: whoever speaks these says those. */
const languages = new WeakMap<Words, Language>();

export function alsoSays(words: Words, catalogue: Catalogue): Words {
  if (languages.has(words)) return words;
  languages.set(words, {
    translate: translatorOf(catalogue),
    translateNote: noteTranslatorOf(catalogue),
    catalogue,
  });
  return words;
}

/** A sentence of the engine in the language of the user; as it is where the catalogue does not have it. */
export function said(sentence: string, rule?: string): string {
  return languages.get(spoken())?.translate(sentence, rule)?.text ?? sentence;
}

/** What is found, in the language of the user; a finding with a code is in the words of the program that has made it. */
export function saidMessage(finding: {
  readonly rule: { readonly id: string };
  readonly message: string;
  readonly code?: unknown;
}): string {
  return finding.code === undefined ? said(finding.message, finding.rule.id) : finding.message;
}

/** Where a figure comes from, in the language of the user. */
export function saidNote(note: string): string {
  return languages.get(spoken())?.translateNote(note)?.text ?? note;
}

/** The folder of the rules' pages in the repository, in the language of the user. */
export function rulePages(): string {
  return languages.get(spoken())?.catalogue.pages ?? "docs/rules";
}

/** What a rule reports, in the language of the user. */
export function saidSummary({ id, summary }: { readonly id: string; readonly summary: string }): string {
  return languages.get(spoken())?.catalogue.rules[id]?.summary ?? summary;
}
