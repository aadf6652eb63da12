import { button, openListOf, previewTab } from "../support/optimize.ts";
import type { Story } from "../support/story.ts";

export const stories: readonly Story[] = [
  {
    title: "Convert to Multi-Stage Build: palette, list of bases, preview, apply",
    folder: "examples/go-service",
    async play(editor) {
      const { page } = editor;
      await editor.open("Dockerfile");
      await editor.squiggles().first().waitFor();
      await openListOf(editor, "Convert to Multi-Stage Build", "to a multi-stage build");
      await page
        .locator(".quick-input-list .monaco-list-row")
        .filter({ hasText: "to download" })
        .first()
        .waitFor();
      await editor.shot("multi-stage-bases");
      await page.keyboard.press("Enter");

      await previewTab(editor).waitFor();
      await page.locator(".modified .view-lines").filter({ hasText: "--from=build" }).waitFor();
      await editor.shot("multi-stage-preview");
      await button(editor, "Apply Previewed Changes").click();
      await previewTab(editor).waitFor({ state: "detached" });
      await editor.shows("COPY --from=build");
    },
  },
];
