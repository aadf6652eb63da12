import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { Histories } from "../../../server/src/host/git/histories.ts";
import {
  historyOf,
  readCommits,
  repositoryOf,
  usualHistoryLimits,
} from "../../../server/src/host/git/history.ts";
import { commit, repositoryWith } from "../../support/repository.ts";
import { folderWith } from "../../support/tree.ts";

const below = (folder: string) => (file: string) => file.startsWith(`${folder}/`);

describe("a repository", () => {
  test("tells what its latest commits touch, by folder", async () => {
    const top = repositoryWith([
      { "a.txt": "1", "app/src/ü b.ts": "1" },
      { "app/src/ü b.ts": "2" },
      { "app/package.json": "{}" },
    ]);
    const commits = await readCommits(top);
    expect(commits).toEqual([["app/package.json"], ["app/src/ü b.ts"], ["a.txt", "app/src/ü b.ts"]]);
    const history = historyOf(commits ?? [], top, path.join(top, "app"));
    expect(history?.commits).toBe(3);
    expect(history?.touching(below("src"))).toBe(2);
    expect(history?.touching((file) => file === "package.json")).toBe(1);
    expect(history?.touching(() => true)).toBe(3);
    expect(historyOf(commits ?? [], top, path.dirname(top))).toBeUndefined();
  });

  test("is found from any folder in it, and there may be none", async () => {
    const top = repositoryWith([{ "app/a": "1" }]);
    expect(await repositoryOf(path.join(top, "app"))).toBe(top);
    const plain = folderWith({ a: "1" });
    expect(await repositoryOf(plain)).toBeUndefined();
    expect(await readCommits(plain)).toBeUndefined();
  });

  test("without commits, and one that is broken, tell nothing", async () => {
    expect(await readCommits(repositoryWith([]))).toBeUndefined();
    expect(await readCommits(folderWith({ ".git": "nonsense" }))).toBeUndefined();
    // Git would go on to the repository around it.
    const top = repositoryWith([{ a: "1" }]);
    mkdirSync(path.join(top, "inner/.git"), { recursive: true });
    expect(await readCommits(path.join(top, "inner"))).toBeUndefined();
  });

  test("with more commits than are wanted tells the latest", async () => {
    const top = repositoryWith([{ a: "1" }, { b: "1" }, { c: "1" }]);
    expect(await readCommits(top, { ...usualHistoryLimits, commits: 2 })).toEqual([["c"], ["b"]]);
  });

  test("that tells too much is cut behind its last whole commit", async () => {
    const long = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`${"x".repeat(150)}${at}`, "1"]));
    const top = repositoryWith([long, { b: "1" }, { c: "1" }]);
    expect(await readCommits(top, { ...usualHistoryLimits, bytes: 10_000 })).toEqual([["c"], ["b"]]);
  });

  test("is given up after a while", async () => {
    const top = repositoryWith([{ a: "1" }]);
    expect(await readCommits(top, { ...usualHistoryLimits, milliseconds: 0 })).toBeUndefined();
  });

  test("starts no program that its configuration names", async () => {
    const top = repositoryWith([{ a: "1" }]);
    const trace = path.join(top, "started");
    const program = path.join(top, "program");
    writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> '${trace}'\nexit 1\n`, { mode: 0o755 });
    for (const hook of ["post-index-change", "reference-transaction"])
      symlinkSync(program, path.join(top, ".git/hooks", hook));
    appendFileSync(
      path.join(top, ".git/config"),
      [
        `[core]\n fsmonitor = ${program}\n pager = ${program}\n sshCommand = ${program}\n`,
        `[log]\n showSignature = true\n[gpg]\n program = ${program}\n`,
        `[diff]\n external = ${program}\n[pager]\n log = ${program}\n`,
        `[filter "x"]\n smudge = ${program}\n clean = ${program}\n process = ${program}\n`,
        `[diff "x"]\n textconv = ${program}\n command = ${program}\n`,
        `[alias]\n log = !${program}\n`,
      ].join(""),
    );
    writeFileSync(path.join(top, ".gitattributes"), "* diff=x filter=x\n");
    // A commit that claims to be signed is what git would call gpg for.
    const signed = execFileSync("git", ["hash-object", "-t", "commit", "-w", "--stdin"], {
      cwd: top,
      input: execFileSync("git", ["cat-file", "commit", "HEAD"], { cwd: top, encoding: "utf8" }).replace(
        "\n\n",
        "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n",
      ),
      encoding: "utf8",
    }).trim();
    writeFileSync(path.join(top, ".git/refs/heads/main"), `${signed}\n`);
    expect(await readCommits(top)).toEqual([["a"]]);
    expect(existsSync(trace)).toBe(false);
    // The trap works: git as people call it does start the program.
    execFileSync("git", ["log", "-1"], { cwd: top, stdio: "ignore" });
    expect(existsSync(trace)).toBe(true);
  });

  test("is not another one because the environment says so", async () => {
    const top = repositoryWith([{ a: "1" }]);
    const other = repositoryWith([{ b: "1" }]);
    process.env.GIT_DIR = path.join(other, ".git");
    try {
      expect(await readCommits(top)).toEqual([["a"]]);
    } finally {
      delete process.env.GIT_DIR;
    }
  });
});

describe("histories for an editor", () => {
  test("arrive in the background, and again when a commit has come", async () => {
    const top = repositoryWith([{ "src/a": "1" }]);
    const histories = new Histories({ isTrusted: true, pause: 0 });
    let news = 0;
    histories.onChange(() => {
      news += 1;
    });
    expect(histories.known(top)).toBeUndefined();
    await histories.look(top);
    expect(histories.known(top)?.commits).toBe(1);
    await histories.look(top);
    expect(news).toBe(1);
    commit(top, { "src/b": "1" });
    await histories.look(top);
    expect(histories.known(top)?.touching(below("src"))).toBe(2);
    expect(news).toBe(2);
  });

  test("are read once a minute at most, and shared by the contexts of a repository", async () => {
    const top = repositoryWith([{ "app/a": "1" }]);
    const histories = new Histories({ isTrusted: true });
    await histories.look(top);
    commit(top, { "app/b": "1" });
    await histories.look(top);
    await histories.look(path.join(top, "app"));
    expect(histories.known(top)?.commits).toBe(1);
    expect(histories.known(path.join(top, "app"))?.touching((file) => file === "a")).toBe(1);
  });

  test("are not known in a workspace that is not trusted, until it is", async () => {
    const top = repositoryWith([{ a: "1" }]);
    const histories = new Histories({ isTrusted: false });
    await histories.look(top);
    expect(histories.known(top)).toBeUndefined();
    const heard = new Promise<void>((resolve) => histories.onChange(resolve));
    histories.trust();
    await heard;
    expect(histories.known(top)?.commits).toBe(1);
  });
});
