import type { Editor } from "./editor.ts";
import { openListOf } from "./optimize.ts";

/** With the Dockerfile in front: the palette, the list of Optimize, the language status and the report. */
export async function lookAround(editor: Editor, pictures: string): Promise<void> {
  const { page } = editor;
  await editor.pressUntil("F1", page.locator(".quick-input-widget input.input"));
  await page.locator(".quick-input-widget input.input").fill(">Plimsoll");
  await page.locator(".quick-input-list .monaco-list-row").filter({ hasText: "优化 Dockerfile" }).waitFor();
  await editor.shot(`${pictures}-palette`);
  await page.keyboard.press("Escape");
  await openListOf(editor, "优化 Dockerfile", "层");
  await editor.shot(`${pictures}-optimize`);
  await page.keyboard.press("Escape");

  await page.locator(".statusbar-item#status\\.languageStatus").hover();
  await page.locator(".hover-language-status").first().waitFor();
  await editor.shot(`${pictures}-status`);
  await editor.command("Plimsoll: 镜像报告");
  const report = page.frameLocator("iframe.webview").frameLocator("iframe");
  await report.getByRole("heading").filter({ hasText: "字节" }).first().waitFor();
  await editor.shot(`${pictures}-report`);
}

/** A hover of the first words, and the list of quick fixes for the second. */
export async function lookAtLine(
  editor: Editor,
  pictures: string,
  [hovered, mended]: readonly [string, string],
): Promise<void> {
  const { page } = editor;
  await editor.hover(hovered, "层");
  await editor.shot(`${pictures}-hover`);
  await page.keyboard.press("Escape");
  await editor.cursorAt(mended);
  await editor.pressUntil("Control+Period", page.locator(".action-widget"));
  await page.locator(".action-widget").filter({ hasText: "忽略" }).first().waitFor();
  await editor.shot(`${pictures}-fixes`);
}
