import * as vscode from "vscode";
import type { OptimizeItem, OptimizePreview } from "../../../server/src/protocol/messages.ts";
import { itemDescription, sizeChange } from "./words.ts";

/** What a caller of the command may ask for instead of being shown the list; strings are rule ids or keys. */
export type Pick = "safe" | "all" | readonly string[];

/** The items that are ticked when nobody has chosen yet. */
export function pickedBy(pick: Pick, items: readonly OptimizeItem[]): readonly OptimizeItem[] {
  if (pick === "all") return items;
  if (pick === "safe") return items.filter((item) => item.safety === "safe");
  return items.filter((item) => pick.includes(item.rule) || pick.includes(item.key));
}

/**
 * The same choice in a text that has changed since. An item that was offered before keeps its tick; one that was not
 * takes it over from the item that said the same.
 */
export function carriedOver(
  picked: readonly OptimizeItem[],
  offered: readonly OptimizeItem[],
  items: readonly OptimizeItem[],
): readonly OptimizeItem[] {
  const pickedKeys = new Set(picked.map((item) => item.key));
  const offeredKeys = new Set(offered.map((item) => item.key));
  const saysTheSame = (a: OptimizeItem, b: OptimizeItem): boolean => a.rule === b.rule && a.title === b.title;
  return items.filter((item) =>
    offeredKeys.has(item.key) ? pickedKeys.has(item.key) : picked.some((other) => saysTheSame(other, item)),
  );
}

export interface ListOptions {
  /** Of what is optimized. */
  readonly name: string;
  readonly picked: readonly OptimizeItem[];
  /** What the list's title tells while ticks are set and taken away. */
  readonly preview: (picked: readonly OptimizeItem[]) => Promise<OptimizePreview | undefined>;
}

interface Row extends vscode.QuickPickItem {
  readonly item?: OptimizeItem;
}

const settled = 150;

/** Lets the user tick what is to be done; `undefined` when the list was left with Escape. */
export function chooseItems(
  { items }: OptimizePreview,
  { name, picked, preview }: ListOptions,
): Promise<readonly OptimizeItem[] | undefined> {
  const list = vscode.window.createQuickPick<Row>();
  const rows = rowsOf(items);
  list.canSelectMany = true;
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.placeholder = vscode.l10n.t("Changes to preview");
  list.items = rows;
  const pickedKeys = new Set(picked.map((item) => item.key));
  list.selectedItems = rows.filter((row) => row.item && pickedKeys.has(row.item.key));

  const ticked = (): readonly OptimizeItem[] => list.selectedItems.flatMap((row) => row.item ?? []);
  let turn = 0;
  const tellSizes = async (): Promise<void> => {
    turn += 1;
    const mine = turn;
    const now = await preview(ticked());
    if (now && mine === turn) list.title = vscode.l10n.t("Optimize {0}: {1}", name, sizeChange(now));
  };
  list.title = vscode.l10n.t("Optimize {0}", name);
  void tellSizes();

  let later: NodeJS.Timeout | undefined;
  list.onDidChangeSelection(() => {
    clearTimeout(later);
    later = setTimeout(tellSizes, settled);
  });
  return new Promise((resolve) => {
    list.onDidAccept(() => {
      resolve(ticked());
      list.hide();
    });
    list.onDidHide(() => {
      clearTimeout(later);
      turn += 1;
      resolve(undefined);
      list.dispose();
    });
    list.show();
  });
}

function rowsOf(items: readonly OptimizeItem[]): readonly Row[] {
  return [
    ...group(
      vscode.l10n.t("Safe"),
      items.filter((item) => item.safety === "safe"),
    ),
    ...group(
      vscode.l10n.t("Review"),
      items.filter((item) => item.safety === "review"),
    ),
  ];
}

function group(label: string, items: readonly OptimizeItem[]): readonly Row[] {
  if (items.length === 0) return [];
  const rows = items.map((item) => ({
    item,
    label: item.title,
    description: itemDescription(item),
    ...(item.assumption && { detail: item.assumption }),
  }));
  return [{ label, kind: vscode.QuickPickItemKind.Separator }, ...rows];
}
