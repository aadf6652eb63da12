import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../support/paths.ts";
import { step } from "../support/steps.ts";
import { nothing, sum, type Tally } from "../support/tally.ts";
import { buildVsix } from "../support/vsix.ts";
import { startBrowser } from "./browser.ts";
import { findChromium } from "./chromium.ts";
import { installVsCode } from "./install.ts";
import { bundleSuite, runSuite } from "./mocha.ts";
import { playStories } from "./stories.ts";

/** Tests the packed extension in a real VS Code. Words choose stories by name, and leave the mocha suite out. */
export async function runEndToEnd(words: readonly string[] = []): Promise<Tally> {
  const chromium = await findChromium();
  if (process.platform === "win32" || !chromium) {
    console.log("skipped: the tests in VS Code need Linux or macOS and a Chromium");
    return { ...nothing, skipped: countTestFiles() };
  }
  const codeServer = await installVsCode();
  const vsix = await step("Package", () => buildVsix());
  const browser = await startBrowser(chromium);
  try {
    const suite =
      words.length > 0
        ? nothing
        : await runSuite({
            codeServer,
            browser,
            vsix,
            suite: await bundleSuite(),
            workspace: copyWorkspace(),
          });
    return sum([suite, await playStories({ codeServer, browser, vsix }, words)]);
  } finally {
    await browser.close();
  }
}

/** The tests edit files, so they get a copy. */
function copyWorkspace(): string {
  const copy = mkdtempSync(join(tmpdir(), "plimsoll-workspace-"));
  process.once("exit", () => rmSync(copy, { recursive: true, force: true }));
  cpSync(inRoot("test/e2e/workspace"), copy, { recursive: true });
  return copy;
}

function countTestFiles(): number {
  const names = ["suite", "ui"].flatMap((folder) => readdirSync(inRoot("test/e2e", folder)));
  return names.filter((name) => /\.(e2e|ui)\.ts$/.test(name)).length;
}
