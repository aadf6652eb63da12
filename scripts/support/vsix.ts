import { readFileSync } from "node:fs";
import { bundle } from "./bundles.ts";
import { inRoot } from "./paths.ts";
import { quietly } from "./steps.ts";

const { version } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));

/** Builds and packs the extension; gives the path of the package. */
export async function buildVsix(): Promise<string> {
  await bundle();
  const file = inRoot(`plimsoll-${version}.vsix`);
  packVsix(file);
  return file;
}

/** Packs dist/ as it is. */
export function packVsix(file: string): void {
  // Everything is bundled, so node_modules stays out.
  quietly("vsce", ["package", "--no-dependencies", "--allow-missing-repository", "--out", file]);
}

/** The files that a package would hold, without packing it. */
export function listVsixFiles(): readonly string[] {
  return quietly("vsce", ["ls", "--no-dependencies"]).trim().split("\n").sort();
}
