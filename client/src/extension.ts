import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { createClient, forwardTrust, startClient } from "./client.ts";
import { registerCommands } from "./commands.ts";
import { forwardLanguagePeers } from "./languagePeers.ts";
import { whenNeeded } from "./documents.ts";
import { registerMultiStage } from "./multiStage.ts";
import { registerOptimize } from "./optimize/commands.ts";
import { Previews } from "./optimize/previews.ts";
import { forwardOtherProblems } from "./otherProblems.ts";
import { registerRebuilds } from "./rebuilds.ts";
import { answerAboutRegistries } from "./registries.ts";
import { registerReport } from "./report/commands.ts";
import { receiveStatus, showStatus } from "./status.ts";

let client: LanguageClient | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("Plimsoll", { log: true });
  client = createClient(context, log);
  const previews = new Previews();
  const statuses = receiveStatus(client);
  context.subscriptions.push(
    log,
    statuses,
    showStatus(client, statuses.event),
    forwardTrust(client),
    answerAboutRegistries(client),
    forwardOtherProblems(client),
    forwardLanguagePeers(client),
    registerCommands(client, log),
    previews.register(),
    registerOptimize(client, previews),
    registerMultiStage(client, previews),
    registerReport(client, statuses.event),
    registerRebuilds(client, fileNamesOf(context)),
  );
  // Not awaited: requests start the server and wait for it by themselves, and activation stays instant.
  const starting = client;
  context.subscriptions.push(whenNeeded(() => void startClient(starting)));
}

/** Usual names of Dockerfiles, as the manifest has them. */
function fileNamesOf({ extension }: vscode.ExtensionContext): readonly string[] {
  return extension.packageJSON.contributes.languages[0].filenamePatterns;
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
}
