import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { changeHistory } from "../../core/cache/history.ts";
import type { ChangeHistory } from "../../core/known.ts";
import { repositoryAround } from "../buildContext/discover.ts";
import { programOnPath } from "../programOnPath.ts";

/** What the latest commits touched, newest first. Paths are relative to the top of the repository, with `/`. */
export type Commits = readonly (readonly string[])[];

export interface HistoryLimits {
  readonly commits: number;
  readonly milliseconds: number;
  /** Of what git prints. */
  readonly bytes: number;
}

export const usualHistoryLimits: HistoryLimits = { commits: 500, milliseconds: 3_000, bytes: 2_000_000 };

/** The top of the repository that a folder lies in; undefined where there is none. Absolute paths. */
export async function repositoryOf(folder: string): Promise<string | undefined> {
  const top = await repositoryAround(join(folder, "any"));
  return existsSync(join(top, ".git")) ? top : undefined;
}

/** The latest commits of a repository as they concern one of its folders; undefined when it is not in there. */
export function historyOf(commits: Commits, repository: string, folder: string): ChangeHistory | undefined {
  const way = relative(repository, folder);
  if (way.startsWith("..") || isAbsolute(way)) return undefined;
  const prefix = way === "" ? "" : `${way.split(sep).join("/")}/`;
  return changeHistory(
    commits.map((files) =>
      files.flatMap((file) => (file.startsWith(prefix) ? file.slice(prefix.length) : [])),
    ),
  );
}

/**
 * Asks git. Undefined when there is no git, it refuses the repository, or it has nothing to tell; where a limit ends
 * it, the commits that it has told completely by then. Never rejects.
 */
export function readCommits(
  repository: string,
  limits: HistoryLimits = usualHistoryLimits,
): Promise<Commits | undefined> {
  const git = programOnPath("git");
  if (git === undefined) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const child = spawn(git, [...harmless, ...log, "-n", String(limits.commits)], {
      cwd: repository,
      env: cleanEnvironment(process.env, repository),
      stdio: ["ignore", "pipe", "ignore"],
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    const end = (isWhole: boolean): void => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      child.stdout.destroy();
      const commits = commitsIn(Buffer.concat(chunks).toString("utf8"));
      const told = isWhole ? commits : commits.slice(0, -1);
      resolve(told.length === 0 ? undefined : told);
    };
    const timer = setTimeout(() => end(false), limits.milliseconds);
    child.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > limits.bytes) end(false);
    });
    child.once("error", () => end(false));
    child.once("close", (code) => end(code === 0));
  });
}

/**
 * Nothing that a repository can say in its configuration starts a program here: no file system monitor, no hook, no
 * check of signatures, no fetching of what a partial clone has left out. Nor is it taken for one because it lies in it.
 */
const harmless: readonly string[] = [
  "--no-pager",
  "--no-optional-locks",
  "--literal-pathspecs",
  ...[
    "core.fsmonitor=",
    "core.hooksPath=/dev/null",
    "log.showSignature=false",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
  ].flatMap((setting) => ["-c", setting]),
];

/** Merges touch nothing by themselves, and the search for renames would read every file. */
const log: readonly string[] = [
  ..."log -z --name-only --no-merges --no-renames --no-relative --no-show-signature --no-ext-diff --no-textconv".split(
    " ",
  ),
  "--no-color",
  "--no-decorate",
  "--ignore-submodules=all",
  "--format=%x01",
];

function cleanEnvironment(environment: NodeJS.ProcessEnv, repository: string): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !/^(GIT_|SSH_ASKPASS|PAGER$)/i.test(name));
  return {
    ...Object.fromEntries(kept),
    // Another repository further up is not the one that was meant.
    GIT_CEILING_DIRECTORIES: dirname(repository),
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_LAZY_FETCH: "1",
    LC_ALL: "C.UTF-8",
  };
}

/** Each commit is a byte 1 and a NUL, a line break where it has files, and each of these with a NUL behind it. */
function commitsIn(output: string): Commits {
  const commits: string[][] = [];
  for (const word of output.split("\0")) {
    if (word === "\u0001") commits.push([]);
    else {
      const current = commits.at(-1);
      const file = current?.length === 0 ? word.replace(/^\n/, "") : word;
      if (file !== "") current?.push(file);
    }
  }
  return commits;
}
