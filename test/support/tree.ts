import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

/** A folder with these files, by content or by size alone; goes with the test. */
export function folderWith(files: Readonly<Record<string, string | number>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "plimsoll-tree-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : "");
    if (typeof content === "number") truncateSync(file, content);
  }
  return folder;
}
