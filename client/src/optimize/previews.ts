import * as vscode from "vscode";
import { type Chosen, Preview, type PreviewSource } from "./preview.ts";
import { registerPreviewTexts } from "./previewText.ts";

/** The open comparisons and their buttons; a document has at most one. */
export class Previews {
  readonly #open = new Set<Preview>();

  register(): vscode.Disposable {
    // The buttons hand over the address of the text on the right; the palette and a key hand over nothing.
    const onPreview = (act: (preview: Preview) => Promise<void>) => async (uri?: vscode.Uri) => {
      const preview = this.at(uri ?? addressInFront());
      if (preview) await act(preview);
    };
    return vscode.Disposable.from(
      registerPreviewTexts(),
      vscode.commands.registerCommand(
        "plimsoll.preview.apply",
        onPreview((preview) => preview.apply()),
      ),
      vscode.commands.registerCommand(
        "plimsoll.preview.choose",
        onPreview((preview) => preview.choose()),
      ),
      vscode.commands.registerCommand(
        "plimsoll.preview.discard",
        onPreview((preview) => preview.discard()),
      ),
      new vscode.Disposable(() => {
        for (const preview of this.#open) preview.end();
      }),
    );
  }

  /** The one whose text on the right has this address. */
  at(uri: vscode.Uri | undefined): Preview | undefined {
    return [...this.#open].find((preview) => uri && preview.isAt(uri));
  }

  async show(chosen: Chosen, source: PreviewSource): Promise<void> {
    for (const other of this.#open)
      if (other.subject.document === chosen.subject.document) await other.discard();
    const preview = new Preview(chosen, source);
    this.#open.add(preview);
    preview.onDidEnd(() => this.#open.delete(preview));
    await preview.show();
  }
}

function addressInFront(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
}
