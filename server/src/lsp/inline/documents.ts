import { TextDocument } from "vscode-languageserver-textdocument";
import { inlineDockerfiles } from "../../host/inline/find.ts";
import type { InlineDockerfile } from "../../host/inline/inlineText.ts";

const found = new WeakMap<TextDocument, ReturnType<typeof inlineDockerfiles>>();

/** The Dockerfiles in this version of a document, looked for once; undefined while it is broken. */
export function inlinesIn(document: TextDocument): Promise<readonly InlineDockerfile[] | undefined> {
  const inlines = found.get(document) ?? inlineDockerfiles(document.uri, document.getText());
  found.set(document, inlines);
  return inlines;
}

/** A Dockerfile inside another document as a document of its own. Its address is that of the other with a fragment. */
export function documentOf(holder: TextDocument, { owner, text }: InlineDockerfile): TextDocument {
  return TextDocument.create(
    `${holder.uri}#${encodeURIComponent(owner)}`,
    "dockerfile",
    holder.version,
    text,
  );
}
