import type { FrameLocator } from "playwright-core";
import type { Editor } from "../support/editor.ts";
import type { Story } from "../support/story.ts";

export const stories: readonly Story[] = [
  {
    title: "Image Report: figures beside the file, a click goes to the line, typing brings new figures",
    folder: "examples/node-express",
    files: { ".vscode/settings.json": '{ "files.autoSave": "off" }' },
    async play(editor) {
      const { page } = editor;
      await editor.open("Dockerfile");
      await editor.squiggles().first().waitFor();
      await editor.command("Plimsoll: Image Report");
      await page.locator(".tab").filter({ hasText: "Image Report: Dockerfile" }).waitFor();
      const report = frame(editor);
      await report.locator(".headline").filter({ hasText: "GB" }).waitFor();
      await report.locator("#bases svg:visible").waitFor();
      await editor.shot("report");

      const bar = report.locator("#cache svg:visible a[data-line='10']").first();
      await bar.scrollIntoViewIfNeeded();
      await bar.click();
      await page
        .locator(".statusbar-item")
        .filter({ hasText: /Ln 10, Col 1/ })
        .waitFor();
      await editor.shot("report-line");

      // A smaller base, and the headline follows.
      await editor.cursorAt("node:20");
      await page.keyboard.press("Home");
      await page.keyboard.press("Shift+End");
      await page.keyboard.type("FROM node:22-alpine");
      await page.keyboard.press("Escape");
      await report.locator(".headline").filter({ hasNotText: "GB" }).filter({ hasText: "MB" }).waitFor();
      await editor.shot("report-typed");
    },
  },
];

/** A page in VS Code lies in a frame within a frame. */
function frame({ page }: Editor): FrameLocator {
  return page.frameLocator("iframe.webview").frameLocator("iframe#active-frame");
}
