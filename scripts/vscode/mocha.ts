import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { inRoot, root } from "../support/paths.ts";
import { oneFailure, type Tally } from "../support/tally.ts";
import { packIdlePeers } from "./otherExtensions.ts";
import { freshProfile, installVsix } from "./profile.ts";
import { startVsCode } from "./server.ts";

const timeout = 180_000;

/** Bundles test/e2e/suite for the extension host; gives the file that exports run(). */
export async function bundleSuite(): Promise<string> {
  await build({
    absWorkingDir: root,
    entryPoints: ["test/e2e/suite/index.ts", "test/e2e/suite/*.e2e.ts"],
    outdir: "out/e2e/suite",
    outExtension: { ".js": ".cjs" },
    bundle: true,
    sourcemap: "inline",
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["vscode", "mocha"],
    logLevel: "warning",
  });
  return inRoot("out/e2e/suite/index.cjs");
}

/** What test/e2e/suite/index.ts writes. */
type SuiteResult = { readonly report: string; readonly tally: Tally };

type SuiteOptions = {
  readonly codeServer: string;
  readonly browser: Browser;
  readonly vsix: string;
  readonly suite: string;
  readonly workspace: string;
};

/**
 * Runs the suite inside the extension host of a VS Code that has the packed extension installed. When the page loses
 * the extension host, nothing in it goes on and no test can report; then, and only then, all of it is run once more.
 */
export async function runSuite(options: SuiteOptions): Promise<Tally> {
  return (await runOnce(options)) ?? (await runOnce(options)) ?? oneFailure;
}

/** Undefined when the suite did not come to its end. */
async function runOnce({
  codeServer,
  browser,
  vsix,
  suite,
  workspace,
}: SuiteOptions): Promise<Tally | undefined> {
  const profile = freshProfile();
  const resultFile = join(profile.folder, "result.json");
  installVsix(codeServer, profile, vsix);
  const peers = JSON.stringify(packIdlePeers(profile.folder));
  const server = await startVsCode(codeServer, profile, {
    env: { PLIMSOLL_E2E_RESULT: resultFile, PLIMSOLL_E2E_PEERS: peers },
    // Without the driver VS Code ignores the payload below and never ends the test run.
    args: ["--vscode-option", "enable-smoke-test-driver"],
  });
  const page = await browser.newPage();
  try {
    const ended = new Promise<boolean>((done) => {
      void page.exposeFunction("codeAutomationExit", () => done(true));
    });
    // The log of the whole workbench: of interest only when the suite could not even report.
    const log: string[] = [];
    await page.exposeFunction("codeAutomationLog", (_type: string, args: readonly unknown[]) => {
      log.push(args.join(" "));
    });
    const remote = (path: string): string => `vscode-remote://${server.host}${path}`;
    const payload = [
      ["extensionDevelopmentPath", remote(inRoot("test/e2e/harness"))],
      ["extensionTestsPath", remote(suite)],
      ["skipWelcome", "true"],
    ];
    const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify(payload) });
    await page.goto(`${server.url}/?${query}`);
    if (!(await Promise.race([ended, wait(timeout, false, { ref: false })]))) {
      mkdirSync(inRoot("out/shots"), { recursive: true });
      await page.screenshot({ path: inRoot("out/shots/suite-timeout.png") });
      console.error("The suite did not end; out/shots/suite-timeout.png shows VS Code.");
    }
    if (!existsSync(resultFile)) {
      console.error(log.join("\n"));
      return undefined;
    }
    const { report, tally }: SuiteResult = JSON.parse(readFileSync(resultFile, "utf8"));
    console.log(report);
    return tally;
  } finally {
    await page.close();
    await server.stop();
  }
}
