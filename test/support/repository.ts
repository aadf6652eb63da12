import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { folderWith } from "./tree.ts";

/** A git repository with these commits, oldest first; goes with the test. */
export function repositoryWith(commits: readonly Readonly<Record<string, string>>[]): string {
  const folder = folderWith({});
  git(folder, "init", "--quiet", "--initial-branch=main");
  for (const files of commits) commit(folder, files);
  return folder;
}

export function commit(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  git(folder, "add", "--force", ...Object.keys(files).map((name) => `:(literal)${name}`));
  git(folder, "commit", "--quiet", "--message", "a change");
}

function git(folder: string, ...words: readonly string[]): void {
  const someone = ["-c", "user.name=Jane", "-c", "user.email=jane@example.org", "-c", "commit.gpgSign=false"];
  execFileSync("git", [...someone, ...words], { cwd: folder, stdio: "ignore" });
}
