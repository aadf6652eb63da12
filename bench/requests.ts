import { createRequire } from "node:module";
import type { Position } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { analysisOf } from "../server/src/core/analyze.ts";
import { nothingKnown } from "../server/src/core/known.ts";
import { noPolicy } from "../server/src/core/policy.ts";
import { rules } from "../server/src/core/rules/index.ts";
import { readSettings } from "../server/src/core/settings.ts";
import type { Analysed } from "../server/src/lsp/analyses.ts";
import { clientFeatures } from "../server/src/lsp/clientFeatures.ts";
import { completion } from "../server/src/lsp/completion/completion.ts";
import { documentLinks } from "../server/src/lsp/documentLinks.ts";
import { foldingRanges } from "../server/src/lsp/folding.ts";
import { hover } from "../server/src/lsp/hover/hover.ts";
import { definitions, highlights } from "../server/src/lsp/navigation.ts";
import { offsetOf } from "../server/src/lsp/positions.ts";
import { rename } from "../server/src/lsp/rename.ts";
import { selectionRanges } from "../server/src/lsp/selectionRanges.ts";
import { signatureHelp } from "../server/src/lsp/signatureHelp/signatureHelp.ts";
import { documentSymbols } from "../server/src/lsp/symbols.ts";

/** What an editor asks about a place of a text. */
export interface Question {
  readonly text: string;
  readonly position: Position;
}

/** The same request to both, answered in what the protocol sends. */
export interface LanguageRequest {
  readonly name: string;
  /** The cursor stands behind this, where it stands last in the text. */
  readonly behind: string;
  /** Of a version that has been read. */
  readonly answer: (outcome: Analysed, position: Position) => unknown;
  /** Undefined for what the peer does not have. */
  readonly peer?: (question: Question) => unknown;
}

/** As much of dockerfile-language-service as is asked. It takes the text, and parses it for each answer. */
interface Peer {
  computeCompletionItems(text: string, position: Position): unknown;
  computeHover(text: string, position: Position): unknown;
  computeSymbols(document: { readonly uri: string }, text: string): unknown;
  computeFoldingRanges(text: string): unknown;
  computeDefinition(document: { readonly uri: string }, text: string, position: Position): unknown;
  computeHighlightRanges(text: string, position: Position): unknown;
  computeRename(
    document: { readonly uri: string },
    text: string,
    position: Position,
    newName: string,
  ): unknown;
  computeLinks(text: string): unknown;
  computeSignatureHelp(text: string, position: Position): unknown;
  computeSemanticTokens(text: string): unknown;
}

export const peer = (
  createRequire(import.meta.url)("dockerfile-language-service") as {
    readonly DockerfileLanguageServiceFactory: { readonly createLanguageService: () => Peer };
  }
).DockerfileLanguageServiceFactory.createLanguageService();

const file = { uri: "file:///Dockerfile" };
const features = clientFeatures({ processId: null, rootUri: null, capabilities: {} }, {});
const input = { known: nothingKnown, settings: { severities: {} }, rules };
const settings = {
  ...readSettings(undefined).values,
  severities: {},
  policy: noPolicy,
  contextFolder: undefined,
  isIgnored: false,
};

/** A version as the server holds it; nothing of it is kept from the one before. */
export function outcomeOf(text: string): Analysed {
  const document = TextDocument.create(file.uri, "dockerfile", 1, text);
  return { document, settings, input, analysis: analysisOf(text, input), surroundings: undefined };
}

export function questionAbout(text: string, behind: string): Question {
  const document = TextDocument.create(file.uri, "dockerfile", 1, text);
  return { text, position: document.positionAt(text.lastIndexOf(behind) + behind.length) };
}

const read = (outcome: Analysed) => ({ document: outcome.document, facts: outcome.analysis.facts, outcome });
const variable = "FROM node:${NODE";

export const languageRequests: readonly LanguageRequest[] = [
  {
    name: "completion of an instruction",
    behind: "\nC",
    answer: (outcome, position) =>
      completion({
        outcome,
        features,
        offset: offsetOf(outcome.document, position),
        imagesOnly: false,
        isBesideOthers: false,
      }),
    peer: ({ text, position }) => peer.computeCompletionItems(text, position),
  },
  {
    name: "hover on an instruction",
    behind: "\nHEALTH",
    answer: (outcome, position) =>
      hover({ outcome, features, offset: offsetOf(outcome.document, position), isBesideOthers: false }),
    peer: ({ text, position }) => peer.computeHover(text, position),
  },
  {
    name: "hover on a variable",
    behind: "\nARG NODE",
    answer: (outcome, position) =>
      hover({ outcome, features, offset: offsetOf(outcome.document, position), isBesideOthers: false }),
    peer: ({ text, position }) => peer.computeHover(text, position),
  },
  {
    name: "signature help",
    behind: "\nUSER no",
    answer: (outcome, position) =>
      signatureHelp({ outcome, offset: offsetOf(outcome.document, position), isInvoked: true }),
    peer: ({ text, position }) => peer.computeSignatureHelp(text, position),
  },
  {
    name: "symbols",
    behind: "",
    answer: (outcome) => documentSymbols(read(outcome)),
    peer: ({ text }) => peer.computeSymbols(file, text),
  },
  {
    name: "folding",
    behind: "",
    answer: (outcome) => foldingRanges(read(outcome)),
    peer: ({ text }) => peer.computeFoldingRanges(text),
  },
  {
    name: "definition of a variable",
    behind: variable,
    answer: (outcome, position) => definitions(read(outcome), offsetOf(outcome.document, position)),
    peer: ({ text, position }) => peer.computeDefinition(file, text, position),
  },
  {
    name: "mentions of a variable",
    behind: variable,
    answer: (outcome, position) => highlights(read(outcome), offsetOf(outcome.document, position)),
    peer: ({ text, position }) => peer.computeHighlightRanges(text, position),
  },
  {
    name: "renaming a variable",
    behind: variable,
    answer: (outcome, position) => rename(read(outcome), { position, newName: "OTHER" }, features),
    peer: ({ text, position }) => peer.computeRename(file, text, position, "OTHER"),
  },
  {
    name: "links",
    behind: "",
    answer: (outcome) => documentLinks(read(outcome)),
    peer: ({ text }) => peer.computeLinks(text),
  },
  {
    name: "growing selections",
    behind: variable,
    answer: (outcome, position) => selectionRanges(read(outcome), [position]),
  },
];
