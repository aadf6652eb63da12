import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import {
  type ConversionItem,
  type ConversionPreview,
  convertRequest,
} from "../../server/src/protocol/messages.ts";
import type { Previews } from "./optimize/previews.ts";
import { type AskServer, askThrough } from "./optimize/request.ts";
import { findSubject, type Subject } from "./subject.ts";
import { inform, tell } from "./tell.ts";

/** What a code action or a script may hand over; the Dockerfile in front and a list of bases when nothing is. */
type Target = vscode.Uri | string | { readonly uri?: vscode.Uri; readonly base?: string };

/** "Convert to Multi-Stage Build…" */
export function registerMultiStage(client: BaseLanguageClient, previews: Previews): vscode.Disposable {
  const ask = askThrough<ConversionPreview>(client, convertRequest);
  return vscode.commands.registerCommand("plimsoll.convertToMultiStage", async (target?: Target) => {
    const { uri = vscode.window.activeTextEditor?.document.uri, base } = wishOf(target);
    const hint = vscode.l10n.t("Open a Dockerfile to convert it");
    const subject = previews.at(uri)?.subject ?? (await findSubject(client, { uri, several: "ask", hint }));
    if (!subject) return;
    const { name } = subject;
    const offer = await ask(subject);
    if (!offer)
      return tell(`$(warning) ${vscode.l10n.t("Plimsoll could not look at {0}: see its log", name)}`);
    if (offer.items.length === 0)
      return inform(
        offer.reason ? vscode.l10n.t("{0}.", offer.reason) : vscode.l10n.t("Nothing to convert."),
      );
    const item = offer.items.find((one) => one.base === base) ?? (await chooseBase(offer.items, name));
    const preview = item && (await ask(subject, [item.key]));
    if (!preview) return;
    await previews.show({ subject, preview, picked: [item] }, { ask, choose: chooseAnew(ask, subject) });
  });
}

/** The button of the preview shows the bases again, for the text as it is by now. */
function chooseAnew(ask: AskServer<ConversionPreview>, subject: Subject) {
  return async () => {
    const offer = await ask(subject);
    const item = offer && (await chooseBase(offer.items, subject.name));
    return item && [item];
  };
}

interface Row extends vscode.QuickPickItem {
  readonly item: ConversionItem;
}

async function chooseBase(
  items: readonly ConversionItem[],
  name: string,
): Promise<ConversionItem | undefined> {
  const isAlone = (item: ConversionItem): boolean =>
    items.filter(({ base }) => base === item.base).length === 1;
  const rows = items.map((item): Row => {
    const { base, title, size, gain, isDraft, assumption } = item;
    const figures = [
      isDraft && vscode.l10n.t("draft"),
      gain && vscode.l10n.t("saves {0}", gain),
      size,
    ].filter(Boolean);
    return {
      item,
      label: isAlone(item) ? base : title,
      description: figures.join(" · "),
      ...(assumption && { detail: vscode.l10n.t("if {0}", assumption) }),
    };
  });
  const chosen = await vscode.window.showQuickPick(rows, {
    title: vscode.l10n.t("Convert {0} to a multi-stage build", name),
    placeHolder: vscode.l10n.t("Image that the program is to run on"),
    matchOnDetail: true,
  });
  return chosen?.item;
}

function wishOf(target: Target | undefined): { readonly uri?: vscode.Uri; readonly base?: string } {
  if (!target) return {};
  if (typeof target === "string") return { uri: vscode.Uri.parse(target) };
  return target instanceof vscode.Uri ? { uri: target } : target;
}
