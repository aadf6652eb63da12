import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { inRoot } from "../support/paths.ts";
import { quietly, step } from "../support/steps.ts";

/**
 * VS Code as code-server: the same workbench and Node extension host, but from the npm registry, so that the tests
 * need no other download. Version 4.139.1 holds VS Code 1.139.1.
 */
const codeServerVersion = "4.139.1";

/** Gives the script that starts the server. Several clones may share one folder: PLIMSOLL_VSCODE_DIR names it. */
export async function installVsCode(): Promise<string> {
  const folder = resolve(process.env.PLIMSOLL_VSCODE_DIR || inRoot(".vscode-test"));
  const final = join(folder, `code-server-${codeServerVersion}`);
  if (!existsSync(final))
    await step(`Install VS Code (code-server ${codeServerVersion})`, () => install(final));
  return join(final, "node_modules", "code-server", "out", "node", "entry.js");
}

/** Installs beside the final place and moves it there in one go, so that two runs at the same time do no harm. */
function install(final: string): void {
  const draft = `${final}.installing-${process.pid}`;
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, "package.json"), '{ "private": true }\n');
  npm(draft, "install", "--no-save", "--ignore-scripts", `code-server@${codeServerVersion}`);
  completeCodeServer(join(draft, "node_modules", "code-server"));
  if (!existsSync(final)) renameSync(draft, final);
  else rmSync(draft, { recursive: true });
}

/** What code-server's own install script does, less the native modules that a test has no use for. */
function completeCodeServer(packageFolder: string): void {
  const vscode = join(packageFolder, "lib", "vscode");
  npm(vscode, "install", "--omit=dev", "--ignore-scripts");
  npm(join(vscode, "extensions"), "install", "--omit=dev", "--ignore-scripts");
  try {
    npm(vscode, "rebuild", "@vscode/spdlog", "@vscode/native-watchdog");
  } catch {
    // No compiler on this machine: everything works without the two modules, VS Code only logs more.
  }
}

function npm(cwd: string, ...args: readonly string[]): void {
  quietly("npm", [...args, "--loglevel=error"], { cwd, env: { ...process.env, ...nodeHeaders() } });
}

/** The platform package under "node" brings the C++ headers, so that node-gyp need not download them. */
function nodeHeaders(): NodeJS.ProcessEnv {
  const nodePackage = createRequire(import.meta.url).resolve("node/package.json");
  const platformPackage = join(
    dirname(nodePackage),
    "node_modules",
    `node-${process.platform}-${process.arch}`,
  );
  return existsSync(join(platformPackage, "include")) ? { npm_config_nodedir: platformPackage } : {};
}
