import * as vscode from "vscode";
import { LanguageClient, type ServerOptions, TransportKind } from "vscode-languageclient/node";
import { serverFlags } from "../../server/src/protocol/serverProcess.ts";
import { clientOptions } from "./client.ts";
import { registerFeatures } from "./features.ts";
import { registerRebuilds } from "./rebuilds.ts";
import { answerAboutRegistries } from "./registries.ts";

let running: LanguageClient | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("Plimsoll", { log: true });
  const abilities = { asksRegistries: true };
  const options = clientOptions({ context, log, abilities, client: () => client });
  const client = new QuietClient("plimsoll", "Plimsoll", server(context), options);
  running = client;
  context.subscriptions.push(
    answerAboutRegistries(client),
    registerRebuilds(client, fileNamesOf(context)),
    registerFeatures(client, log),
  );
}

export async function deactivate(): Promise<void> {
  await running?.dispose();
}

/** What goes wrong is told by the log and the language status; the library would open popups for some of it. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

function server(context: vscode.ExtensionContext): ServerOptions {
  const run = {
    module: context.asAbsolutePath("dist/server.cjs"),
    transport: TransportKind.ipc,
    options: { execArgv: [...serverFlags] },
  };
  return { run, debug: { ...run, options: { execArgv: ["--nolazy", "--inspect=6009"] } } };
}

/** Usual names of Dockerfiles, as the manifest has them. */
function fileNamesOf({ extension }: vscode.ExtensionContext): readonly string[] {
  return extension.packageJSON.contributes.languages[0].filenamePatterns;
}
