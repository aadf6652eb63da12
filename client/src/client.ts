import * as vscode from "vscode";
import {
  type BaseLanguageClient,
  type ConfigurationParams,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from "vscode-languageclient";
import { type InitializationOptions, trustNotification } from "../../server/src/protocol/messages.ts";
import { documentSelector, onlyAnalysed } from "./documents.ts";
import { hasLanguagePeers } from "./languagePeers.ts";
import { settingsOfUser } from "./userSettings.ts";

/** Commands that a lens and a link in a hover of ours may run. */
const linkedCommands = [
  "plimsoll.optimize",
  "plimsoll.imageReport",
  "plimsoll.fixAll",
  "plimsoll.showLog",
  "plimsoll.useImage",
];

/** Never rejects: a server that does not start is told in the log and by the language status. */
export async function startClient(client: BaseLanguageClient): Promise<void> {
  try {
    await client.start();
  } catch (error) {
    client.error("The language server did not start.", error);
  }
}

/** The server may look at more of the machine once the user trusts the workspace. */
export function forwardTrust(client: BaseLanguageClient): vscode.Disposable {
  return vscode.workspace.onDidGrantWorkspaceTrust(async () => {
    // A server that starts later learns it from the initialization options.
    if (client.state === State.Running) await client.sendNotification(trustNotification);
  });
}

export interface ClientInput {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly client: () => BaseLanguageClient;
  /** What this client can do for the server. */
  readonly abilities: Pick<InitializationOptions, "asksRegistries">;
}

export function clientOptions({ context, log, client, abilities }: ClientInput): LanguageClientOptions {
  return {
    documentSelector,
    outputChannel: log,
    // A failed request goes to the log and never opens a popup.
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationFailedHandler(error) {
      log.error("The language server refused to start.", error);
      return false;
    },
    // Asked anew at every start: the workspace may have become trusted since the last one.
    initializationOptions: (): InitializationOptions => ({
      ...(context.globalStorageUri.scheme === "file" && { cacheFolder: context.globalStorageUri.fsPath }),
      isTrusted: vscode.workspace.isTrusted,
      hasLanguagePeers: hasLanguagePeers(),
      ...abilities,
      hasOptimizeCommand: true,
      hasConvertCommand: true,
      commands: linkedCommands,
      suggestCommand: "editor.action.triggerSuggest",
    }),
    diagnosticPullOptions: { onChange: true, onSave: true },
    markdown: { isTrusted: { enabledCommands: linkedCommands }, supportThemeIcons: true },
    middleware: {
      ...onlyAnalysed(client),
      workspace: { configuration: (params) => answers(params, context) },
    },
  };
}

/** Only what the user has set: where nothing is, the project's configuration files have a say. */
function answers({ items }: ConfigurationParams, context: vscode.ExtensionContext): unknown[] {
  const sections: readonly { readonly properties: object }[] =
    context.extension.packageJSON.contributes.configuration;
  const keys = sections.flatMap(({ properties }) => Object.keys(properties));
  return items.map(({ scopeUri }) => {
    const scope = scopeUri === undefined ? undefined : vscode.Uri.parse(scopeUri);
    return settingsOfUser(keys, scope);
  });
}
