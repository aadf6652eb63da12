import type { Story } from "../support/story.ts";

const themes = ["Default High Contrast", "Default High Contrast Light"];

export const stories: readonly Story[] = themes.map((theme) => ({
  title: `a hover and the report in ${theme}`,
  folder: "examples/node-express",
  files: { ".vscode/settings.json": JSON.stringify({ "workbench.colorTheme": theme }) },
  async play(editor) {
    const { page } = editor;
    await editor.open("Dockerfile");
    await editor.squiggles().first().waitFor();
    await editor.analysed();
    await page
      .locator(theme.endsWith("Light") ? ".hc-light" : ".hc-black")
      .first()
      .waitFor();
    const name = theme.replaceAll(" ", "-").toLowerCase();
    await editor.hover("npm install", "Plimsoll");
    await editor.shot(`${name}-hover`);
    await page.keyboard.press("Escape");
    await editor.command("Plimsoll: Image Report");
    const report = page.frameLocator("iframe.webview").frameLocator("iframe");
    await report.locator("#sizes svg:visible").waitFor();
    await editor.shot(`${name}-report`);
  },
}));
