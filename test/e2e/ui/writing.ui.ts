import type { Editor } from "../support/editor.ts";
import { type Language, languages, saysIn } from "../support/languages.ts";
import type { Story } from "../support/story.ts";

const untidy = `from node:22-slim AS build
ARG APP_HOME=/srv
WORKDIR   \${APP_HOME}
RUN apt-get update && \\
 apt-get install -y \\
   curl
copy package.json $APP_HOEM/
RUN <<SCRIPT
npm ci
SCRIPT



FROM node:22-slim
COPY --from=biuld /srv /srv
COPY --from=build /srv /srv
RUN --mount=type=cahce,target=/root/.npm npm ci
HEALTCHECK NONE
`;

const settings = { "files.autoSave": "off", "plimsoll.format.enable": true, "editor.linkedEditing": true };

export const stories: readonly Story[] = languages.map((language) => ({
  title: `${language.name}: what is misspelled, the formatter, renaming and here-document delimiters`,
  window: language.window,
  files: { Dockerfile: untidy, "package.json": "{}\n", ".vscode/settings.json": JSON.stringify(settings) },
  async play(editor) {
    const { page } = editor;
    await editor.open("Dockerfile");
    await editor.analysed();
    await misspellings(editor, language);

    await editor.command("Format Document");
    await editor.shows("FROM node:22-slim AS build");
    await editor.shows("COPY package.json");
    await editor.shot(`${language.window}-formatted`);

    await editor.goTo(1, 2);
    await editor.pressUntil("F2", page.locator(".monaco-editor-overlaymessage"));
    await saysIn(language, page.locator(".monaco-editor-overlaymessage").first());
    await page.keyboard.press("Escape");
    await editor.goTo(1, 22);
    await rename(editor, "compile", `${language.window}-rename-stage`);
    await editor.shows("COPY --from=compile");
    await editor.goTo(2, 6);
    await rename(editor, "HOME_OF_APP", `${language.window}-rename-variable`);
    await editor.shows("WORKDIR ${HOME_OF_APP}");
    await editor.shot(`${language.window}-renamed`);

    await editor.goTo(8, 7);
    await page.locator(".linked-editing-decoration").first().waitFor();
    await page.keyboard.type("MY_");
    await editor.shows("<<MY_SCRIPT");
    await page
      .locator(".view-line")
      .filter({ hasText: /^MY_SCRIPT$/ })
      .waitFor();
    await editor.shot(`${language.window}-linked`);
  },
}));

async function misspellings(editor: Editor, language: Language): Promise<void> {
  const rows = await editor.problems();
  for (const meant of ["APP_HOME", "build", "cache", "HEALTHCHECK"])
    await saysIn(language, rows.filter({ hasText: meant }).first());
  await editor.shot(`${language.window}-misspelled`);
  await editor.command("View: Hide Panel");
}

async function rename({ page, ...editor }: Editor, name: string, shot: string): Promise<void> {
  const box = page.locator(".rename-box:visible input");
  await editor.pressUntil("F2", box);
  await box.fill(name);
  await editor.shot(shot);
  await page.keyboard.press("Enter");
  await box.waitFor({ state: "hidden" });
}
