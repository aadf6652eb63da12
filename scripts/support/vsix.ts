import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "./bundles.ts";
import { inRoot } from "./paths.ts";
import { quietly } from "./steps.ts";

const manifest = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));

/** Builds and packs the extension; gives the path of the package. */
export async function buildVsix(): Promise<string> {
  await bundle();
  const file = inRoot(`plimsoll-${manifest.version}.vsix`);
  packVsix(file);
  return file;
}

/** Packs dist/ as it is. `file` is absolute. */
export function packVsix(file: string): void {
  staged((folder) => {
    writeFileSync(join(folder, "package.json"), `${JSON.stringify(packagedManifest(), undefined, 2)}\n`);
    // Everything is bundled, so node_modules stays out.
    const args = ["package", "--no-dependencies", "--allow-missing-repository", "--out", file];
    quietly("vsce", args, { cwd: folder });
  });
}

/**
 * The manifest without what only the repository needs. VS Code for the web would take every `.js` file of a package of
 * type "module" for an ES module, and does not load such.
 */
function packagedManifest(): unknown {
  const { type, scripts, devDependencies, overrides, allowScripts, ...packaged } = manifest;
  return packaged;
}

/** The files that a package would hold, without packing it. */
export function listVsixFiles(): readonly string[] {
  return staged((folder) => quietly("vsce", ["ls", "--no-dependencies"], { cwd: folder }))
    .trim()
    .split("\n")
    .sort();
}

/** vsce walks through everything below its folder first, and beside the project lie gigabytes of container images. */
function staged<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-vsix-"));
  try {
    const allowed = readFileSync(inRoot(".vscodeignore"), "utf8").match(/^!.+$/gm) ?? [];
    const shipped = allowed.map((line) => line.slice(1).replace(/\/\*.*$/, ""));
    for (const path of [".vscodeignore", ...shipped].filter((one) => existsSync(inRoot(one))))
      cpSync(inRoot(path), join(folder, path), { recursive: true });
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
