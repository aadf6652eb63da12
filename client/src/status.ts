import * as vscode from "vscode";
import { type BaseLanguageClient, State } from "vscode-languageclient";
import { type DocumentStatus, statusNotification } from "../../server/src/protocol/messages.ts";

const optimize = { command: "plimsoll.optimize", title: vscode.l10n.t("Optimize…") };
const imageReport = { command: "plimsoll.imageReport", title: vscode.l10n.t("Image report") };
const showLog = { command: "plimsoll.showLog", title: vscode.l10n.t("Log") };
const restart = { command: "plimsoll.restart", title: vscode.l10n.t("Restart") };

/** What the server says after each analysis; the client library takes one listener for it and no more. */
export function receiveStatus(client: BaseLanguageClient): vscode.EventEmitter<DocumentStatus> {
  const statuses = new vscode.EventEmitter<DocumentStatus>();
  client.onNotification(statusNotification, (status: DocumentStatus) => statuses.fire(status));
  return statuses;
}

/**
 * The entries behind the braces at the right of the status bar: what the Dockerfile in front weighs and its problems, and
 * what is to download. They are two because VS Code cuts off what does not fit into one row, the link at its end too.
 */
export function showStatus(
  client: BaseLanguageClient,
  onDidAnalyse: vscode.Event<DocumentStatus>,
): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem("plimsoll", { language: "dockerfile" });
  item.name = "Plimsoll";
  let download: vscode.LanguageStatusItem | undefined;
  const known = new Map<string, DocumentStatus>();
  let server: State = State.Starting;

  const show = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    const status = document && known.get(document.uri.toString());
    Object.assign(item, look(server, status));
    const second = status && downloadLook(status);
    if (!second) {
      download?.dispose();
      download = undefined;
      return;
    }
    download ??= vscode.languages.createLanguageStatusItem("plimsoll.download", { language: "dockerfile" });
    Object.assign(download, second);
  };
  show();

  return vscode.Disposable.from(
    item,
    new vscode.Disposable(() => download?.dispose()),
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
    ]
      .filter(Boolean)
      .join(" · "),
    command: status.fixable > 0 ? optimize : showLog,
  };
}

/** Undefined where nothing is known about it. */
function downloadLook({ size, reason }: DocumentStatus): Partial<vscode.LanguageStatusItem> | undefined {
  if (reason || size.download === undefined) return undefined;
  return {
    name: vscode.l10n.t("Plimsoll: download"),
    text: vscode.l10n.t("{0} to download", size.download),
    detail: size.asOf ? vscode.l10n.t("figures as of {0}", size.asOf) : "",
    command: imageReport,
    ...(size.long && { accessibilityInformation: { label: size.long } }),
  };
}

function problemsInWords(count: number): string {
  if (count === 0) return vscode.l10n.t("no problems");
  return count === 1 ? vscode.l10n.t("1 problem") : vscode.l10n.t("{0} problems", count);
}

function layersInWords(count: number): string {
  return count === 1 ? vscode.l10n.t("1 layer") : vscode.l10n.t("{0} layers", count);
}
