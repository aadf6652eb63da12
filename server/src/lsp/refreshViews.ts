import { CodeLensRefreshRequest } from "vscode-languageserver";
import { inWords } from "./guard.ts";
import type { Session } from "./session.ts";

/** Has the client ask again for what it shows between and beside the lines: the text is the same, the world is not. */
export function refreshViews({ connection, features, dependencies: { log } }: Session): void {
  const failed = (error: unknown): void => log.error(`Refreshing failed: ${inWords(error)}`);
  const { refreshes } = features;
  if (refreshes.inlayHints) connection.languages.inlayHint.refresh().catch(failed);
  if (refreshes.codeLenses) connection.sendRequest(CodeLensRefreshRequest.type).catch(failed);
}
