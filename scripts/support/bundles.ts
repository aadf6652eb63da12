import { chmodSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";
import {
  bareHttp,
  chineseApart,
  hclApart,
  protocolApart,
  registryApart,
  reportApart,
  tablesApart,
  versionsTrusted,
  withoutCodeMirror,
  withoutNotebooks,
  withoutReasons,
  withoutUnusedFeatures,
  yamlApart,
} from "./bundlePlugins.ts";
import { inRoot, root } from "./paths.ts";

const bundles = {
  "dist/extension.cjs": "client/src/extension.ts",
  "dist/server.cjs": "server/src/lsp/server.ts",
  "dist/cli.cjs": "server/src/cli/main.ts",
  "dist/protocol.cjs": "vscode-languageserver-protocol/node",
  "dist/registry.cjs": "server/src/host/registry/registry.ts",
  "dist/yaml.cjs": "yaml",
  "dist/hcl.cjs": "codemirror-lang-hcl",
  "dist/report.cjs": "server/src/core/report/render/index.ts",
  "dist/zhCn.cjs": "server/src/l10n/zhCn.ts",
  "dist/data/aptTable.cjs": "server/src/core/estimate/aptTable.ts",
  "dist/data/images.cjs": "data/images.json",
  "dist/data/lifecycle.cjs": "data/lifecycle.json",
  "dist/data/npm-packages.cjs": "data/npm-packages.json",
  "dist/data/usualPackages.cjs": "server/src/lsp/completion/packages/usualPackages.ts",
} as const;

/** What runs in a browser: no Node, and one file for each of the two. */
const webBundles = {
  // VS Code for the web takes no other extension than `.js`.
  "dist/web/extension.js": "client/src/browserExtension.ts",
  "dist/web/server.js": "server/src/lsp/browserServer.ts",
} as const;

/** Everything that ends up in a bundle, and what decides how it is made. */
const inputs = [
  "client/src",
  "server/src",
  "data",
  "l10n",
  "package-lock.json",
  "scripts/support/bundles.ts",
];

/** dockerfile-ast asks for the UMD build, vscode-languageserver for the ESM one: one of them is enough. */
const sharedTypes = {
  "vscode-languageserver-types": "./node_modules/vscode-languageserver-types/lib/esm/main.js",
};

type BuildOptions = { readonly sourcemaps?: boolean };

/** Writes the bundles of dist/ and says what is in them. */
export async function bundle(options: BuildOptions = {}): Promise<Metafile> {
  // Each by itself, so that a broken one does not keep the others from being up to date.
  const built = await Promise.allSettled([
    ...Object.entries(bundles).map(([outfile, entry]) => bundleOne(outfile, entry, options)),
    ...Object.entries(webBundles).map(([outfile, entry]) => bundleForWeb(outfile, entry, options)),
  ]);
  const failure = built.find((one) => one.status === "rejected");
  if (failure) throw failure.reason;
  const metafiles = built.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  return {
    inputs: Object.assign({}, ...metafiles.map(({ inputs }) => inputs)),
    outputs: Object.assign({}, ...metafiles.map(({ outputs }) => outputs)),
  };
}

async function bundleOne(
  outfile: string,
  entry: string,
  { sourcemaps = false }: BuildOptions,
): Promise<Metafile> {
  const isProgram = outfile === "dist/cli.cjs";
  const isTable = entry.endsWith(".json");
  // Gone if it does not build: nothing may go on running an old one.
  rmSync(inRoot(outfile), { force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    ...(isTable
      ? { stdin: { contents: `module.exports = require("./${entry}");`, resolveDir: root } }
      : { entryPoints: [entry] }),
    outfile,
    bundle: true,
    minify: true,
    metafile: true,
    sourcemap: sourcemaps,
    platform: "node",
    format: "cjs",
    // The Node of the oldest VS Code that the manifest names, and the oldest that the CLI runs on.
    target: "node20",
    external: ["vscode"],
    plugins: pluginsFor(outfile, isTable),
    mainFields: ["module", "main"],
    alias: sharedTypes,
    legalComments: "none",
    logLevel: "warning",
    banner: isProgram ? { js: "#!/usr/bin/env node" } : {},
  });
  if (isProgram) chmodSync(inRoot(outfile), 0o755);
  return metafile;
}

/** Fails when something of Node is asked for: only `vscode` may be left open, and only by the extension. */
async function bundleForWeb(
  outfile: string,
  entry: string,
  { sourcemaps = false }: BuildOptions,
): Promise<Metafile> {
  const isServer = outfile === "dist/web/server.js";
  rmSync(inRoot(outfile), { force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    metafile: true,
    sourcemap: sourcemaps,
    platform: "browser",
    format: isServer ? "iife" : "cjs",
    target: "es2022",
    external: isServer ? [] : ["vscode"],
    plugins: isServer ? [withoutReasons, withoutCodeMirror] : [versionsTrusted],
    mainFields: ["browser", "module", "main"],
    alias: sharedTypes,
    legalComments: "none",
    logLevel: "warning",
  });
  return metafile;
}

function pluginsFor(outfile: string, isTable: boolean): Plugin[] {
  if (isTable || outfile === "dist/protocol.cjs" || outfile === "dist/yaml.cjs") return [];
  if (outfile === "dist/hcl.cjs") return [withoutCodeMirror];
  if (outfile === "dist/registry.cjs") return [bareHttp];
  if (outfile === "dist/cli.cjs")
    return [tablesApart, yamlApart, hclApart, reportApart, registryApart, chineseApart];
  return outfile === "dist/server.cjs"
    ? [
        tablesApart,
        protocolApart,
        yamlApart,
        hclApart,
        registryApart,
        chineseApart,
        withoutReasons,
        withoutNotebooks,
      ]
    : [protocolApart, versionsTrusted, reportApart, registryApart, chineseApart, withoutUnusedFeatures];
}

/** Builds only when a source is younger than the bundles: cheap enough to ask before every start. */
export async function bundleIfStale(): Promise<void> {
  const built = Math.min(...[...Object.keys(bundles), ...Object.keys(webBundles)].map(changedAt));
  const changed = Math.max(...inputs.flatMap(withContents).map(changedAt));
  if (changed > built) await bundle();
}

function changedAt(path: string): number {
  return statSync(inRoot(path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function withContents(path: string): readonly string[] {
  const isFolder = statSync(inRoot(path), { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isFolder) return [path];
  const contents = readdirSync(inRoot(path), { recursive: true, encoding: "utf8" });
  return [path, ...contents.map((name) => join(path, name))];
}
