import * as vscode from "vscode";
import { type BaseLanguageClient, State } from "vscode-languageclient";
import { type LanguagePeers, languagePeersNotification } from "../../server/src/protocol/messages.ts";
import { languagePeers } from "../../server/src/protocol/peers.ts";

/**
 * Another extension brings an outline and hovers for Dockerfiles; disabled ones are not among them, and an extension
 * pack, which the Docker extension has become, brings nothing by itself.
 */
export function hasLanguagePeers(): boolean {
  return languagePeers.some((id) => vscode.extensions.getExtension(id)?.packageJSON.main !== undefined);
}

/** Tells the server when such an extension comes or goes, so that nothing has to be loaded anew. */
export function forwardLanguagePeers(client: BaseLanguageClient): vscode.Disposable {
  let told = hasLanguagePeers();
  return vscode.Disposable.from(
    vscode.extensions.onDidChange(async () => {
      const arePresent = hasLanguagePeers();
      if (arePresent === told || client.state !== State.Running) return;
      told = arePresent;
      await client.sendNotification(languagePeersNotification, { arePresent } satisfies LanguagePeers);
    }),
    // A server that starts learns it from the initialization options.
    client.onDidChangeState(() => {
      told = hasLanguagePeers();
    }),
  );
}
