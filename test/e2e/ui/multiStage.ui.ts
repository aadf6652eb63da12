import type { Story } from "../support/story.ts";

export const stories: readonly Story[] = [
  {
    title: "Convert to Multi-Stage Build: palette, list of bases, preview, apply",
    folder: "examples/go-service",
    async play(editor) {
      const { page } = editor;
      await editor.open("Dockerfile");
      await editor.squiggles().first().waitFor();
      // The palette gives way to the list, so that waiting for it to close would wait for ever.
      await editor.pressUntil("F1", page.locator(".quick-input-widget input.input"));
      await page.locator(".quick-input-widget input.input").fill(">Plimsoll: Convert to Multi-Stage");
      await page
        .locator(".quick-input-list .monaco-list-row.focused")
        .filter({ hasText: "Convert to Multi-Stage Build" })
        .waitFor();
      await page.keyboard.press("Enter");
      const title = page.locator(".quick-input-title").filter({ hasText: "to a multi-stage build" });
      await title.waitFor();
      await page
        .locator(".quick-input-list .monaco-list-row")
        .filter({ hasText: "to download" })
        .first()
        .waitFor();
      await editor.shot("multi-stage-bases");
      await page.keyboard.press("Enter");

      const preview = page.locator(".tab").filter({ hasText: "↔ optimized" });
      await preview.waitFor();
      await page.locator(".modified .view-lines").filter({ hasText: "--from=build" }).waitFor();
      await editor.shot("multi-stage-preview");
      await page
        .locator(".editor-actions")
        .getByRole("button", { name: "Apply Previewed Changes" })
        .first()
        .click();
      await preview.waitFor({ state: "detached" });
      await editor.shows("COPY --from=build");
    },
  },
];
