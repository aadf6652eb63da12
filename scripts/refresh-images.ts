/**
 * Asks the registries for every image of data/base-images.jsonl and data/image-roots.txt and writes their figures into
 * data/base-images.jsonl. Needs a network; `npm run generate` then makes the table that is shipped.
 *
 *   npm run data:refresh
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRegistry } from "../server/src/host/registry/registry.ts";
import { type ImageRow, refreshed } from "./images/refresh.ts";
import { inRoot } from "./support/paths.ts";

const file = inRoot("data/base-images.jsonl");
const registry = createRegistry({ hasOwnProxies: false });
const settings = { mode: "public", allowHosts: [], useDockerCredentials: false } as const;

const lines = (path: string): readonly string[] =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"));

const { rows, asked, changed, kept } = await refreshed({
  rows: lines(file).map((line): ImageRow => JSON.parse(line)),
  wanted: lines(inRoot("data/image-roots.txt")),
  lookup: (reference, platform) =>
    registry.lookup({ reference, platform, previous: undefined, settings }, AbortSignal.timeout(60_000)),
  say: (line) => console.error(line),
});
console.log(`${asked} questions, ${changed} images are new, ${kept.length} rows stay as they were`);
if (kept.length === asked) process.exitCode = 1;
else {
  // Never half a table, whatever happens.
  writeFileSync(`${file}.new`, `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`);
  renameSync(`${file}.new`, file);
}
