import * as vscode from "vscode";

/** The menus of package.json show the preview's buttons where this scheme is. */
const previewScheme = "plimsoll-preview";

const texts = new Map<string, string>();
const onDidChange = new vscode.EventEmitter<vscode.Uri>();

/** Serves the texts of all previews as read-only documents. */
export function registerPreviewTexts(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(previewScheme, {
    onDidChange: onDidChange.event,
    provideTextDocumentContent: (uri) => texts.get(uri.toString()),
  });
}

interface PreviewText extends vscode.Disposable {
  readonly uri: vscode.Uri;
  /** Makes it what the original is, also where the name does not say so. */
  open(): Promise<void>;
  change(text: string): void;
  /** Gives the text an address of its own again, for a tab of its own. */
  move(): void;
}

let count = 0;

export function showPreviewText(
  { uri: original, languageId }: vscode.TextDocument,
  text: string,
): PreviewText {
  let now = text;
  let uri = freshUri(original);
  texts.set(uri.toString(), now);
  return {
    get uri() {
      return uri;
    },
    async open() {
      const document = await vscode.workspace.openTextDocument(uri);
      if (document.languageId !== languageId)
        await vscode.languages.setTextDocumentLanguage(document, languageId);
    },
    change(changed) {
      now = changed;
      texts.set(uri.toString(), now);
      onDidChange.fire(uri);
    },
    move() {
      texts.delete(uri.toString());
      uri = freshUri(original);
      texts.set(uri.toString(), now);
    },
    dispose() {
      texts.delete(uri.toString());
    },
  };
}

/** Has the name of the original, which the tab and the breadcrumbs show. */
function freshUri(original: vscode.Uri): vscode.Uri {
  count += 1;
  const path = original.path.startsWith("/") ? original.path : `/${original.path}`;
  return original.with({ scheme: previewScheme, path, query: `${count}` });
}
