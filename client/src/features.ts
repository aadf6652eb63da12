import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { forwardTrust, startClient } from "./client.ts";
import { registerCommands } from "./commands.ts";
import { whenNeeded } from "./documents.ts";
import { followHolders } from "./holders.ts";
import { forwardLanguagePeers } from "./languagePeers.ts";
import { registerMultiStage } from "./multiStage.ts";
import { registerOptimize } from "./optimize/commands.ts";
import { Previews } from "./optimize/previews.ts";
import { forwardOtherProblems } from "./otherProblems.ts";
import { registerReport } from "./report/commands.ts";
import { receiveStatus, showStatus } from "./status.ts";

/** What the extension does wherever it runs, in Node or in a browser. */
export function registerFeatures(
  client: BaseLanguageClient,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const previews = new Previews();
  const statuses = receiveStatus(client);
  return vscode.Disposable.from(
    log,
    statuses,
    showStatus(client, statuses.event),
    followHolders(statuses.event),
    forwardTrust(client),
    forwardOtherProblems(client),
    forwardLanguagePeers(client),
    registerCommands(client, log),
    previews.register(),
    registerOptimize(client, previews),
    registerMultiStage(client, previews),
    registerReport(client, statuses.event),
    // Not awaited: requests start the server and wait for it by themselves, and activation stays instant.
    whenNeeded(() => {
      // The entry in the explorer's menu, on every file, is for those who work with Dockerfiles.
      void vscode.commands.executeCommand("setContext", "plimsoll.knowsDockerfile", true);
      void startClient(client);
    }),
  );
}
