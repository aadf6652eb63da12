import type { OptimizeItem, OptimizePreview } from "../../../server/src/protocol/messages.ts";

/** "≈ 1.1 GB → ≈ 310 MB, 9 → 6 layers", as far as it is known. */
export function sizeChange({ before, after }: Pick<OptimizePreview, "before" | "after">): string {
  const size = before.short && after.short ? `${change(before.short, after.short)}, ` : "";
  return `${size}${change(before.layers, after.layers)} ${after.layers === 1 ? "layer" : "layers"}`;
}

/** Title of the tab that compares a file with its optimized text. */
export function previewTitle(fileName: string, preview: OptimizePreview): string {
  const files = preview.files.map((file) => `, + ${file.uri.slice(file.uri.lastIndexOf("/") + 1)}`);
  return `${fileName} ↔ optimized (${sizeChange(preview)}${files.join("")})`;
}

/** What stands behind the title of an item: "saves ≈ 309 MB · slim-base · line 3". */
export function itemDescription({ title, gain, rule, line, count }: OptimizeItem): string {
  const place = line === undefined ? undefined : `line ${line + 1}`;
  const places = count > 1 ? `${count} places` : place;
  const saving = gain && !title.includes(gain) ? `saves ${gain}` : undefined;
  return [saving, rule, places].filter(Boolean).join(" · ");
}

function change(before: string | number, after: string | number): string {
  return before === after ? `${after}` : `${before} → ${after}`;
}
