import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Editor } from "../support/editor.ts";
import { button, openList, previewTab } from "../support/optimize.ts";
import type { Story } from "../support/story.ts";

export const stories: readonly Story[] = [
  {
    title: "Optimize Dockerfile: palette, pick list, preview, apply, one undo",
    folder: "examples/node-express",
    // VS Code in a browser saves by itself unless it is told not to.
    files: { ".vscode/settings.json": '{ "files.autoSave": "off" }' },
    async play(editor) {
      await editor.open("Dockerfile");
      await editor.squiggles().first().waitFor();
      await openList(editor);
      await editor.shot("optimize-list");
      await editor.page.keyboard.press("Enter");
      await previewTab(editor).waitFor();
      await editor.page.locator(".modified .line-insert").first().waitFor();
      await editor.shot("optimize-preview");

      await button(editor, "Apply Previewed Changes").click();
      await previewTab(editor).waitFor({ state: "detached" });
      await dirtyTab(editor).waitFor();
      await editor.shot("optimize-applied");

      // One undo takes all of it back, and the file on disk never changed.
      await editor.pressUntil("Control+Z", cleanTab(editor));
      await editor.shows("CMD npm start");
      const onDisk = readFileSync(join(editor.workspace, "Dockerfile"), "utf8");
      if (!onDisk.includes("CMD npm start")) throw new Error("The file was saved, which nobody asked for.");
    },
  },
  {
    title: "the preview follows new choices and edits, and can be discarded",
    folder: "examples/python-flask",
    async play(editor) {
      await editor.open("Dockerfile");
      await editor.squiggles().first().waitFor();
      await openList(editor);
      await editor.page.keyboard.press("Enter");
      await previewTab(editor).waitFor();
      await modified(editor, "--no-cache-dir");

      await button(editor, "Choose Changes").click();
      const row = editor.page.locator(".quick-input-list .monaco-list-row").filter({ hasText: "pip-cache" });
      await row.first().locator("input, .monaco-checkbox").first().click();
      await editor.shot("optimize-choose");
      await editor.page.locator(".quick-input-action .monaco-button").first().click();
      await editor.page
        .locator(".modified .view-lines")
        .filter({ hasText: "--no-cache-dir" })
        .waitFor({ state: "detached" });

      await button(editor, "Discard Preview").click();
      await previewTab(editor).waitFor({ state: "detached" });
      await cleanTab(editor).waitFor();
    },
  },
  {
    title: "a file with nothing to optimize gets a word in the status bar",
    files: { Dockerfile: 'FROM scratch\nCOPY service /service\nUSER 1000\nENTRYPOINT ["/service"]\n' },
    async play(editor) {
      await editor.open("Dockerfile");
      await editor.command("Plimsoll: Optimize Dockerfile");
      await editor.page
        .locator(".statusbar-item")
        .filter({ hasText: "Nothing to optimize in Dockerfile" })
        .waitFor();
      await editor.shot("optimize-nothing");
    },
  },
  {
    title: "the braces in the status bar tell size and problems",
    folder: "examples/node-express",
    async play(editor) {
      await editor.open("Dockerfile");
      await editor.squiggles().first().waitFor();
      await editor.page.locator("#status\\.languageStatus").hover();
      const entry = editor.page.locator(".hover-language-status").filter({ hasText: /problem/ });
      await entry.first().waitFor();
      await editor.shot("language-status");
    },
  },
];

const dirtyTab = ({ page }: Editor) => page.locator(".tab.active.dirty").filter({ hasText: "Dockerfile" });
const cleanTab = ({ page }: Editor) =>
  page.locator(".tab.active:not(.dirty)").filter({ hasText: /^Dockerfile/ });

async function modified({ page }: Editor, text: string): Promise<void> {
  await page.locator(".modified .view-lines").filter({ hasText: text }).waitFor();
}
