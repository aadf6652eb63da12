import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { inRoot } from "../../../scripts/support/paths.ts";
import { dockerfilesOnDisk } from "../../../server/src/host/dockerfiles/dockerfiles.ts";
import {
  type FindLimits,
  findDockerfiles,
  usualFindLimits,
} from "../../../server/src/host/dockerfiles/find.ts";
import { isDockerfileName } from "../../../server/src/host/dockerfiles/names.ts";
import { folderWith } from "../../support/tree.ts";

async function foundIn(folder: string, limits: Partial<FindLimits> = {}): Promise<readonly string[]> {
  const found = await findDockerfiles([folder], { ...usualFindLimits, ...limits });
  return found.map((file) => path.relative(folder, file).replaceAll("\\", "/"));
}

test("the names are those that the manifest gives to the language", () => {
  const { contributes } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
  const [{ filenamePatterns }] = contributes.languages;
  expect(filenamePatterns.length).toBeGreaterThan(4);
  for (const pattern of filenamePatterns)
    expect([pattern, isDockerfileName(pattern.replaceAll("*", "web"))]).toEqual([pattern, true]);
  for (const name of ["Dockerfile.dockerignore", "Dockerfiles", "my-Dockerfile", "dockerfile-web", "x.md"])
    expect([name, isDockerfileName(name)]).toEqual([name, false]);
});

describe("Dockerfiles in a folder", () => {
  test("are found level by level, but not in what others write", async () => {
    const folder = folderWith({
      "a/b/Dockerfile": "FROM a\n",
      "a/web.dockerfile": "FROM a\n",
      "Dockerfile.dev": "FROM a\n",
      "Dockerfile.dockerignore": "x\n",
      ".devcontainer/Containerfile": "FROM a\n",
      "node_modules/a/Dockerfile": "FROM a\n",
      "a/vendor/b/Dockerfile": "FROM a\n",
      ".git/Dockerfile": "FROM a\n",
      "Dockerfile/readme.md": "a folder\n",
    });
    const found = await foundIn(folder);
    expect(found.toSorted()).toEqual(
      [".devcontainer/Containerfile", "Dockerfile.dev", "a/b/Dockerfile", "a/web.dockerfile"].toSorted(),
    );
    expect([found[0], found.at(-1)]).toEqual(["Dockerfile.dev", "a/b/Dockerfile"]);
  });

  test("are found once in folders that lie in each other", async () => {
    const folder = folderWith({ "a/Dockerfile": "FROM a\n" });
    expect(await findDockerfiles([folder, path.join(folder, "a"), folder])).toHaveLength(1);
  });

  test("are not looked for behind symbolic links, which may lead in circles or elsewhere", async () => {
    const elsewhere = folderWith({ Dockerfile: "FROM a\n" });
    const folder = folderWith({ "a/Dockerfile": "FROM a\n" });
    symlinkSync(folder, path.join(folder, "a", "loop"), "dir");
    symlinkSync(elsewhere, path.join(folder, "elsewhere"), "dir");
    symlinkSync(path.join(elsewhere, "Dockerfile"), path.join(folder, "Dockerfile"), "file");
    expect(await foundIn(folder)).toEqual(["a/Dockerfile"]);
  });

  test("are found beside a folder that nobody may read, and beside one that is not there", async () => {
    const folder = folderWith({ "shut/x": "", "open/Dockerfile": "FROM a\n" });
    chmodSync(path.join(folder, "shut"), 0o000);
    onTestFinished(() => chmodSync(path.join(folder, "shut"), 0o755));
    expect(await foundIn(folder)).toEqual(["open/Dockerfile"]);
    const found = await findDockerfiles([path.join(folder, "gone"), folder]);
    expect(found).toHaveLength(1);
  });

  test("are as many as anybody looks through, however many there are", async () => {
    const folder = folderWith({});
    for (let at = 0; at < 10_000; at += 1) writeFileSync(path.join(folder, `Dockerfile.${at}`), "FROM a\n");
    mkdirSync(path.join(folder, "b"));
    expect(await foundIn(folder)).toHaveLength(usualFindLimits.files);
    expect((await foundIn(folder, { entries: 50 })).length).toBeLessThanOrEqual(50);
    expect((await foundIn(folder, { files: 100_000, milliseconds: 0 })).length).toBeLessThan(10_000);
  });

  test("let other work go on while they are looked for", async () => {
    const folder = folderWith({});
    for (let at = 0; at < 10_000; at += 1) writeFileSync(path.join(folder, `x${at}`), "");
    let slowest = 0;
    let last = performance.now();
    const watch = (): void => {
      slowest = Math.max(slowest, performance.now() - last);
      last = performance.now();
      handle = setImmediate(watch);
    };
    let handle = setImmediate(watch);
    const found = await findDockerfiles([folder]);
    clearImmediate(handle);
    expect(found).toEqual([]);
    expect(slowest).toBeLessThan(500);
  });

  test("that lie too deep are left out", async () => {
    const folder = folderWith({ "a/b/c/Dockerfile": "FROM a\n", "a/Dockerfile": "FROM a\n" });
    expect(await foundIn(folder, { depth: 3 })).toEqual(["a/Dockerfile"]);
  });
});

describe("a Dockerfile on disk", () => {
  test("is read when its stamp is another", async () => {
    const file = path.join(folderWith({ Dockerfile: "FROM a\n" }), "Dockerfile");
    const first = await dockerfilesOnDisk.read(file, undefined);
    expect(first?.text).toBe("FROM a\n");
    expect(await dockerfilesOnDisk.read(file, first?.stamp)).toEqual({
      stamp: first?.stamp,
      text: undefined,
    });
    writeFileSync(file, "FROM abc\n");
    expect((await dockerfilesOnDisk.read(file, first?.stamp))?.text).toBe("FROM abc\n");
  });

  test("is unknown when it is gone, a folder, a link, or longer than anybody writes", async () => {
    const folder = folderWith({ "a/b": "", huge: 200_000, plain: "FROM a\n" });
    symlinkSync(path.join(folder, "plain"), path.join(folder, "link"));
    for (const name of ["gone", "a", "huge", "link"])
      expect([name, await dockerfilesOnDisk.read(path.join(folder, name), undefined)]).toEqual([
        name,
        undefined,
      ]);
  });
});
