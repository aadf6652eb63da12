import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  type Stats,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { output } from "../../../scripts/support/commands.ts";
import type { Image } from "./image.ts";

/**
 * What may differ between the images of a Dockerfile before and after a safe fix, as its being there or its content has
 * no effect on what the image does. Beside these only time stamps, which are not looked at.
 */
const exceptions: readonly (readonly [path: RegExp, reason: string])[] = [
  [/^var\/log(\/|$)/, "logs"],
  [/^var\/lib\/apt\/lists\//, "the package lists of apt, which every update fetches"],
  [/^var\/cache\/(apt|debconf|ldconfig)\//, "caches of apt, debconf and the dynamic linker"],
  [
    /^var\/lib\/dpkg\/(status|available|diversions|statoverride)-old$/,
    "dpkg's copies of what its files were before",
  ],
  [/^root\/(\.cache|\.composer|\.npm)(\/|$)/, "caches of package managers"],
  [/^tmp\/node-compile-cache(\/|$)/, "where Node keeps what npm's own files are compiled to"],
];

/** What is not the same in two images, one sentence each; empty when they are equal. */
export async function differences(before: Image, after: Image): Promise<readonly string[]> {
  const mounts = [await mount(before), await mount(after)];
  const [one = "", other = ""] = mounts;
  try {
    return compare(one, other, ownLayers(before, after)).filter(isNoException);
  } finally {
    for (const folder of mounts) await unmount(folder);
  }
}

function isNoException(difference: string): boolean {
  const [file = ""] = difference.split(":");
  return !exceptions.some(([pattern]) => pattern.test(file));
}

/** The layers in which the images differ: a path that none of them has is the same file in both. */
function ownLayers(before: Image, after: Image): readonly string[] {
  const shared = before.layers.findIndex((layer, index) => layer !== after.layers[index]);
  return shared < 0 ? [] : [...before.layers.slice(shared), ...after.layers.slice(shared)];
}

async function mount({ layers }: Image): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), "plimsoll-image-"));
  const stack = path.dirname(path.dirname(layers[0] ?? ""));
  // Relative paths, as the kernel takes no more than a page of them. An overlay needs two folders.
  const empty = path.join(stack, "..", "empty");
  mkdirSync(empty, { recursive: true });
  const lower = [...layers.map((layer) => path.relative(stack, layer)).reverse(), "../empty"].join(":");
  await output("mount", ["-t", "overlay", "overlay", "-o", `ro,lowerdir=${lower}`, folder], { cwd: stack });
  return folder;
}

async function unmount(folder: string): Promise<void> {
  await output("umount", [folder]);
  rmSync(folder, { recursive: true });
}

function compare(one: string, other: string, layers: readonly string[]): readonly string[] {
  const found: string[] = [];
  const visit = (relative: string): void => {
    const [a, b] = [one, other].map((root) =>
      lstatSync(path.join(root, relative), { throwIfNoEntry: false }),
    );
    if (!a || !b) {
      found.push(`${relative}: only ${a ? "before" : "after"}`);
      return;
    }
    const [seen, wanted] = [describe(b), describe(a)];
    if (seen !== wanted) found.push(`${relative}: ${wanted} before, ${seen} after`);
    else if (a.isSymbolicLink()) compareLinks(relative);
    else if (a.isFile() && layers.some((layer) => existsSync(path.join(layer, relative))))
      compareFiles(relative);
    if (!a.isDirectory() || !b.isDirectory()) return;
    const names = [one, other].flatMap((root) => readdirSync(path.join(root, relative)));
    for (const name of [...new Set(names)].sort()) visit(path.join(relative, name));
  };
  const compareLinks = (relative: string): void => {
    const [a, b] = [one, other].map((root) => readlinkSync(path.join(root, relative)));
    if (a !== b) found.push(`${relative}: leads to ${a} before, to ${b} after`);
  };
  const compareFiles = (relative: string): void => {
    const [a, b] = [one, other].map((root) => contentOf(path.join(root, relative)));
    if (!a || !b?.equals(a)) found.push(`${relative}: its content differs`);
  };
  visit("");
  return found;
}

/** A compiled Python module holds the time stamp of its source. */
function contentOf(file: string): Buffer {
  const content = readFileSync(file);
  return file.endsWith(".pyc") ? content.fill(0, 8, 12) : content;
}

/** Type, mode, owner and, of a file, size. */
function describe(stats: Stats): string {
  const size = stats.isFile()
    ? ` ${stats.size} bytes`
    : stats.isCharacterDevice()
      ? ` device ${stats.rdev}`
      : "";
  return `${stats.mode.toString(8)} ${stats.uid}:${stats.gid}${size}`;
}
