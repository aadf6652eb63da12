import { remember } from "../remember.ts";
import type { ShellCommand, Word } from "../shell/script.ts";
import { isInside } from "./mounts.ts";
import { packageCommands } from "./packages.ts";
import type { RunFacts } from "./runs.ts";
import { normalizePath } from "./situation.ts";

/** A path in the image that a command of a RUN makes, changes or removes. */
export interface PathUse {
  /** Absolute where the working directory is known; `*` and `?` are kept. */
  readonly path: string;
  readonly command: ShellCommand;
}

/** What `rm`, `rmdir`, `unlink` and `find … -delete` take away. A quoted glob removes nothing and is left out. */
export const pathsRemoved = remember((run: RunFacts) =>
  pathUses(run, (command) => {
    if (command.name === "find" && command.args.some(({ value }) => value === "-delete" || value === "rm"))
      return startsOfFind(command);
    if (command.name !== "rm" && command.name !== "rmdir" && command.name !== "unlink") return [];
    return operands(command).filter((word) => !(word.isLiteral && word.value.includes("*")));
  }),
);

/** The files that a `curl` or `wget` writes, as words; of a URL only its last part. */
export function downloadsOf(command: ShellCommand): readonly Word[] {
  if (command.name !== "curl" && command.name !== "wget") return [];
  return filesMadeBy(command).filter(({ value }) => value !== "-" && value !== "");
}

/** What `chmod`, `chown` and `chgrp` change, which copies every file they touch into the layer. */
export const pathsChanged = remember((run: RunFacts) =>
  pathUses(run, (command) => {
    if (command.name !== "chmod" && command.name !== "chown" && command.name !== "chgrp") return [];
    const isByReference = command.args.some(({ value }) => value.startsWith("--reference"));
    return operands(command, ["--from"]).slice(isByReference ? 0 : 1);
  }),
);

/** Folders that `mkdir` makes. */
export const foldersMade = remember((run: RunFacts) =>
  pathUses(run, (command) => (command.name === "mkdir" ? operands(command, ["-m", "--mode"]) : [])),
);

/** Files and folders that a RUN downloads, unpacks, clones or writes (an empty folder is nothing), and the caches of its package managers. */
export const pathsMade = remember((run: RunFacts): readonly PathUse[] => {
  const caches = packageCommands(run).flatMap(({ manager, action, command }) => {
    if (
      action !== "install" &&
      action !== "add" &&
      action !== "update" &&
      action !== "ci" &&
      action !== "upgrade" &&
      action !== "makecache"
    )
      return [];
    return (managerCaches[manager] ?? []).map((path) => ({ path, command }));
  });
  return [...pathUses(run, filesMadeBy), ...caches];
});

const managerCaches: Readonly<Partial<Record<string, readonly string[]>>> = {
  apt: ["/var/lib/apt/lists", "/var/cache/apt"],
  apk: ["/var/cache/apk"],
  yum: ["/var/cache/yum", "/var/cache/dnf"],
  dnf: ["/var/cache/dnf", "/var/cache/libdnf5"],
  microdnf: ["/var/cache/yum", "/var/cache/dnf"],
  zypper: ["/var/cache/zypp"],
  pip: ["/root/.cache"],
  npm: ["/root/.npm"],
  yarn: ["/usr/local/share/.cache"],
};

/** The paths by the commands that use them. */
export function byCommand(uses: readonly PathUse[]): ReadonlyMap<ShellCommand, readonly string[]> {
  const found = new Map<ShellCommand, string[]>();
  for (const { command, path } of uses) {
    const paths = found.get(command);
    if (paths) paths.push(path);
    else found.set(command, [path]);
  }
  return found;
}

/** True when one of the two paths lies in the other; a glob counts as its folder. */
export function pathsMeet(a: string, b: string): boolean {
  const left = withoutGlob(a);
  const right = withoutGlob(b);
  return left !== "/" && right !== "/" && (isInside(left, right) || isInside(right, left));
}

/** The folder in front of the first wildcard: `/tmp/*.tgz` → `/tmp`. */
export function withoutGlob(path: string): string {
  const glob = path.search(/[*?[{]/);
  if (glob < 0) return path;
  return normalizePath(path.slice(0, path.lastIndexOf("/", glob) + 1));
}

function pathUses(run: RunFacts, wordsOf: (command: ShellCommand) => readonly Word[]): readonly PathUse[] {
  const uses: PathUse[] = [];
  let folder = run.situation.workdir;
  for (const command of run.script.commands) {
    if (command.name === "cd") {
      const [target] = operands(command);
      folder = target?.isLiteral ? absolute(target.value, folder) : undefined;
      continue;
    }
    for (const word of wordsOf(command)) {
      const path =
        word.value.includes("$") || word.value.includes("`") ? undefined : absolute(word.value, folder);
      if (path !== undefined) uses.push({ path, command });
    }
  }
  return uses;
}

function absolute(path: string, folder: string | undefined): string | undefined {
  if (path.startsWith("/")) return normalizePath(path);
  if (path.startsWith("~/")) return normalizePath(`/root/${path.slice(2)}`);
  return folder === undefined ? undefined : normalizePath(`${folder}/${path}`);
}

function operands({ args }: ShellCommand, valued: readonly string[] = []): readonly Word[] {
  return args.filter(
    ({ value }, at) => !value.startsWith("-") && !valued.includes(args[at - 1]?.value ?? ""),
  );
}

function startsOfFind({ args }: ShellCommand): readonly Word[] {
  const end = args.findIndex(({ value }) => value.startsWith("-") || value === "(" || value === "!");
  return args.slice(0, end < 0 ? args.length : end);
}

const outputOptions: Readonly<Record<string, readonly string[]>> = {
  curl: ["-o", "--output"],
  wget: ["-O", "--output-document", "-P", "--directory-prefix"],
  tar: ["-C", "--directory"],
  unzip: ["-d"],
};

function filesMadeBy(command: ShellCommand): readonly Word[] {
  const written = command.redirects.flatMap(({ operator, target }) =>
    operator.includes(">") && operator !== ">&" && target && !target.value.startsWith("/dev/")
      ? [target]
      : [],
  );
  return writingPrograms.has(command.name) ? [...written, ...outputsOf(command)] : written;
}

const writingPrograms: ReadonlySet<string> = new Set([
  ...Object.keys(outputOptions),
  ...["tee", "cp", "mv", "install", "git"],
]);

function outputsOf(command: ShellCommand): readonly Word[] {
  const words = operands(command);
  switch (command.name) {
    case "tee":
      return words;
    case "cp":
    case "mv":
    case "install":
      return words.slice(-1);
    case "git":
      return words[0]?.value === "clone" ? (words[2] ? [words[2]] : words.slice(1).map(lastPartOf)) : [];
    case "wget":
      return optionValues(command).length > 0
        ? optionValues(command)
        : words.filter(({ value }) => value.includes("://")).map(lastPartOf);
    case "curl":
      if (command.args.some(({ value }) => /^(-[A-Za-z]*O[A-Za-z]*|--remote-name)$/.test(value))) {
        return words.filter(({ value }) => value.includes("://")).map(lastPartOf);
      }
      return optionValues(command);
    default:
      return optionValues(command);
  }
}

/** `https://host/a/b.tgz` → `b.tgz`, where the download or clone ends up. */
function lastPartOf(word: Word): Word {
  const value = word.value.slice(word.value.lastIndexOf("/") + 1).replace(/\.git$/, "");
  return { ...word, value };
}

/** The word behind an output option; the last of bundled short options may be one: `curl -fsSLo x`. */
function optionValues({ name, args }: ShellCommand): readonly Word[] {
  const options = outputOptions[name] ?? [];
  return args.filter((_, at) => {
    const before = args[at - 1]?.value ?? "";
    return options.some(
      (option) =>
        before === option ||
        (/^-[A-Za-z]{2,}$/.test(before) && option.length === 2 && before.endsWith(option.charAt(1))),
    );
  });
}
