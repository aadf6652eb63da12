// The extension where there is no Node, as in vscode.dev: the server is a web worker, and nobody reads disks or asks registries.
import * as vscode from "vscode";
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from "vscode-languageclient/browser";
import { clientOptions } from "./client.ts";
import { registerFeatures } from "./features.ts";
import { tell } from "./tell.ts";

/** What of a browser's workers is needed here; the libraries of TypeScript have it only with the whole DOM. */
declare class Worker {
  constructor(url: string);
  postMessage(message: unknown): void;
  terminate(): void;
}

let running: LanguageClient | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("Plimsoll", { log: true });
  const abilities = { asksRegistries: false };
  const options = clientOptions({ context, log, abilities, client: () => client });
  const script = vscode.Uri.joinPath(context.extensionUri, "dist/web/server.js").toString(true);
  let worker: Worker | undefined;
  const start = async () => {
    // A fresh one for each start, because what does not answer any more cannot be asked to end.
    worker?.terminate();
    worker = new Worker(script);
    // Made here: the library does not take what VS Code has put in the place of Worker for one.
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  const client = new QuietClient("plimsoll", "Plimsoll", start, options);
  running = client;
  context.subscriptions.push(
    registerFeatures(client, log),
    vscode.commands.registerCommand("plimsoll.whatRebuilds", () =>
      tell(
        `$(info) ${vscode.l10n.t("What a change rebuilds is only known where VS Code reads the files of this machine")}`,
      ),
    ),
    new vscode.Disposable(() => worker?.terminate()),
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
