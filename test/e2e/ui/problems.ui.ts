import type { Editor } from "../support/editor.ts";
import type { Story } from "../support/story.ts";

const pip = "FROM python:3.13-slim\nRUN pip install flask\n";

export const stories: readonly Story[] = [
  {
    title: "a quick fix by keyboard, and undo",
    files: { Dockerfile: pip },
    async play(editor) {
      await editor.open("Dockerfile");
      await editor.problems();
      await problem(editor).waitFor();
      await editor.cursorAt("install");
      await editor.pressUntil("Control+Period", editor.page.locator(".action-widget"));
      await editor.page.locator(".action-widget").filter({ hasText: "--no-cache-dir" }).waitFor();
      await editor.shot("quick-fix-menu");
      await editor.page
        .locator(".action-widget .monaco-list-row")
        .filter({ hasText: "--no-cache-dir" })
        .first()
        .click();
      await editor.shows("pip install --no-cache-dir flask");
      await problem(editor).waitFor({ state: "detached" });
      await editor.shot("quick-fix-done");

      await editor.pressUntil("Control+Z", problem(editor));
      await editor.shows("pip install flask");
    },
  },
  {
    title: "Fix All Safe Problems mends what is safe in one step",
    folder: "examples/python-flask",
    async play(editor) {
      await editor.open("Dockerfile");
      await editor.squiggles().first().waitFor();
      await editor.command("Plimsoll: Fix All Safe Problems");
      await editor.shows("pip install --no-cache-dir -r requirements.txt");
      await editor.shot("fix-all");
    },
  },
  {
    title: "the hover of an image tells sizes",
    folder: "examples/node-express",
    async play(editor) {
      await editor.open("Dockerfile");
      // A pointer that rests before the server has started is not asked about again.
      await editor.squiggles().first().waitFor();
      await editor.analysed();
      // The space before the reference belongs to the same piece of text: aim at its middle.
      await editor.page
        .locator(".view-line span span")
        .filter({ hasText: /node:20/ })
        .first()
        .hover();
      await editor.page.locator(".monaco-hover:not(.hidden)").filter({ hasText: "MB" }).first().waitFor();
      await editor.shot("hover-image");
    },
  },
  {
    title: "the hover of a problem explains it",
    files: { Dockerfile: pip },
    async play(editor) {
      await editor.open("Dockerfile");
      await editor.squiggles().first().waitFor();
      await editor.hover("pip install", "pip keeps its download cache");
      await editor.shot("hover-problem");
    },
  },
  {
    title: "Restricted Mode still finds problems",
    window: "restricted",
    files: { Dockerfile: pip },
    async play(editor) {
      await editor.open("Dockerfile");
      await editor.page.locator(".statusbar-item").filter({ hasText: "Restricted Mode" }).waitFor();
      await editor.squiggles().first().waitFor();
      const problems = await editor.problems();
      await problems.filter({ hasText: "plimsoll" }).first().waitFor();
      await editor.shot("restricted");
    },
  },
];

/** Its row in the Problems panel, which has to be open. */
const problem = ({ page }: Editor) =>
  page.locator(".markers-panel .monaco-list-row").filter({ hasText: "pip-cache" });
