import { TextDocument } from "vscode-languageserver-textdocument";
import type { InlineDockerfile } from "../../host/inline/inlineText.ts";

/** A Dockerfile inside another document as a document of its own. Its address is that of the other with a fragment. */
export function documentOf(holder: TextDocument, { owner, text }: InlineDockerfile): TextDocument {
  return TextDocument.create(
    `${holder.uri}#${encodeURIComponent(owner)}`,
    "dockerfile",
    holder.version,
    text,
  );
}
