import type { Locator } from "playwright-core";
import type { Editor } from "../support/editor.ts";
import { type Language, languages, saysIn } from "../support/languages.ts";
import { openListOf } from "../support/optimize.ts";
import type { Story } from "../support/story.ts";

const bake = `target "web" {
  dockerfile-inline = <<EOT
FROM python:3.13-slim
RUN pip install flask
EOT
}
`;

const dockerfile = `FROM node:22
RUN apt-get update && apt-get install -y git
WORKDIR /app
COPY package.json .
RUN npm install
CMD ["node", "server.js"]
`;

const files = {
  "docker-bake.hcl": bake,
  Dockerfile: dockerfile,
  "package.json": '{ "name": "the-app" }\n',
  ".vscode/settings.json": '{ "files.autoSave": "off" }',
};

/** Titles of commands and parts of what is shown. */
const inWindow = {
  usual: {
    fixAll: "Fix All Safe Problems",
    rebuilds: "What Does Changing This File Rebuild?",
    optimize: "Optimize Dockerfile",
    layers: "layers",
    apply: "Apply Previewed Changes",
    adds: "Adds",
  },
  chinese: {
    fixAll: "修复所有可安全修复的问题",
    rebuilds: "修改此文件会触发哪些重新构建？",
    optimize: "优化 Dockerfile",
    layers: "层",
    apply: "应用预览中的更改",
    adds: "增加",
  },
};

export const stories: readonly Story[] = languages.map((language) => ({
  title: `${language.name}: by keyboard alone, a bake file in HCL, hovers, lenses, the report and Optimize`,
  window: language.window,
  files,
  async play(editor) {
    await bakeFile(editor, language);
    await rebuilds(editor, language);
    await hovers(editor, language);
    await report(editor, language);
    await optimize(editor, language);
  },
}));

async function bakeFile(editor: Editor, language: Language): Promise<void> {
  const { page } = editor;
  await editor.open("docker-bake.hcl");
  await editor.squiggles().first().waitFor();
  const problem = page.locator(".marker-widget").filter({ hasText: "plimsoll" });
  await editor.pressUntil("F8", problem);
  await saysIn(language, problem.locator(".message, .descriptioncontainer").first());
  await editor.shot(`${language.window}-bake-problem`);
  await page.keyboard.press("Escape");
  await editor.goTo(4, 6);
  await hover(editor, "pip");
  await editor.shot(`${language.window}-bake-hover`);
  await page.keyboard.press("Escape");
  await editor.pressUntil(
    "Control+Period",
    page.locator(".action-widget").filter({ hasText: "--no-cache-dir" }),
  );
  await editor.shot(`${language.window}-bake-fixes`);
  await page.keyboard.press("Enter");
  await editor.shows("pip install --no-cache-dir flask");
  await editor.pressUntil(
    "Control+Z",
    page.locator(".view-line").filter({ hasText: /^RUN.pip.install.flask$/ }),
  );
  await editor.command(`Plimsoll: ${inWindow[language.window].fixAll}`);
  await editor.shows("pip install --no-cache-dir flask");
}

async function rebuilds(editor: Editor, { window }: Language): Promise<void> {
  const { page } = editor;
  await editor.open("package.json");
  await openListOf(editor, inWindow[window].rebuilds, "package.json");
  await page.locator(".quick-input-list .monaco-list-row").filter({ hasText: "RUN npm install" }).waitFor();
  await editor.shot(`${window}-rebuilds`);
  await page.keyboard.press("Enter");
  await page.locator(".tab.active").filter({ hasText: "Dockerfile" }).waitFor();
  await page.locator(".statusbar-item").filter({ hasText: /Ln 4/ }).waitFor();
}

async function hovers(editor: Editor, { window }: Language): Promise<void> {
  const { page } = editor;
  await editor.analysed();
  await editor.goTo(2, 2);
  await hover(editor, inWindow[window].adds);
  await editor.shot(`${window}-hover-size`);
  await page.keyboard.press("Escape");
  await editor.goTo(1, 8);
  const link = (await hover(editor, "node:22-slim")).locator("a").filter({ hasText: "node:22-slim" });
  await hover(editor, "node:22-slim"); // the keys once more go into it
  await tabTo(editor, link.first());
  await editor.shot(`${window}-hover-link`);
  await page.keyboard.press("Enter");
  await editor.shows("FROM node:22-slim");
  await page.keyboard.press("Escape");
}

async function hover({ page }: Editor, text: string): Promise<Locator> {
  await page.keyboard.press("Control+K");
  await page.keyboard.press("Control+I");
  const shown = page.locator(".monaco-hover:not(.hidden)").filter({ hasText: text }).first();
  await shown.waitFor();
  return shown;
}

async function tabTo({ page }: Editor, place: Locator): Promise<void> {
  for (let times = 0; times < 40; times += 1) {
    if (await place.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("Tab does not lead there.");
}

async function report(editor: Editor, language: Language): Promise<void> {
  const { page } = editor;
  const { window } = language;
  await editor.goTo(1, 1);
  const rows = page.locator(".quick-input-list .monaco-list-row");
  await editor.pressUntil("F1", page.locator(".quick-input-widget input.input"));
  await page.keyboard.type("Show CodeLens Commands");
  await rows.filter({ hasText: "Show CodeLens Commands" }).first().waitFor();
  await page.keyboard.press("Enter");
  await rows.filter({ hasText: "MB" }).first().waitFor();
  await editor.shot(`${window}-lenses`);
  await page.keyboard.press("Enter");
  const inside = page.frameLocator("iframe.webview").frameLocator("iframe#active-frame");
  await inside.locator(".headline").waitFor();
  await page.keyboard.press("Control+2");
  await tabTo(editor, inside.locator("svg:visible a[data-line='5']").first());
  await saysIn(language, inside.locator("#focused"));
  await editor.shot(`${window}-report-focus`);
  await page.keyboard.press("Enter");
  await page.locator(".statusbar-item").filter({ hasText: "Ln 5, Col 1" }).waitFor();
}

async function optimize(editor: Editor, { window }: Language): Promise<void> {
  const { page } = editor;
  const { optimize: command, layers, apply } = inWindow[window];
  await openListOf(editor, command, layers);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await editor.shot(`${window}-optimize-keys`);
  await page.keyboard.press("Enter");
  const preview = page.locator(".tab").filter({ hasText: "↔" });
  await preview.waitFor();
  await editor.command(`Plimsoll: ${apply}`);
  await preview.waitFor({ state: "detached" });
  await page.locator(".tab.active.dirty").filter({ hasText: "Dockerfile" }).waitFor();
}
