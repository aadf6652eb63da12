import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readIgnoreFile } from "../server/src/core/context/ignoreFile.ts";
import { ignoreMatcher } from "../server/src/core/context/ignoreMatcher.ts";
import { listContext } from "../server/src/host/buildContext/listing.ts";
import { atMost, compare, median, type Row, ratio } from "./measure.ts";

const folders = 1_000;
const filesEach = 50;
const limits = { files: 1_000_000, milliseconds: 60_000 };

/** Reading a build context of 50,000 files, and what .dockerignore makes of its paths. */
export async function contextRows(): Promise<readonly Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "plimsoll-bench-"));
  try {
    const paths = plant(folder);
    return [await listing(folder), matching(paths)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function plant(folder: string): readonly string[] {
  const paths: string[] = [];
  for (let at = 0; at < folders; at += 1) {
    const below = `src/m${at % 40}/p${at}`;
    mkdirSync(path.join(folder, below), { recursive: true });
    for (let file = 0; file < filesEach; file += 1) {
      paths.push(`${below}/f${file}.ts`);
      writeFileSync(path.join(folder, below, `f${file}.ts`), "x");
    }
  }
  return paths;
}

/** Against `find` that looks at each file's size, as the listing does. */
async function listing(folder: string): Promise<Row> {
  const [own, find]: [number[], number[]] = [[], []];
  for (let round = 0; round < 7; round += 1) {
    let start = performance.now();
    await listContext({ folder, patterns: [], limits });
    own.push(performance.now() - start);
    start = performance.now();
    spawnSync("find", [folder, "-type", "f", "-printf", "%s %P\n"], { maxBuffer: 100_000_000 });
    find.push(performance.now() - start);
  }
  const value = median(own) / median(find);
  return atMost(
    "listing a build context of 50,000 files, against find -printf %s",
    value,
    1.5,
    ratio(median(own), median(find)),
    "≤ 1.5 ×",
  );
}

function matching(paths: readonly string[]): Row {
  const names = Array.from({ length: 10 }, (_, at) => `name${at}`);
  const lines = names.flatMap((name) => [
    `**/${name}`,
    `${name}/*.log`,
    `**/*.${name}`,
    `src/**/${name}?`,
    `!src/m1/${name}`,
  ]);
  const patterns = readIgnoreFile(lines.join("\n")).flatMap(({ pattern }) => pattern ?? []);
  const { own = Number.NaN } = compare(
    {
      own: () => {
        const matcher = ignoreMatcher(patterns);
        for (const each of paths) matcher.isIgnored(each);
      },
    },
    7,
  );
  return atMost(
    "50,000 paths against 50 patterns of .dockerignore",
    own,
    100,
    `${own.toFixed(0)} ms`,
    "≤ 100 ms",
  );
}
