import type { Locator } from "playwright-core";
import type { Editor } from "./editor.ts";

/**
 * Runs a command that asks something, and waits for the title of its list. The palette gives way to the list, so that
 * waiting for the palette to close would wait for ever.
 */
export async function openListOf(editor: Editor, command: string, title: string): Promise<void> {
  const { page } = editor;
  await editor.pressUntil("F1", page.locator(".quick-input-widget input.input"));
  await page.locator(".quick-input-widget input.input").fill(`>Plimsoll: ${command}`);
  await page.locator(".quick-input-list .monaco-list-row.focused").filter({ hasText: command }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".quick-input-title").filter({ hasText: title }).waitFor();
  await page.waitForTimeout(500); // it fades in
}

/** The list of changes. */
export const openList = (editor: Editor): Promise<void> =>
  openListOf(editor, "Optimize Dockerfile", "layers");

/** The tab with the preview. */
export const previewTab = ({ page }: Editor): Locator =>
  page.locator(".tab").filter({ hasText: "↔ optimized" });

/** A button above the editor. */
export const button = ({ page }: Editor, name: string): Locator =>
  page.locator(".editor-actions").getByRole("button", { name }).first();
