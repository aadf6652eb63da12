/**
 * Makes data/apt-packages.json: what the packages of data/apt-roots.txt install on a minimal Debian, and how big it is.
 * It asks the apt of the machine it runs on, which has to be a Debian, and its Debian sources; nothing is installed.
 *
 *   node scripts/refresh-packages.ts [sources file]
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type DebianPackage, dependencyGraph, readStanzas } from "./support/debianPackages.ts";
import { inRoot } from "./support/paths.ts";

const sources = process.argv[2] ?? "/etc/apt/sources.list.d/debian.sources";

function main(): void {
  const folder = mkdtempSync(path.join(tmpdir(), "plimsoll-apt-"));
  try {
    const apt = privateApt(folder);
    apt("apt-get", ["update"]);
    const available = readStanzas(apt("apt-cache", ["dumpavail"]));
    const base = minimalBase(apt, available);
    writeFileSync(path.join(folder, "status"), [...base].map((name) => installed(available.get(name))).join("\n"));
    const roots = rootNames().filter((name) => available.has(name) || report(`no package ${name}`));
    const graph = dependencyGraph(available, base, roots);
    for (const root of roots) verify(apt, root, graph.closure(root, false), ["--no-install-recommends"]);
    for (const root of roots) verify(apt, root, graph.closure(root, true), ["--install-recommends"]);
    writeFileSync(inRoot("data/apt-packages.json"), packageTable(available, base, graph.packages));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
