import type { Locator } from "playwright-core";
import type { Story, Window } from "../support/story.ts";

const text = `# syntax=docker/dockerfile:1
ARG NODE_VERSION=22
FROM node:\${NODE_VERSION}-slim AS build
WORKDIR /app
COPY package.json .
RUN --mount=type=cache,target=/root/.npm npm ci

FROM build
EXPOSE 3000
`;

const files = {
  Dockerfile: text,
  "package.json": '{ "name": "app" }\n',
  ".vscode/settings.json": '{ "files.autoSave": "off", "plimsoll.format.enable": true }',
};

const languages: readonly (readonly [Window, string])[] = [
  ["usual", "in English"],
  ["chinese", "in Chinese"],
];

export const stories: readonly Story[] = languages.flatMap(([window, language]) => [
  {
    title: `${language}: keywords and variables are explained, and the outline is shown`,
    window,
    files,
    async play(editor) {
      const { page } = editor;
      await editor.open("Dockerfile");
      await editor.analysed();
      await isIn(window, await editor.hover("WORKDIR", "Plimsoll"));
      await editor.shot(`${window}-keyword`);
      await page.keyboard.press("Escape");
      await page
        .locator(".view-line span span")
        .filter({ hasText: /^NODE_VERSION$/ })
        .hover();
      await page.locator(".monaco-hover:not(.hidden)").filter({ hasText: "22" }).first().waitFor();
      await editor.shot(`${window}-variable`);
      await page.keyboard.press("Escape");
      await page
        .locator(".pane-header")
        .filter({ hasText: /Outline|大纲/ })
        .click();
      await page.locator(".outline-tree .monaco-list-row").filter({ hasText: "WORKDIR" }).waitFor();
      await editor.shot(`${window}-outline`);
    },
  },
  {
    title: `${language}: what is typed is completed and explained`,
    window,
    files,
    async play(editor) {
      const { page } = editor;
      await editor.open("Dockerfile");
      await editor.analysed();
      const typed = async (line: string, row: string, name: string): Promise<void> => {
        await page.keyboard.press("Control+End");
        await page.keyboard.type(line);
        const rows = page.locator(".suggest-widget.visible .monaco-list-row").filter({ hasText: row });
        await editor.pressUntil("Control+Space", rows);
        await editor.shot(`${window}-completion-${name}`);
        await page.keyboard.press("Escape");
        await page.keyboard.press("Control+Z");
      };
      await typed("HEALTHCHECK --", "--interval", "flags");
      await page.keyboard.press("Enter");
      await typed("RUN --mount=type=", "cache", "mounts");
      await page.keyboard.press("Enter");
      await typed("COPY --from=", "build", "stages");
      await page.keyboard.press("Enter");
      await typed("LABEL ", "org.opencontainers.image.source", "labels");
      await page.keyboard.press("Enter");
      await typed("RUN apt-get install cu", "curl", "packages");
      await page.keyboard.press("Enter");
      await page.keyboard.type("STOPSIGNAL ");
      const signature = page.locator(".parameter-hints-widget.visible");
      await page.keyboard.press("Escape");
      await editor.pressUntil("Control+Shift+Space", signature);
      await isIn(window, signature);
      await editor.shot(`${window}-signature`);
    },
  },
]);

/** Chinese shows by its characters. */
async function isIn(window: Window, shown: Locator): Promise<void> {
  const said = (await shown.textContent()) ?? "";
  if (/[\u4e00-\u9fff]/.test(said) !== (window === "chinese"))
    throw new Error(`In the wrong language: ${said}`);
}
