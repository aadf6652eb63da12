import * as vscode from "vscode";
import type { OptimizeItem, OptimizePreview } from "../../../server/src/protocol/messages.ts";
import type { Subject } from "../subject.ts";
import { tell } from "../tell.ts";
import { applyPreview } from "./apply.ts";
import { carriedOver, type ListOptions } from "./picks.ts";
import { showPreviewText } from "./previewText.ts";
import type { AskServer } from "./request.ts";
import { previewTitle, sizeChange } from "./words.ts";

export interface Chosen {
  readonly subject: Subject;
  readonly preview: OptimizePreview;
  readonly picked: readonly OptimizeItem[];
}

/** Where a preview has its text from, and how the user chooses anew. */
export interface PreviewSource {
  readonly ask: AskServer;
  choose(offer: OptimizePreview, options: ListOptions): Promise<readonly OptimizeItem[] | undefined>;
}

const settled = 300;

/** One open comparison of a file with what it would become; ends when its tab is closed. */
export class Preview {
  readonly subject: Subject;
  readonly #source: PreviewSource;
  readonly #text: ReturnType<typeof showPreviewText>;
  readonly #onDidEnd = new vscode.EventEmitter<void>();
  readonly onDidEnd = this.#onDidEnd.event;
  readonly #listeners: vscode.Disposable;
  #preview: OptimizePreview;
  #picked: readonly OptimizeItem[];
  #shownTitle = "";
  #ended = false;
  #later: NodeJS.Timeout | undefined;
  /** Tabs are exchanged one after the other. */
  #showing: Promise<void> = Promise.resolve();

  constructor({ subject, preview, picked }: Chosen, source: PreviewSource) {
    const { document } = subject;
    this.subject = subject;
    this.#source = source;
    this.#preview = preview;
    this.#picked = picked;
    this.#text = showPreviewText(document, preview.text);
    this.#listeners = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument((change) => {
        if (change.document === document && change.contentChanges.length > 0) this.#updateSoon();
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ changed, closed }) => {
        if (closed.some((tab) => this.#isIn(tab)) && !this.#tab()) this.end();
        else if (changed.some((tab) => this.#isIn(tab))) void this.show();
      }),
    );
  }

  isAt(uri: vscode.Uri): boolean {
    return this.#text.uri.toString() === uri.toString();
  }

  /** Opens the tab; brings the title of an open one up to date as soon as that tab is in front. */
  show(): Promise<void> {
    this.#showing = this.#showing.then(() => this.#show());
    return this.#showing;
  }

  async choose(): Promise<void> {
    const chosen = await this.#source.choose(this.#preview, {
      name: this.subject.name,
      picked: this.#picked,
      preview: (picked) => this.#source.ask(this.subject, keysOf(picked)),
    });
    if (!chosen) return;
    this.#picked = chosen;
    await this.#update();
  }

  /** Applies what is shown, or shows anew when the document is no longer the one that was compared. */
  async apply(): Promise<void> {
    const { document, name } = this.subject;
    if (document.version !== this.#preview.version) {
      await this.#update();
      return tell(`$(info) ${vscode.l10n.t("The file has changed: this is the new preview")}`);
    }
    const preview = this.#preview;
    await this.discard();
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    if (!(await applyPreview(editor.document, preview)))
      return tell(`$(warning) ${vscode.l10n.t("The file could not be edited")}`);
    tell(`$(check) ${vscode.l10n.t("{0}: {1}", name, sizeChange(preview))}`);
  }

  /** Closes the tab. */
  async discard(): Promise<void> {
    const tab = this.#tab();
    this.end();
    if (tab) await vscode.window.tabGroups.close(tab);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#later);
    this.#listeners.dispose();
    this.#text.dispose();
    this.#onDidEnd.fire();
    this.#onDidEnd.dispose();
  }

  #updateSoon(): void {
    clearTimeout(this.#later);
    this.#later = setTimeout(() => this.#update(), settled);
  }

  async #update(): Promise<void> {
    const offered = this.#preview.items;
    const fresh = await this.#source.ask(this.subject, keysOf(this.#picked));
    if (!fresh) return;
    const picked = carriedOver(this.#picked, offered, fresh.items);
    const same = keysOf(picked).join() === keysOf(this.#picked).join();
    const preview = same ? fresh : await this.#source.ask(this.subject, keysOf(picked));
    if (!preview) return;
    if (this.#ended) return;
    this.#picked = picked;
    this.#preview = preview;
    this.#text.change(preview.text);
    await this.show();
  }

  async #show(): Promise<void> {
    const title = previewTitle(this.subject.name, this.#preview);
    const old = this.#tab();
    if (title === this.#shownTitle || (old && !old.isActive)) return;
    this.#shownTitle = title;
    // The title of an open tab cannot be changed, so that another tab takes its place.
    if (old) this.#text.move();
    await this.#text.open();
    await vscode.commands.executeCommand("vscode.diff", this.subject.document.uri, this.#text.uri, title, {
      preview: false,
      preserveFocus: old !== undefined && !old.group.isActive,
      ...(old && { viewColumn: old.group.viewColumn }),
    } satisfies vscode.TextDocumentShowOptions);
    if (old) await vscode.window.tabGroups.close(old, true);
  }

  #tab(): vscode.Tab | undefined {
    return vscode.window.tabGroups.all.flatMap((group) => group.tabs).find((tab) => this.#isIn(tab));
  }

  #isIn({ input }: vscode.Tab): boolean {
    return input instanceof vscode.TabInputTextDiff && this.isAt(input.modified);
  }
}

function keysOf(items: readonly OptimizeItem[]): readonly string[] {
  return items.map((item) => item.key);
}
