import * as vscode from "vscode";
import { languageOf, wordsOf } from "../../../server/src/l10n/languages.ts";
import type { DocumentStatus, ReportAnswer } from "../../../server/src/protocol/messages.ts";
import { documentUri, nameOf } from "../subject.ts";

export type AskForReport = (uri: vscode.Uri) => Promise<ReportAnswer | undefined>;

export interface PanelInput {
  readonly panel: vscode.WebviewPanel;
  /** The Dockerfile, as the server knows it. */
  readonly uri: vscode.Uri;
  readonly ask: AskForReport;
  /** Fires when something new is known about a document. */
  readonly onDidAnalyse: vscode.Event<DocumentStatus>;
}

const settled = 300;
/** The server is busy with a report for as long as it takes; typing in a huge file must not keep it at that. */
const pauseFactor = 4;

/** The report about one Dockerfile, which follows what is typed; ends when its tab is closed. */
export class ReportPanel {
  readonly #input: PanelInput;
  readonly #listeners: vscode.Disposable;
  #later: NodeJS.Timeout | undefined;
  /** What is on the page, so that it is not drawn again for nothing. */
  #shown = "";
  /** Milliseconds that the last answer took. */
  #took = 0;
  /** Something has changed while nobody looked. */
  #isStale = false;

  constructor(input: PanelInput) {
    this.#input = input;
    const { panel, uri, onDidAnalyse } = input;
    panel.title = vscode.l10n.t("Image Report: {0}", nameOf(uri));
    this.#listeners = vscode.Disposable.from(
      onDidAnalyse((status) => {
        if (vscode.Uri.parse(status.uri).toString() === documentUri(uri).toString()) this.#updateSoon();
      }),
      panel.webview.onDidReceiveMessage((message: unknown) => this.#goTo(lineIn(message))),
      panel.onDidChangeViewState(() => {
        if (panel.visible && this.#isStale) void this.#update();
      }),
      panel.onDidDispose(() => this.#end()),
    );
    void this.#update();
  }

  reveal(): void {
    this.#input.panel.reveal(undefined, true);
  }

  /** Closes the tab. */
  dispose(): void {
    this.#input.panel.dispose();
  }

  #end(): void {
    clearTimeout(this.#later);
    this.#listeners.dispose();
  }

  #updateSoon(): void {
    clearTimeout(this.#later);
    this.#later = setTimeout(() => this.#update(), Math.max(settled, this.#took * pauseFactor));
  }

  async #update(): Promise<void> {
    const { panel, uri, ask } = this.#input;
    this.#isStale = !panel.visible;
    if (this.#isStale) return;
    const { noticeHtml, reportHtml } = await import("../../../server/src/core/report/render/index.ts");
    const words = await wordsOf(languageOf(vscode.env.language));
    const asked = performance.now();
    const answer = await this.#answer(ask);
    this.#took = performance.now() - asked;
    const shown = JSON.stringify(answer?.report ?? answer?.reason ?? "");
    if (shown === this.#shown) return;
    // What was there stays where the server has nothing better to say.
    if (!answer && this.#shown !== "") return;
    this.#shown = shown;
    const page = { kind: "webview", nonce: crypto.randomUUID(), uri: uri.toString() } as const;
    panel.webview.html = answer?.report
      ? reportHtml(answer.report, page, words)
      : noticeHtml(
          answer?.reason ?? vscode.l10n.t("Plimsoll could not look at this file: see its log"),
          page,
          words,
        );
  }

  async #answer(ask: AskForReport): Promise<ReportAnswer | undefined> {
    try {
      const { uri } = this.#input;
      await vscode.workspace.openTextDocument(documentUri(uri));
      return await ask(uri);
    } catch {
      return { version: 0, reason: vscode.l10n.t("The file is gone") };
    }
  }

  async #goTo(line: number | undefined): Promise<void> {
    if (line === undefined) return;
    const document = await vscode.workspace.openTextDocument(documentUri(this.#input.uri));
    const { range } = document.lineAt(Math.min(line, document.lineCount) - 1);
    const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
    await vscode.window.showTextDocument(document, {
      viewColumn: editor?.viewColumn ?? vscode.ViewColumn.One,
      selection: new vscode.Range(range.start, range.start),
    });
  }
}

/** The page is made of text that others wrote: nothing it sends is taken on trust. */
function lineIn(message: unknown): number | undefined {
  if (typeof message !== "object" || message === null || !("line" in message)) return undefined;
  const { line } = message;
  return typeof line === "number" && Number.isInteger(line) && line > 0 ? line : undefined;
}
