import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readIgnoreFile } from "../../../server/src/core/context/ignoreFile.ts";
import {
  type ListingLimits,
  listContext,
  usualLimits,
} from "../../../server/src/host/buildContext/listing.ts";
import { takeSnapshot } from "../../../server/src/host/buildContext/snapshot.ts";
import { folderWith } from "../../support/tree.ts";

function snapshotOf(folder: string, limits: ListingLimits = usualLimits) {
  return takeSnapshot({ folder, dockerfile: path.join(folder, "Dockerfile"), limits });
}

describe("a snapshot", () => {
  test("knows files, sizes, manifests and what the ignore file takes out", async () => {
    const folder = folderWith({
      Dockerfile: "FROM a\n",
      "package.json": '{ "name": "x" }',
      "src/a b'\"ü.js": 120,
      "node_modules/x/index.js": 5_000_000,
      "node_modules/x/package.json": "{}",
      "big.bin": 7_000_000,
      ".dockerignore": "node_modules\r\n*.bin\n",
    });
    const { context, gap } = await snapshotOf(folder);
    expect(gap).toBeUndefined();
    expect(context.complete).toBe(true);
    expect(context.has("src/a b'\"ü.js")).toBe(true);
    expect(context.size("src")).toBe(120);
    expect(context.read("package.json")).toBe('{ "name": "x" }');
    expect(context.isIgnored("big.bin")).toBe(true);
    expect(context.isIgnored("node_modules/x")).toBe(true);
    expect(context.read("node_modules/x/package.json")).toBeUndefined();
    expect(context.ignoreFile?.path).toBe(".dockerignore");
    expect(context.size("")).toBe(120 + 15 + 7 + 20);
  });

  test("enters an ignored folder only where a pattern may take something of it back", async () => {
    const files = { "a/keep/x": 3, "a/drop/x": 4, "b/x": 5 };
    const patterns = (text: string) => readIgnoreFile(text).flatMap(({ pattern }) => pattern ?? []);
    const listed = async (ignore: string) =>
      (
        await listContext({ folder: folderWith(files), patterns: patterns(ignore), limits: usualLimits })
      ).files
        .map(({ path: file }) => file)
        .sort();
    expect(await listed("a\nb\n")).toEqual(["a/", "b/"]);
    expect(await listed("a\n!a/keep\n")).toEqual(["a/drop/x", "a/keep/x", "b/x"]);
  });

  test("takes the Dockerfile's own ignore file before the context's, and Podman's last", async () => {
    const all = { "Dockerfile.dockerignore": "a\n", ".dockerignore": "b\n", ".containerignore": "c\n" };
    expect((await snapshotOf(folderWith(all))).context.ignoreFile?.path).toBe("Dockerfile.dockerignore");
    const { "Dockerfile.dockerignore": _own, ...two } = all;
    expect((await snapshotOf(folderWith(two))).context.ignoreFile?.path).toBe(".dockerignore");
    const podman = { ".containerignore": "c\n" };
    expect((await snapshotOf(folderWith(podman))).context.ignoreFile?.path).toBe(".containerignore");
    expect((await snapshotOf(folderWith({}))).context.ignoreFile).toBeUndefined();
  });

  test("follows no symbolic link, so that a cycle ends and nothing outside is seen", async () => {
    const outside = folderWith({ "secret.txt": "x" });
    const folder = folderWith({ "src/a": 1 });
    symlinkSync(folder, path.join(folder, "src/loop"));
    symlinkSync(outside, path.join(folder, "elsewhere"));
    const { context, files } = await snapshotOf(folder);
    expect(files).toBe(3);
    expect(context.size("")).toBe(1);
    expect([...context.files("")].sort()).toEqual(["elsewhere", "src/a", "src/loop"]);
    // Nobody knows what is behind a link, so nothing is said to be missing there.
    expect(context.has("elsewhere/any")).toBe(true);
  });

  test("says that it is not complete when there are too many files, or it takes too long", async () => {
    const many = folderWith(Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`f${at}`, 1])));
    const cut = await snapshotOf(many, { files: 10, milliseconds: 2_000 });
    expect(cut.context.complete).toBe(false);
    expect(cut.gap).toBe("it has more than 10 files");
    expect(cut.files).toBe(10);
    const deep = folderWith(Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`d${at}/f`, ""])));
    const slow = await snapshotOf(deep, { files: 100_000, milliseconds: 0 });
    expect(slow.context.complete).toBe(false);
    expect(slow.gap).toBe("reading it took more than 0 ms");
  });

  test("of a folder that is not there, or is a file, is empty and not complete", async () => {
    const folder = folderWith({ file: "x" });
    for (const name of ["gone", "file"]) {
      const { context, gap } = await snapshotOf(path.join(folder, name));
      expect(context.complete).toBe(false);
      expect(gap).toMatch(/cannot be read \((ENOENT|ENOTDIR)\)/);
    }
  });

  test("leaves out a lock file of 50 MB, and goes on", async () => {
    const folder = folderWith({ "package.json": "{}", "package-lock.json": 50_000_000 });
    const { context } = await snapshotOf(folder);
    expect(context.size("package-lock.json")).toBe(50_000_000);
    expect(context.read("package-lock.json")).toBeUndefined();
    expect(context.read("package.json")).toBe("{}");
  });

  test("stands thousands of patterns and an empty folder", async () => {
    const lines = Array.from({ length: 5_000 }, (_, at) => `**/p${at}/*.x\n!q${at}\n`);
    const folder = folderWith({ "src/a.js": 3, ".dockerignore": lines.join("") });
    mkdirSync(path.join(folder, "empty"));
    const { context } = await snapshotOf(folder);
    expect(context.isFolder("empty")).toBe(true);
    expect(context.size("src/a.js")).toBe(3);
  });

  test("can be stopped", async () => {
    const folder = folderWith(Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`d${at}/f`, ""])));
    const stop = new AbortController();
    const taken = takeSnapshot({
      folder,
      dockerfile: path.join(folder, "Dockerfile"),
      limits: usualLimits,
      signal: stop.signal,
    });
    stop.abort(new Error("enough"));
    await expect(taken).rejects.toThrow("enough");
  });

  test("is shared by Dockerfiles with the same context and ignore file", async () => {
    const folder = folderWith({ "a.Dockerfile": "", "b.Dockerfile": "", "b.Dockerfile.dockerignore": "x\n" });
    const taken = new Map();
    const of = (name: string) =>
      takeSnapshot({ folder, dockerfile: path.join(folder, name), limits: usualLimits, taken });
    expect(await of("a.Dockerfile")).toBe(await of("c.Dockerfile"));
    expect(await of("b.Dockerfile")).not.toBe(await of("a.Dockerfile"));
    writeFileSync(path.join(folder, "later"), "");
    expect((await of("a.Dockerfile")).context.has("later")).toBe(false);
  });
});
