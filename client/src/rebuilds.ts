import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { type Rebuilds, type RebuildsParams, rebuildsRequest } from "../../server/src/protocol/messages.ts";
import { askServer } from "./askServer.ts";
import { fileNameOf } from "./names.ts";
import { inform, tell } from "./tell.ts";

const mostDockerfiles = 50;

/** "What Does Changing This File Rebuild?" */
export function registerRebuilds(client: BaseLanguageClient, patterns: readonly string[]): vscode.Disposable {
  return vscode.commands.registerCommand("plimsoll.whatRebuilds", async (target?: vscode.Uri) => {
    const uri = target ?? vscode.window.activeTextEditor?.document.uri;
    if (!uri) return tell(`$(info) ${vscode.l10n.t("Open a file to see what changing it rebuilds")}`);
    const name = fileNameOf(uri);
    const title = vscode.l10n.t("Looking at what changing {0} rebuilds", name);
    const answer = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
      ask(client, uri, patterns),
    );
    if (!answer) return tell(`$(warning) ${vscode.l10n.t("Plimsoll could not look at it: see its log")}`);
    if (answer.groups.length > 0) return choose(name, answer);
    inform(
      vscode.l10n.t(
        "Changing {0} rebuilds nothing: {1}.",
        name,
        answer.reason ?? vscode.l10n.t("no Dockerfile takes it"),
      ),
    );
  });
}

/** Undefined when the server failed; the log says how. */
async function ask(
  client: BaseLanguageClient,
  uri: vscode.Uri,
  patterns: readonly string[],
): Promise<Rebuilds | undefined> {
  const asUri = client.code2ProtocolConverter.asUri;
  const params: RebuildsParams = { uri: asUri(uri), dockerfiles: (await dockerfiles(patterns)).map(asUri) };
  return (await askServer<Rebuilds>(client, rebuildsRequest, params, uri)) ?? undefined;
}

/** Those that are open, whatever they are called, then those with a usual name. */
async function dockerfiles(patterns: readonly string[]): Promise<readonly vscode.Uri[]> {
  const open = vscode.workspace.textDocuments.filter(
    ({ languageId, uri }) => languageId === "dockerfile" && uri.scheme === "file",
  );
  const found = await vscode.workspace.findFiles(
    `**/{${patterns.join(",")}}`,
    "**/node_modules/**",
    mostDockerfiles,
  );
  const all = [...open.map(({ uri }) => uri), ...found.filter(({ path }) => !path.endsWith("ignore"))];
  return [...new Map(all.map((uri) => [uri.toString(), uri])).values()].slice(0, mostDockerfiles);
}

interface Row extends vscode.QuickPickItem {
  readonly place?: { readonly uri: vscode.Uri; readonly selection: vscode.Range };
}

async function choose(name: string, { groups }: Rebuilds): Promise<void> {
  const rows = groups.flatMap(({ uri, title, items }): readonly Row[] => [
    { label: title, kind: vscode.QuickPickItemKind.Separator },
    ...items.map(({ range: { start, end }, label, place, why }) => ({
      label,
      description: place,
      detail: why,
      place: {
        uri: vscode.Uri.parse(uri),
        selection: new vscode.Range(start.line, start.character, end.line, end.character),
      },
    })),
  ]);
  const chosen = await vscode.window.showQuickPick(rows, {
    title: vscode.l10n.t("Changing {0} runs these again", name),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!chosen?.place) return;
  const { uri, selection } = chosen.place;
  await vscode.window.showTextDocument(uri, { selection });
}
