import { cpSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { driveEditor } from "../../test/e2e/support/editor.ts";
import type { Story, Window } from "../../test/e2e/support/story.ts";
import { inRoot } from "../support/paths.ts";
import { nothing, oneFailure, sum, type Tally } from "../support/tally.ts";
import { packLanguage, packOldDocker, packPeers } from "./otherExtensions.ts";
import { freshProfile, installVsix, type Profile, quietSettings } from "./profile.ts";
import { startVsCode, type VsCodeServer } from "./server.ts";
import { startWebVsCode } from "./web.ts";

const shots = inRoot("out/shots");

type Stage = {
  readonly codeServer: string;
  readonly browser: Browser;
  readonly vsix: string;
};

/** Plays the stories of test/e2e/ui whose file name or title contains one of the words; all of them without words. */
export async function playStories(stage: Stage, words: readonly string[] = []): Promise<Tally> {
  mkdirSync(shots, { recursive: true });
  const stories = await readStories(words);
  const tallies: Tally[] = [];
  for (const window of windows) {
    const chosen = stories.filter((story) => (story.window ?? "usual") === window);
    if (chosen.length > 0) tallies.push(await playTogether(stage, chosen, window));
  }
  return sum(tallies);
}

const windows: readonly Window[] = [
  "usual",
  "restricted",
  "peers",
  "oldDocker",
  "chinese",
  "web",
  "chineseWeb",
];

async function readStories(words: readonly string[]): Promise<readonly Story[]> {
  const files = readdirSync(inRoot("test/e2e/ui")).filter((name) => name.endsWith(".ui.ts"));
  const chosen: Story[] = [];
  for (const file of files.sort()) {
    const { stories } = await import(pathToFileURL(inRoot("test/e2e/ui", file)).href);
    const wanted = ({ title }: Story): boolean => words.some((word) => `${file} ${title}`.includes(word));
    chosen.push(...(words.length === 0 ? stories : stories.filter(wanted)));
  }
  return chosen;
}

/** One server for all, because starting it takes the longest; every story gets a window and a workspace of its own. */
async function playTogether(stage: Stage, stories: readonly Story[], window: Window): Promise<Tally> {
  const isWeb = window === "web" || window === "chineseWeb";
  const server = await (isWeb ? startWithoutServer(stage, window) : startWithServer(stage, window));
  try {
    const tallies: Tally[] = [];
    for (const story of stories) tallies.push(await play(story, stage.browser, server.openFolder(story)));
    return sum(tallies);
  } finally {
    await server.stop();
  }
}

const settings = {
  ...quietSettings,
  "workbench.editor.useModal": "off",
  "security.workspace.trust.startupPrompt": "never",
};

type Started = Pick<VsCodeServer, "stop"> & {
  openFolder(story: Story): { readonly address: string; readonly workspace: string };
};

async function startWithServer({ codeServer, vsix }: Stage, window: Window): Promise<Started> {
  const profile = freshProfile(settings);
  installVsix(codeServer, profile, vsix, ...othersIn(window, profile));
  const { url, stop } = await startVsCode(codeServer, profile, {
    asksForTrust: window === "restricted",
    args: window === "chinese" ? ["--locale", "zh-cn"] : [],
  });
  return {
    stop,
    openFolder(story) {
      const workspace = writeWorkspace(story, profile);
      return { workspace, address: `${url}/?${new URLSearchParams({ folder: workspace })}` };
    },
  };
}

/** Packages of the extensions beside ours. */
function othersIn(window: Window, profile: Profile): readonly string[] {
  if (window === "peers") return packPeers(profile.folder);
  if (window === "oldDocker") return [packOldDocker(profile.folder)];
  return window === "chinese" ? [packLanguage(profile)] : [];
}

/** As on vscode.dev. The folders are in memory, so such stories have `files` and no `folder`. */
async function startWithoutServer({ codeServer, vsix }: Stage, window: Window): Promise<Started> {
  const profile = freshProfile();
  const extension = installVsix(codeServer, profile, vsix);
  const language = window === "chineseWeb" ? "zh-cn" : undefined;
  const { windowWith, stop } = await startWebVsCode({ codeServer, extension, settings, language });
  return {
    stop,
    openFolder: ({ files = {} }) => ({ workspace: "", address: windowWith(files) }),
  };
}

async function play(
  story: Story,
  browser: Browser,
  { address, workspace }: ReturnType<Started["openFolder"]>,
): Promise<Tally> {
  const started = performance.now();
  const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  // A context of its own: what VS Code keeps in the browser is not shared between stories.
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  try {
    await page.goto(address);
    await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor({ timeout: 60_000 });
    await story.play(driveEditor(page, workspace, shots));
    console.log(`  ✔ ${story.title} (${seconds()})`);
    return { ...nothing, passed: 1 };
  } catch (error) {
    const shot = `failed ${story.title}`.replaceAll(/\W+/g, "-");
    await page.screenshot({ path: join(shots, `${shot}.png`) }).catch(() => {});
    const reason = error instanceof Error ? error.stack : error;
    console.error(`  ✖ ${story.title} (${seconds()}), see out/shots/${shot}.png\n${reason}`);
    return oneFailure;
  } finally {
    await context.close();
  }
}

function writeWorkspace({ folder, files = {} }: Story, profile: Profile): string {
  const workspace = mkdtempSync(join(profile.folder, "workspace-"));
  if (folder) cpSync(inRoot(folder), workspace, { recursive: true });
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, file)), { recursive: true });
    writeFileSync(join(workspace, file), content);
  }
  return workspace;
}
