import type { Locator } from "playwright-core";
import type { Editor } from "../support/editor.ts";
import type { Story } from "../support/story.ts";

export const stories: readonly Story[] = [
  {
    title: "the menus of a Dockerfile offer to optimize it, those of other files do not",
    folder: "examples/node-express",
    async play(editor) {
      const files = editor.page.locator(".explorer-folders-view .monaco-list-row");
      // The entries of extensions come to the menus a moment after the window; a squiggle proves that they are there.
      await editor.open("Dockerfile");
      await editor.squiggles().first().waitFor();
      await menuOf(editor, files.filter({ hasText: "Dockerfile" }));
      await entry(editor).waitFor();
      await editor.shot("menu-explorer");
      await editor.page.keyboard.press("Escape");

      await menuOf(editor, files.filter({ hasText: "server.js" }));
      await editor.page.locator(".monaco-menu").getByText("Open With").first().waitFor();
      if (await entry(editor).isVisible()) throw new Error("A JavaScript file cannot be optimized.");
      await editor.page.keyboard.press("Escape");

      await menuOf(editor, editor.page.locator(".editor-instance .view-line").nth(2));
      await entry(editor).waitFor();
      await editor.shot("menu-editor");
      await entry(editor).click();
      await editor.page.locator(".quick-input-title").filter({ hasText: "layers" }).waitFor();
    },
  },
];

async function menuOf({ page }: Editor, place: Locator): Promise<void> {
  await place.first().click({ button: "right" });
  await page.locator(".monaco-menu").first().waitFor();
}

const entry = ({ page }: Editor) => page.locator(".monaco-menu").getByText("Optimize Dockerfile").first();
