import { posix } from "node:path";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { tell } from "../tell.ts";
import { chooseItems, type Pick, pickedBy } from "./picks.ts";
import { type Chosen, Preview } from "./preview.ts";
import { registerPreviewTexts } from "./previewText.ts";
import { type AskServer, askThrough } from "./request.ts";

/** What a menu, a link or a script may hand to the command; the Dockerfile in front when nothing is. */
type Target = vscode.Uri | string | { readonly uri?: vscode.Uri | string; readonly pick?: Pick };

export function registerOptimize(client: LanguageClient): vscode.Disposable {
  const ask = askThrough(client);
  const open = new Set<Preview>();

  const optimize = async (target?: Target): Promise<void> => {
    const { uri = vscode.window.activeTextEditor?.document.uri, pick } = wishOf(target);
    const document = previewAt(uri)?.document ?? (await dockerfileAt(uri));
    if (!document) return tell("$(info) Open a Dockerfile to optimize it");
    const chosen = await choose(document, ask, pick);
    if (!chosen) return;
    for (const other of open) if (other.document === document) await other.discard();
    const preview = new Preview(chosen, ask);
    open.add(preview);
    preview.onDidEnd(() => open.delete(preview));
    await preview.show();
  };

  const previewAt = (uri: vscode.Uri | undefined): Preview | undefined =>
    [...open].find((preview) => uri && preview.isAt(uri));

  // The buttons hand over the address of the text on the right; the palette and a key hand over nothing.
  const onPreview = (act: (preview: Preview) => Promise<void>) => async (uri?: vscode.Uri) => {
    const preview = previewAt(uri ?? addressInFront());
    if (preview) await act(preview);
  };

  return vscode.Disposable.from(
    registerPreviewTexts(),
    vscode.commands.registerCommand("plimsoll.optimize", optimize),
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
      for (const preview of open) preview.end();
    }),
  );
}

async function choose(
  document: vscode.TextDocument,
  ask: AskServer,
  pick?: Pick,
): Promise<Chosen | undefined> {
  const fileName = posix.basename(document.uri.path);
  const offer = await ask(document);
  if (!offer) return void tell(`$(warning) Plimsoll could not look at ${fileName}: see its log`);
  if (offer.items.length === 0) return void tell(`$(check) Nothing to optimize in ${fileName}`);

  const previewOf = (items: Chosen["picked"]) =>
    ask(
      document,
      items.map((item) => item.key),
    );
  const picked = pick
    ? pickedBy(pick, offer.items)
    : await chooseItems(offer, { fileName, picked: pickedBy("safe", offer.items), preview: previewOf });
  if (!picked) return undefined;
  const preview = await previewOf(picked);
  if (!preview) return undefined;
  const changesNothing = preview.edits.length === 0 && preview.files.length === 0;
  if (changesNothing) return void tell(`$(info) Nothing chosen: ${fileName} stays as it is`);
  return { document, preview, picked };
}

function wishOf(target: Target | undefined): { readonly uri?: vscode.Uri; readonly pick?: Pick } {
  if (!target) return {};
  if (typeof target === "string") return { uri: vscode.Uri.parse(target) };
  if (target instanceof vscode.Uri) return { uri: target };
  return { ...(target.uri && wishOf(target.uri)), ...(target.pick && { pick: target.pick }) };
}

async function dockerfileAt(uri: vscode.Uri | undefined): Promise<vscode.TextDocument | undefined> {
  const document = uri && (await vscode.workspace.openTextDocument(uri));
  return document?.languageId === "dockerfile" ? document : undefined;
}

function addressInFront(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
}
