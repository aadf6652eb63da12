import type { TextDocuments } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { parseDockerfile } from "../core/document/parse.ts";
import { deriveFacts, type Facts } from "../core/facts/facts.ts";
import { nothingKnown } from "../core/known.ts";
import type { Taken } from "../host/buildContext/contexts.ts";
import type { Analysed } from "./analyses.ts";
import type { BuildContexts } from "./buildContexts.ts";

/** A Dockerfile and the build context that it is built with. */
export interface Surveyed {
  readonly document: TextDocument;
  readonly facts: Facts;
  /** Absolute path of the build context. */
  readonly folder: string;
  /** As seen from the workspace folder: `docker/app.Dockerfile`. */
  readonly name: string;
}

interface SurveyInput {
  readonly contexts: BuildContexts;
  readonly documents: TextDocuments<TextDocument>;
  analysed(uri: string): Promise<Analysed | undefined>;
}

/**
 * Dockerfiles that are open as they stand in the editor, the others as they are on disk; those that cannot be read or
 * are not to be looked at are left out.
 */
export async function surveyAll(
  uris: readonly string[],
  { contexts, documents, analysed }: SurveyInput,
): Promise<readonly Surveyed[]> {
  const taken: Taken = new Map();
  const found: Surveyed[] = [];
  for (const uri of new Set(uris)) {
    const name = contexts.nameOf(uri);
    const outcome = await analysed(uri);
    if (outcome?.surroundings) {
      const { document, analysis, surroundings } = outcome;
      found.push({ document, facts: analysis.facts, folder: surroundings.discovery.folder, name });
      continue;
    }
    const open = documents.get(uri);
    const survey = await contexts.survey(uri, { text: open?.getText(), taken });
    if (!survey) continue;
    const { text, surroundings } = survey;
    const document = open ?? TextDocument.create(uri, "dockerfile", 0, text);
    const facts = deriveFacts(parseDockerfile(text), {
      ...nothingKnown,
      context: surroundings.snapshot.context,
    });
    found.push({ document, facts, folder: surroundings.discovery.folder, name });
  }
  return found;
}
