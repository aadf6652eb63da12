import type { Story } from "../support/story.ts";

const node = `FROM node:20 AS build
WORKDIR /app
COPY . .
RUN npm ci

FROM node:20
COPY --from=build /app /app
RUN apt-get update && apt-get install -y ffmpeg
CMD ["node", "/app/server.js"]
`;

export const stories: readonly Story[] = [
  {
    title: "sizes stand behind the lines, and the sum above the first FROM",
    files: { Dockerfile: node, ".vscode/settings.json": '{ "plimsoll.codeLens": "stages" }' },
    async play(editor) {
      await editor.open("Dockerfile");
      await editor.squiggles().first().waitFor();
      const lens = editor.page.locator(".codelens-decoration").filter({ hasText: "fixable" });
      await lens.first().waitFor();
      await editor.page.locator(".codelens-decoration").filter({ hasText: "stage build" }).first().waitFor();
      await editor.shows("FROM node:20 AS build");
      await editor.page
        .locator(".view-line")
        .filter({ hasText: /\d\s(MB|GB)$/ })
        .first()
        .waitFor();
      await editor.shot("sizes");
    },
  },
  {
    title: "the lens leads to Optimize",
    folder: "examples/node-express",
    async play(editor) {
      await editor.open("Dockerfile");
      const link = editor.page.locator(".codelens-decoration a").filter({ hasText: "Optimize" }).first();
      await link.waitFor();
      await editor.shot("lens");
      await link.click();
      await editor.page.locator(".quick-input-title").filter({ hasText: "layers" }).waitFor();
    },
  },
  {
    title: "tags are completed behind the colon",
    files: { Dockerfile: "FROM node:22 AS build\n\nFROM node\n" },
    async play(editor) {
      await editor.open("Dockerfile");
      await editor.page.locator(".codelens-decoration").first().waitFor();
      // Behind the last word of the file.
      await editor.page.locator(".editor-instance .view-line").first().click();
      await editor.page.keyboard.press("Control+End");
      await editor.page.keyboard.press("ArrowUp");
      await editor.page.keyboard.press("End");
      await editor.page.keyboard.type(":");
      const row = editor.page.locator(".suggest-widget .monaco-list-row").filter({ hasText: "22-slim" });
      await editor.pressUntil("Control+Space", row);
      await editor.shot("tags");
      await row.first().click();
      await editor.shows("FROM node:22-slim");
    },
  },
  {
    title: "a smaller image is put in from the hover",
    files: { Dockerfile: 'FROM node:20\nCOPY server.js /\nCMD ["node", "/server.js"]\n' },
    async play(editor) {
      await editor.open("Dockerfile");
      await editor.squiggles().first().waitFor();
      await editor.analysed();
      await editor.page
        .locator(".view-line span span")
        .filter({ hasText: /node:20/ })
        .first()
        .hover();
      const link = editor.page.locator(".monaco-hover:not(.hidden) a").filter({ hasText: "node:20-slim" });
      await link.first().waitFor();
      await editor.shot("hover-alternatives");
      await link.first().click();
      await editor.shows("FROM node:20-slim");
    },
  },
  {
    title:
      "the language status tells size, findings and the day of the figures, and nothing of it is cut off",
    folder: "examples/node-express",
    async play(editor) {
      await editor.open("Dockerfile");
      await editor.squiggles().first().waitFor();
      await editor.page.locator('[id="status.languageStatus"]').hover();
      const entries = editor.page.locator(".hover-language-status .element");
      await entries.filter({ hasText: "figures as of" }).waitFor();
      await entries.filter({ hasText: /\d problems?/ }).waitFor();
      await editor.shot("status");
      for (const title of ["Optimize…", "Image report"]) {
        const link = await entries.locator("a").filter({ hasText: title }).boundingBox();
        if (!link || link.x + link.width > 1280) throw new Error(`${title} is cut off.`);
      }
    },
  },
];
