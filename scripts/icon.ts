// npm run icon: draws media/icon.png from media/icon.svg, because the marketplace takes no SVG.
import { readFileSync } from "node:fs";
import { inRoot } from "./support/paths.ts";
import { startBrowser } from "./vscode/browser.ts";
import { findChromium } from "./vscode/chromium.ts";

const chromium = await findChromium();
if (!chromium) throw new Error("Drawing the icon needs a Chromium.");
const browser = await startBrowser(chromium);
const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
await page.setContent(`<style>body { margin: 0 }</style>${readFileSync(inRoot("media/icon.svg"), "utf8")}`);
await page.screenshot({ path: inRoot("media/icon.png"), omitBackground: true });
await browser.close();
