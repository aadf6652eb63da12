import { lookAround, lookAtLine } from "../support/chinese.ts";
import type { Editor } from "../support/editor.ts";
import { button, openList, previewTab } from "../support/optimize.ts";
import type { Story } from "../support/story.ts";

const dockerfile = "FROM python:3.13-slim\nCOPY . /app\nRUN pip install flask\n";

export const stories: readonly Story[] = [
  {
    title: "without a server: problems, a hover, a quick fix, and nothing is offered that needs a disk",
    window: "web",
    files: { Dockerfile: dockerfile },
    async play(editor) {
      await openFromExplorer(editor, "Dockerfile");
      await editor.squiggles().first().waitFor();
      await editor.analysed();
      await editor.hover("pip install", "pip keeps its download cache");
      await editor.shot("web-hover");
      await editor.cursorAt("install");
      await editor.quickFix("--no-cache-dir");
      await editor.shows("pip install --no-cache-dir flask");
      // What needs the disk is not offered.
      const { page } = editor;
      await editor.pressUntil("F1", page.locator(".quick-input-widget input.input"));
      const rows = page.locator(".quick-input-list .monaco-list-row");
      await page.locator(".quick-input-widget input.input").fill(">Plimsoll: Optimize");
      await rows.filter({ hasText: "Plimsoll: Optimize Dockerfile" }).waitFor();
      await page.locator(".quick-input-widget input.input").fill(">Plimsoll: What Does Changing");
      await rows.filter({ hasText: "similar commands" }).waitFor();
      if (await rows.filter({ hasText: "What Does" }).isVisible()) throw new Error("It is offered.");
      await editor.shot("web");
    },
  },
  {
    title: "without a server: Optimize is previewed and applied, and the report is drawn",
    window: "web",
    files: { Dockerfile: dockerfile },
    async play(editor) {
      await openFromExplorer(editor, "Dockerfile");
      await editor.squiggles().first().waitFor();
      const { page } = editor;
      await openList(editor);
      await page.keyboard.press("Enter");
      await page.locator(".modified .line-insert").first().waitFor();
      await editor.shot("web-preview");
      await button(editor, "Apply Previewed Changes").click();
      await previewTab(editor).waitFor({ state: "detached" });
      await editor.shows("--no-cache-dir");
      await editor.command("Plimsoll: Image Report");
      const report = page.frameLocator("iframe.webview").frameLocator("iframe");
      await report.getByRole("heading").first().waitFor();
      await editor.shot("web-report");
    },
  },
  {
    title: "without a server: a Dockerfile in a compose file is mended",
    window: "web",
    files: {
      "compose.yaml":
        "services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM python:3.13-slim\n        RUN pip install flask\n",
    },
    async play(editor) {
      await openFromExplorer(editor, "compose.yaml");
      await editor.squiggles().first().waitFor();
      await editor.command("Plimsoll: Fix All Safe Problems");
      await editor.shows("pip install --no-cache-dir flask");
      await editor.shot("web-compose");
    },
  },
  {
    title: "without a server, in Chinese: a hover, quick fixes, the list of Optimize and the report",
    window: "chineseWeb",
    files: { Dockerfile: dockerfile },
    async play(editor) {
      await openFromExplorer(editor, "Dockerfile");
      await editor.squiggles().first().waitFor();
      await editor.analysed();
      await lookAtLine(editor, "web-chinese", ["pip install", "install"]);
      await editor.page.keyboard.press("Escape");
      await lookAround(editor, "web-chinese");
    },
  },
];

/** Quick Open knows the files of a disk only. */
async function openFromExplorer({ page }: Editor, file: string): Promise<void> {
  await page.locator(".explorer-folders-view .monaco-list-row").filter({ hasText: file }).dblclick();
  await page.locator(".editor-instance .view-line").first().waitFor();
}
