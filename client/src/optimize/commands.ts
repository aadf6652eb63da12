import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { optimizeRequest } from "../../../server/src/protocol/messages.ts";
import { findSubject, type Subject } from "../subject.ts";
import { inform, tell } from "../tell.ts";
import { chooseItems, type Pick, pickedBy } from "./picks.ts";
import type { Chosen } from "./preview.ts";
import type { Previews } from "./previews.ts";
import { type AskServer, askThrough } from "./request.ts";
import { leftOutInWords } from "./words.ts";

/** What a menu, a link or a script may hand to the command; the Dockerfile in front when nothing is. */
type Target = vscode.Uri | string | { readonly uri?: vscode.Uri | string; readonly pick?: Pick };

export function registerOptimize(client: BaseLanguageClient, previews: Previews): vscode.Disposable {
  const ask = askThrough(client, optimizeRequest);
  return vscode.commands.registerCommand("plimsoll.optimize", async (target?: Target): Promise<void> => {
    const { uri = vscode.window.activeTextEditor?.document.uri, pick } = wishOf(target);
    const hint = vscode.l10n.t("Open a Dockerfile to optimize it");
    const subject = previews.at(uri)?.subject ?? (await findSubject(client, { uri, several: "all", hint }));
    const chosen = subject && (await choose(subject, ask, pick));
    if (chosen) await previews.show(chosen, { ask, choose: chooseItems });
  });
}

async function choose(subject: Subject, ask: AskServer, pick?: Pick): Promise<Chosen | undefined> {
  const { name } = subject;
  const offer = await ask(subject);
  if (!offer)
    return void tell(`$(warning) ${vscode.l10n.t("Plimsoll could not look at {0}: see its log", name)}`);
  const leavesOut = offer.leftOut.length > 0;
  if (leavesOut) inform(leftOutInWords(offer));
  if (offer.items.length === 0)
    return leavesOut ? undefined : void tell(`$(check) ${vscode.l10n.t("Nothing to optimize in {0}", name)}`);

  const previewOf = (items: Chosen["picked"]) =>
    ask(
      subject,
      items.map((item) => item.key),
    );
  const picked = pick
    ? pickedBy(pick, offer.items)
    : await chooseItems(offer, { name, picked: pickedBy("safe", offer.items), preview: previewOf });
  if (!picked) return undefined;
  const preview = await previewOf(picked);
  if (!preview) return undefined;
  const changesNothing = preview.edits.length === 0 && preview.files.length === 0;
  if (changesNothing)
    return void tell(`$(info) ${vscode.l10n.t("Nothing chosen: {0} stays as it is", name)}`);
  return { subject, preview, picked };
}

function wishOf(target: Target | undefined): { readonly uri?: vscode.Uri; readonly pick?: Pick } {
  if (!target) return {};
  if (typeof target === "string") return { uri: vscode.Uri.parse(target) };
  if (target instanceof vscode.Uri) return { uri: target };
  return { ...(target.uri && wishOf(target.uri)), ...(target.pick && { pick: target.pick }) };
}
