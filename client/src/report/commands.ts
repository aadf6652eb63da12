import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  type DocumentStatus,
  type ReportAnswer,
  type ReportParams,
  reportRequest,
} from "../../../server/src/protocol/messages.ts";
import { askServer } from "../askServer.ts";
import { findSubject } from "../subject.ts";
import { type AskForReport, ReportPanel } from "./panel.ts";

const viewType = "plimsoll.imageReport";

/** "Image Report": one panel for each Dockerfile, which comes back when VS Code starts anew. */
export function registerReport(
  client: BaseLanguageClient,
  onDidAnalyse: vscode.Event<DocumentStatus>,
): vscode.Disposable {
  const ask = askThrough(client);
  const open = new Map<string, ReportPanel>();

  const keep = (panel: vscode.WebviewPanel, uri: vscode.Uri): void => {
    const report = new ReportPanel({ panel, uri, ask, onDidAnalyse });
    open.set(uri.toString(), report);
    panel.onDidDispose(() => open.delete(uri.toString()));
  };

  const show = async (target?: vscode.Uri): Promise<void> => {
    const uri = target ?? vscode.window.activeTextEditor?.document.uri;
    const hint = vscode.l10n.t("Open a Dockerfile to see its report");
    const subject = await findSubject(client, { uri, several: "ask", hint });
    if (!subject) return;
    const present = open.get(subject.uri.toString());
    if (present) return present.reveal();
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    keep(
      vscode.window.createWebviewPanel(viewType, vscode.l10n.t("Image Report"), column, panelOptions),
      subject.uri,
    );
  };

  return vscode.Disposable.from(
    vscode.commands.registerCommand("plimsoll.imageReport", show),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(panel, state: unknown) {
        const uri = uriIn(state);
        if (!uri || open.has(uri.toString())) return panel.dispose();
        panel.webview.options = webviewOptions;
        keep(panel, uri);
      },
    }),
    new vscode.Disposable(() => {
      for (const report of open.values()) report.dispose();
    }),
  );
}

/** The page brings everything along, so that it may load nothing. */
const webviewOptions: vscode.WebviewOptions = { enableScripts: true, localResourceRoots: [] };
const panelOptions = { ...webviewOptions, enableFindWidget: true };

/** `undefined` is answered for a document that the server does not know, and when it failed; the log says which. */
function askThrough(client: BaseLanguageClient): AskForReport {
  return async (uri) => {
    const params: ReportParams = { textDocument: { uri: client.code2ProtocolConverter.asUri(uri) } };
    return (await askServer<ReportAnswer>(client, reportRequest, params, uri)) ?? undefined;
  };
}

/** What the page has kept about itself. */
function uriIn(state: unknown): vscode.Uri | undefined {
  if (typeof state !== "object" || state === null || !("uri" in state)) return undefined;
  return typeof state.uri === "string" ? vscode.Uri.parse(state.uri) : undefined;
}
