import type { Locator } from "playwright-core";
import type { Editor } from "../support/editor.ts";
import { type Language, languages, saysIn } from "../support/languages.ts";
import type { Story } from "../support/story.ts";

const text = `# What follows is built by
# the pipeline every night.
FROM node:22-slim AS build
ARG FOLDER=/app
WORKDIR $FOLDER
COPY package.json .
RUN <<SCRIPT
npm ci
npm run build
SCRIPT

FROM node:22-slim
COPY --from=build /app/dist /app
COPY --from=build /app/public /app/public
CMD ["node", "/app/server.js"]
`;

const files = { Dockerfile: text, "package.json": '{ "name": "the-app" }\n' };

export const stories: readonly Story[] = languages.map((language) => ({
  title: `${language.name}: definitions, references, breadcrumbs, folding, growing selections and links`,
  window: language.window,
  files,
  async play(editor) {
    await editor.open("Dockerfile");
    await editor.analysed();
    await stagesAreFound(editor, language);
    await partsAreFolded(editor, language);
    await selectionsGrow(editor);
    await linksAreFollowed(editor, language);
  },
}));

async function stagesAreFound(editor: Editor, language: Language): Promise<void> {
  const { page } = editor;
  const { window } = language;
  await editor.goTo(13, 15);
  await page.locator('[class*="wordHighlight"]').nth(2).waitFor();
  await editor.shot(`${window}-highlights`);
  await editor.pressUntil("Shift+F12", page.locator(".peekview-title").filter({ hasText: "References (3)" }));
  await editor.shot(`${window}-references`);
  await page.keyboard.press("Escape");
  await editor.pressUntil("F12", at(editor, 3, 22));
  const crumbs = page.locator(".breadcrumbs-control .monaco-breadcrumb-item");
  await crumbs.filter({ hasText: "build (node:22-slim)" }).waitFor();
  const picker = page.locator(".monaco-breadcrumbs-picker .monaco-list-row");
  await editor.pressUntil("Control+Shift+.", picker.filter({ hasText: "build" }));
  await saysIn(language, picker.filter({ hasText: "1" }).last());
  await editor.shot(`${window}-breadcrumbs`);
  await page.keyboard.press("Escape");
}

async function partsAreFolded(editor: Editor, { window }: Language): Promise<void> {
  const { page } = editor;
  await editor.goTo(1, 1);
  await editor.command("Fold All");
  await page.locator(".margin-view-overlays .codicon-folding-collapsed").nth(2).waitFor();
  const shown = await page.locator(".editor-instance .view-line").count();
  if (shown !== 5) throw new Error(`${shown} lines are shown.`);
  await editor.shot(`${window}-folded`);
  await editor.command("Unfold All");
  await editor.goTo(7, 1);
  await editor.pressUntil(
    "Control+Shift+BracketLeft",
    page.locator(".margin-view-overlays .codicon-folding-collapsed"),
  );
  await page.locator(".view-line").filter({ hasText: "npm" }).first().waitFor({ state: "detached" });
  await editor.shot(`${window}-folded-script`);
  await editor.command("Unfold All");
}

/** A word, the command, the script, with its delimiter, the instruction, the stage, the file. */
async function selectionsGrow(editor: Editor): Promise<void> {
  const { page } = editor;
  await editor.goTo(9, 6);
  const lengths: readonly string[] = ["run", "npm run build", "npm ci\nnpm run build\n"].map(
    ({ length }) => `(${length} selected)`,
  );
  for (const length of lengths) {
    await page.keyboard.press("Shift+Alt+ArrowRight");
    await page.locator(".statusbar-item").filter({ hasText: length }).waitFor();
  }
  await page.keyboard.press("Shift+Alt+ArrowRight");
  await page.keyboard.press("Shift+Alt+ArrowRight");
  await page
    .locator(".statusbar-item")
    .filter({ hasText: `(${"RUN <<SCRIPT\nnpm ci\nnpm run build\nSCRIPT".length} selected)` })
    .waitFor();
  await editor.shot("selected");
}

async function linksAreFollowed(editor: Editor, language: Language): Promise<void> {
  const { page } = editor;
  await page
    .locator(".view-line span span")
    .filter({ hasText: /package\.json/ })
    .first()
    .hover();
  const tip = page.locator(".monaco-hover:not(.hidden)").filter({ hasText: "package.json" }).first();
  await saysIn(language, tip);
  await editor.shot(`${language.window}-link`);
  await page.keyboard.press("Escape");
  await editor.goTo(6, 8);
  await editor.command("Open Link");
  await page.locator(".tab.active").filter({ hasText: "package.json" }).waitFor();
}

const at = ({ page }: Editor, line: number, column: number): Locator =>
  page.locator(".statusbar-item").filter({ hasText: `Ln ${line}, Col ${column}` });
