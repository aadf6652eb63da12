import * as vscode from "vscode";
import {
  type ConfigurationParams,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  type ServerOptions,
  State,
  TransportKind,
} from "vscode-languageclient/node";
import { type InitializationOptions, trustNotification } from "../../server/src/protocol/messages.ts";
import { serverFlags } from "../../server/src/protocol/serverProcess.ts";
import { hasLanguagePeers } from "./languagePeers.ts";
import { documentSelector, onlyAnalysed } from "./documents.ts";
import { settingsOfUser } from "./userSettings.ts";

/** Commands that a lens and a link in a hover of ours may run. */
const linkedCommands = [
  "plimsoll.optimize",
  "plimsoll.imageReport",
  "plimsoll.fixAll",
  "plimsoll.showLog",
  "plimsoll.useImage",
];

/** The connection to the language server of this window; not started yet. */
export function createClient(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): LanguageClient {
  const options = clientOptions(context, log, () => client);
  const client = new QuietClient("plimsoll", "Plimsoll", server(context), options);
  return client;
}

/** What goes wrong is told by the log and the language status; the library would open popups for some of it. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** Never rejects: a server that does not start is told in the log and by the language status. */
export async function startClient(client: LanguageClient): Promise<void> {
  try {
    await client.start();
  } catch (error) {
    client.error("The language server did not start.", error);
  }
}

/** The server may look at more of the machine once the user trusts the workspace. */
export function forwardTrust(client: LanguageClient): vscode.Disposable {
  return vscode.workspace.onDidGrantWorkspaceTrust(async () => {
    // A server that starts later learns it from the initialization options.
    if (client.state === State.Running) await client.sendNotification(trustNotification);
  });
}

function server(context: vscode.ExtensionContext): ServerOptions {
  const run = {
    module: context.asAbsolutePath("dist/server.cjs"),
    transport: TransportKind.ipc,
    options: { execArgv: [...serverFlags] },
  };
  return { run, debug: { ...run, options: { execArgv: ["--nolazy", "--inspect=6009"] } } };
}

function clientOptions(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  client: () => LanguageClient,
): LanguageClientOptions {
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
      asksRegistries: true,
      hasLanguagePeers: hasLanguagePeers(),
      hasOptimizeCommand: true,
      hasConvertCommand: true,
      commands: linkedCommands,
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
  const { properties } = context.extension.packageJSON.contributes.configuration;
  return items.map(({ scopeUri }) => {
    const scope = scopeUri === undefined ? undefined : vscode.Uri.parse(scopeUri);
    return settingsOfUser(Object.keys(properties), scope);
  });
}
