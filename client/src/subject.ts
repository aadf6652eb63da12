import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { mayHoldDockerfiles } from "../../server/src/host/inline/names.ts";
import {
  type DockerfileInside,
  type DockerfilesInside,
  type InsideParams,
  insideRequest,
} from "../../server/src/protocol/messages.ts";
import { askServer } from "./askServer.ts";
import { fileNameOf, ownerInWords } from "./names.ts";
import { tell } from "./tell.ts";

/** What a command is about: a Dockerfile, one inside another file, or all in that file. */
export interface Subject {
  /** What is open. */
  readonly document: vscode.TextDocument;
  /** The address that the server knows it by: that of the document, with its owner as the fragment for one inside. */
  readonly uri: vscode.Uri;
  /** As the user knows it: "Dockerfile", "compose.yaml: services.web". */
  readonly name: string;
}

interface Wish {
  /** What a menu or a link hands over, else the file in front. */
  readonly uri: vscode.Uri | undefined;
  /** What is meant by a file with several Dockerfiles when the cursor stands in none of them. */
  readonly several: "all" | "ask";
  /** Told where there is no Dockerfile at all. */
  readonly hint: string;
}

/** Undefined when there is none, which the user is told, and when the user has left the list. */
export async function findSubject(
  client: BaseLanguageClient,
  { uri, several, hint }: Wish,
): Promise<Subject | undefined> {
  const document = uri && (await vscode.workspace.openTextDocument(documentUri(uri)));
  if (document?.languageId === "dockerfile") return subjectOf(document);
  if (!uri || !document || !mayHoldDockerfiles(document.uri.path)) return void tell(`$(info) ${hint}`);
  if (uri.fragment) return subjectOf(document, uri.fragment);
  const inside = await dockerfilesIn(client, document);
  if (!inside) return void tell(`$(info) ${hint}`);
  const { items, reason } = inside;
  if (items.length === 0) return void tell(`$(info) ${fileNameOf(document.uri)}: ${reason}`);
  const [only, another] = items;
  const here = atCursor(document, items) ?? (another ? undefined : only);
  if (here) return subjectOf(document, here.owner);
  return several === "all" ? subjectOf(document) : choose(document, items);
}

/** The address of the document that shows what an address means. A cell of a notebook has a fragment of its own. */
export function documentUri(uri: vscode.Uri): vscode.Uri {
  return mayHoldDockerfiles(uri.path) ? uri.with({ fragment: "" }) : uri;
}

/** "Dockerfile", "compose.yaml: services.web" */
export function nameOf(uri: vscode.Uri): string {
  const name = fileNameOf(uri);
  return uri.fragment && mayHoldDockerfiles(uri.path) ? `${name}: ${ownerInWords(uri.fragment)}` : name;
}

function subjectOf(document: vscode.TextDocument, owner?: string): Subject {
  const uri = owner === undefined ? document.uri : document.uri.with({ fragment: owner });
  return { document, uri, name: nameOf(uri) };
}

function dockerfilesIn(
  client: BaseLanguageClient,
  { uri }: vscode.TextDocument,
): Promise<DockerfilesInside | null | undefined> {
  const params: InsideParams = { textDocument: { uri: client.code2ProtocolConverter.asUri(uri) } };
  return askServer<DockerfilesInside>(client, insideRequest, params, uri);
}

/** Where it stands within a line, as in JSON, the whole line counts for the only one there. */
function atCursor(
  document: vscode.TextDocument,
  items: readonly DockerfileInside[],
): DockerfileInside | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document !== document) return undefined;
  const { active } = editor.selection;
  const [onLine, another] = items.filter(
    ({ range: { start, end } }) => start.line <= active.line && active.line <= end.line,
  );
  return items.find(({ range }) => rangeOf(range).contains(active)) ?? (another ? undefined : onLine);
}

interface Row extends vscode.QuickPickItem {
  readonly owner: string;
}

async function choose(
  document: vscode.TextDocument,
  items: readonly DockerfileInside[],
): Promise<Subject | undefined> {
  const rows = items.map(
    ({ owner, range }): Row => ({
      owner,
      label: ownerInWords(owner),
      description: vscode.l10n.t("line {0}", range.start.line + 1),
    }),
  );
  const chosen = await vscode.window.showQuickPick(rows, {
    title: vscode.l10n.t("Dockerfiles in {0}", fileNameOf(document.uri)),
    placeHolder: vscode.l10n.t("Dockerfile to look at"),
  });
  return chosen && subjectOf(document, chosen.owner);
}

function rangeOf({ start, end }: DockerfileInside["range"]): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
