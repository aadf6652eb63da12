import type { Locator } from "playwright-core";
import type { Editor } from "./editor.ts";

/** Opens the list of changes. The palette gives way to it, so that waiting for the palette to close would wait for ever. */
export async function openList(editor: Editor): Promise<void> {
  const { page } = editor;
  await editor.pressUntil("F1", page.locator(".quick-input-widget input.input"));
  await page.locator(".quick-input-widget input.input").fill(">Plimsoll: Optimize Dockerfile");
  await page
    .locator(".quick-input-list .monaco-list-row.focused")
    .filter({ hasText: "Optimize Dockerfile" })
    .waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".quick-input-title").filter({ hasText: "layers" }).waitFor();
  await page.waitForTimeout(500); // it fades in
}

/** The tab with the preview. */
export const previewTab = ({ page }: Editor): Locator =>
  page.locator(".tab").filter({ hasText: "↔ optimized" });

/** A button above the editor. */
export const button = ({ page }: Editor, name: string): Locator =>
  page.locator(".editor-actions").getByRole("button", { name }).first();
