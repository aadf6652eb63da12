// npm run test:electron: the mocha suite in a desktop VS Code, downloaded or named by VSCODE_EXECUTABLE.
import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
} from "@vscode/test-electron";
import { inRoot } from "./support/paths.ts";
import { buildVsix } from "./support/vsix.ts";
import { bundleSuite } from "./vscode/mocha.ts";
import { freshProfile } from "./vscode/profile.ts";

const vsix = await buildVsix();
const executable = process.env.VSCODE_EXECUTABLE ?? (await downloadAndUnzipVSCode());
const profile = freshProfile();
const folders = ["--user-data-dir", profile.userData, "--extensions-dir", profile.extensions];
const workspace = join(profile.folder, "workspace");
cpSync(inRoot("test/e2e/workspace"), workspace, { recursive: true });

const [cli = executable, ...cliArgs] = resolveCliArgsFromVSCodeExecutablePath(executable, {
  reuseMachineInstall: true,
});
const installed = spawnSync(cli, [...cliArgs, ...folders, "--install-extension", vsix], {
  stdio: "inherit",
  shell: process.platform === "win32",
});
if (installed.status !== 0) process.exit(1);

process.exitCode = await runTests({
  vscodeExecutablePath: executable,
  extensionDevelopmentPath: inRoot("test/e2e/harness"),
  extensionTestsPath: await bundleSuite(),
  launchArgs: [workspace, ...folders, "--disable-workspace-trust"],
});
