import * as vscode from "vscode";
import type { OptimizeItem, OptimizePreview } from "../../../server/src/protocol/messages.ts";
import { ownerInWords } from "../names.ts";

/** "≈ 1.1 GB → ≈ 310 MB, 9 → 6 layers", as far as it is known. */
export function sizeChange({ before, after }: Pick<OptimizePreview, "before" | "after">): string {
  const count = change(before.layers, after.layers);
  const layers = after.layers === 1 ? vscode.l10n.t("{0} layer", count) : vscode.l10n.t("{0} layers", count);
  return before.short && after.short
    ? vscode.l10n.t("{0}, {1}", change(before.short, after.short), layers)
    : layers;
}

/** Title of the tab that compares a file with its optimized text. */
export function previewTitle(name: string, preview: OptimizePreview): string {
  const files = preview.files.map((file) => `, + ${file.uri.slice(file.uri.lastIndexOf("/") + 1)}`);
  return vscode.l10n.t("{0} ↔ optimized ({1})", name, `${sizeChange(preview)}${files.join("")}`);
}

const mostReasons = 3;

/** What stays as it is and why, in sentences. */
export function leftOutInWords({ leftOut }: OptimizePreview): string {
  const sentences = leftOut.slice(0, mostReasons).map((one) => vscode.l10n.t("{0}.", one));
  return [...sentences, ...(leftOut.length > mostReasons ? ["…"] : [])].join(" ");
}

/** What stands behind the title of an item: "saves ≈ 309 MB · slim-base · services.web · line 3". */
export function itemDescription({ title, gain, rule, line, count, owner }: OptimizeItem): string {
  const place = line === undefined ? undefined : vscode.l10n.t("line {0}", line + 1);
  const places = count > 1 ? vscode.l10n.t("{0} places", count) : place;
  const saving = gain && !title.includes(gain) ? vscode.l10n.t("saves {0}", gain) : undefined;
  return [saving, rule, owner && ownerInWords(owner), places].filter(Boolean).join(" · ");
}

function change(before: string | number, after: string | number): string {
  return before === after ? `${after}` : `${before} → ${after}`;
}
