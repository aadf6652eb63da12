import type { BaseLanguageClient } from "vscode-languageclient";
import type {
  convertRequest,
  OptimizeParams,
  OptimizePreview,
  optimizeRequest,
} from "../../../server/src/protocol/messages.ts";
import { askServer } from "../askServer.ts";
import type { Subject } from "../subject.ts";

/** What optimizing would give; with keys, what only these items would give. */
export type AskServer<T extends OptimizePreview = OptimizePreview> = (
  subject: Subject,
  selected?: readonly string[],
) => Promise<T | undefined>;

/** `undefined` is answered for a document that the server does not know, and when it failed; the log says which. */
export function askThrough<T extends OptimizePreview>(
  client: BaseLanguageClient,
  request: typeof optimizeRequest | typeof convertRequest,
): AskServer<T> {
  return async ({ uri }, selected) => {
    const params: OptimizeParams = {
      textDocument: { uri: client.code2ProtocolConverter.asUri(uri) },
      ...(selected && { selected }),
    };
    const preview = await askServer<T>(client, request, params, uri);
    if (preview === null) client.warn(`${uri} is not known to the language server.`, undefined, false);
    return preview ?? undefined;
  };
}
