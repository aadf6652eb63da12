import { openListOf } from "../support/optimize.ts";
import type { Story } from "../support/story.ts";

const text = `FROM node:20
COPY . /app
RUN apt-get update && apt-get install -y curl
RUN npm install
CMD npm start
`;

export const stories: readonly Story[] = [
  {
    title: "in Chinese: problems, lens, hover, quick fixes",
    window: "chinese",
    files: { Dockerfile: text },
    async play(editor) {
      const { page } = editor;
      await editor.open("Dockerfile");
      await editor.analysed();
      const rows = await editor.problems();
      await rows.filter({ hasText: "root" }).first().waitFor();
      await editor.shot("chinese-problems");
      await editor.hover("npm install", "层");
      await editor.shot("chinese-hover");
      await page.keyboard.press("Escape");
      await editor.cursorAt("apt-get update");
      await editor.pressUntil("Control+Period", page.locator(".action-widget"));
      await page.locator(".action-widget").filter({ hasText: "忽略" }).first().waitFor();
      await editor.shot("chinese-fixes");
    },
  },
  {
    title: "in Chinese: Optimize, the image report and the language status",
    window: "chinese",
    files: { Dockerfile: text },
    async play(editor) {
      const { page } = editor;
      await editor.open("Dockerfile");
      await editor.analysed();
      await editor.pressUntil("F1", page.locator(".quick-input-widget input.input"));
      await page.locator(".quick-input-widget input.input").fill(">Plimsoll");
      await page
        .locator(".quick-input-list .monaco-list-row")
        .filter({ hasText: "优化 Dockerfile" })
        .waitFor();
      await editor.shot("chinese-palette");
      await page.keyboard.press("Escape");
      await openListOf(editor, "优化 Dockerfile", "层");
      await editor.shot("chinese-optimize");
      await page.keyboard.press("Escape");

      await page.locator(".statusbar-item#status\\.languageStatus").hover();
      await page.locator(".hover-language-status").first().waitFor();
      await editor.shot("chinese-status");
      await editor.command("Plimsoll: 镜像报告");
      const report = page.frameLocator("iframe.webview").frameLocator("iframe");
      await report.getByRole("heading").filter({ hasText: "字节" }).first().waitFor();
      await editor.shot("chinese-report");
    },
  },
];
