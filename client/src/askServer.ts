import type { Uri } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";

/** Asks the server about a file. Null for what it does not know; undefined when it failed, which the log says. */
export async function askServer<R>(
  client: BaseLanguageClient,
  request: string,
  params: unknown,
  about: Uri,
): Promise<R | null | undefined> {
  try {
    return await client.sendRequest<R | null>(request, params);
  } catch (error) {
    client.error(`${request} failed for ${about}.`, error);
    return undefined;
  }
}
