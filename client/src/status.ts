import * as vscode from "vscode";
import { type BaseLanguageClient, State } from "vscode-languageclient";
import { type DocumentStatus, statusNotification } from "../../server/src/protocol/messages.ts";

const optimize = { command: "plimsoll.optimize", title: vscode.l10n.t("Optimize…") };
const showLog = { command: "plimsoll.showLog", title: vscode.l10n.t("Log") };
const restart = { command: "plimsoll.restart", title: vscode.l10n.t("Restart") };

/** What the server says after each analysis; the client library takes one listener for it and no more. */
export function receiveStatus(client: BaseLanguageClient): vscode.EventEmitter<DocumentStatus> {
  const statuses = new vscode.EventEmitter<DocumentStatus>();
  client.onNotification(statusNotification, (status: DocumentStatus) => statuses.fire(status));
  return statuses;
}

/** The entry behind the braces at the right of the status bar: size and problems of the Dockerfile in front. */
export function showStatus(
  client: BaseLanguageClient,
  onDidAnalyse: vscode.Event<DocumentStatus>,
): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem("plimsoll", { language: "dockerfile" });
  item.name = "Plimsoll";
  const known = new Map<string, DocumentStatus>();
  let server: State = State.Starting;

  const show = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    Object.assign(item, look(server, document && known.get(document.uri.toString())));
  };
  show();

  return vscode.Disposable.from(
    item,
    client.onDidChangeState(({ newState }) => {
      server = newState;
      if (newState !== State.Running) known.clear();
      show();
    }),
    onDidAnalyse((status) => {
      known.set(client.protocol2CodeConverter.asUri(status.uri).toString(), status);
      show();
    }),
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.workspace.onDidCloseTextDocument((document) => known.delete(document.uri.toString())),
  );
}

type Look = Pick<vscode.LanguageStatusItem, "text" | "detail" | "severity" | "busy" | "command">;

function look(server: State, status: DocumentStatus | undefined): Look {
  const calm = { severity: vscode.LanguageStatusSeverity.Information, busy: false, command: showLog };
  if (server === State.Starting)
    return { ...calm, text: "Plimsoll", detail: vscode.l10n.t("starting"), busy: true };
  if (server !== State.Running) {
    const severity = vscode.LanguageStatusSeverity.Error;
    return {
      ...calm,
      severity,
      text: "Plimsoll",
      detail: vscode.l10n.t("the language server is not running"),
      command: restart,
    };
  }
  if (!status) return { ...calm, text: "Plimsoll", detail: "" };
  if (status.reason) return { ...calm, text: vscode.l10n.t("not analysed"), detail: status.reason };
  return {
    ...calm,
    text: [status.size.short, problemsInWords(status.findings)].filter(Boolean).join(" · "),
    detail: [
      status.fixable > 0 && vscode.l10n.t("{0} can be fixed", status.fixable),
      layersInWords(status.size.layers),
      status.size.long,
      status.size.asOf && vscode.l10n.t("figures as of {0}", status.size.asOf),
    ]
      .filter(Boolean)
      .join(" · "),
    command: status.fixable > 0 ? optimize : showLog,
  };
}

function problemsInWords(count: number): string {
  if (count === 0) return vscode.l10n.t("no problems");
  return count === 1 ? vscode.l10n.t("1 problem") : vscode.l10n.t("{0} problems", count);
}

function layersInWords(count: number): string {
  return count === 1 ? vscode.l10n.t("1 layer") : vscode.l10n.t("{0} layers", count);
}
