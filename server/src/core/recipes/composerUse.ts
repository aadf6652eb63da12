import type { Instruction } from "../document/dockerfile.ts";
import type { CopyFacts } from "../facts/copies.ts";
import { hasOption, type PackageCommand } from "../facts/packages.ts";
import type { RunFacts } from "../facts/runs.ts";
import { officialImage } from "../images/official.ts";
import { parseReference } from "../images/reference.ts";
import type { ShellCommand, Step, Word } from "../shell/script.ts";
import type { SingleStage } from "./singleStage.ts";

/** What of a stage is there for Composer alone. */
export interface ComposerUse {
  /** Every call, in order. */
  readonly calls: readonly PackageCommand[];
  /** COPY and ADD that bring it. */
  readonly instructions: readonly Instruction[];
  /** Steps of RUNs that bring it, clean up behind it, or install nothing but what it calls. */
  readonly steps: ReadonlyMap<RunFacts, ReadonlySet<Step>>;
  /** Packages that it calls, among others that stay. */
  readonly words: readonly { readonly command: ShellCommand; readonly word: Word }[];
  /** Names of those packages. */
  readonly packages: readonly string[];
  /** The image that it is copied from, where a version is named. */
  readonly image: string | undefined;
  readonly problem: string | undefined;
}

export function composerCalls({ facts }: SingleStage): readonly PackageCommand[] {
  return facts.packages.filter(({ manager }) => manager === "composer");
}

export function composerUse(single: SingleStage): ComposerUse {
  const calls = composerCalls(single);
  const copies = single.facts.copies.filter(bringsComposer);
  const steps = new Map<RunFacts, Set<Step>>();
  const add = (run: RunFacts, step: Step): void => {
    const taken = steps.get(run) ?? new Set();
    steps.set(run, taken.add(step));
  };
  const called = new Set(calls.map(({ command }) => command));
  let isBrought = copies.length > 0;
  for (const run of single.facts.runs) {
    for (const step of run.script.steps) {
      const isCall = step.commands.some((command) => called.has(command));
      if (!isCall && !isForComposer(step)) continue;
      if (!isCall && step.commands.some(isBringing)) isBrought = true;
      add(run, step);
    }
  }
  const packages = packagesFor(single, steps, add);
  const from = copies.map(imageOf).find((image) => image !== undefined);
  return {
    calls,
    instructions: copies.map(({ instruction }) => instruction),
    steps,
    words: packages.words,
    packages: packages.names,
    image: from,
    problem:
      isBrought || packages.names.includes("composer") ? undefined : "where Composer comes from is not seen",
  };
}

/** `COPY --from=composer:2 /usr/bin/composer /usr/bin/`, `ADD https://getcomposer.org/composer.phar /bin/composer` */
function bringsComposer(copy: CopyFacts): boolean {
  const [source, second] = copy.sources;
  if (second || !source) return false;
  if (copy.instruction.from) return source.path?.endsWith("/composer") === true || source.path === "composer";
  return /^https:\/\/getcomposer\.org\//.test(source.path ?? "");
}

function imageOf({ instruction }: CopyFacts): string | undefined {
  const { from } = instruction;
  const reference = from && !from.text.includes("$") ? parseReference(from.value) : undefined;
  const isNamed = reference?.tag !== undefined && reference.tag !== "latest";
  return isNamed && officialImage(reference)?.name === "composer" ? from?.value : undefined;
}

const ownFile = /getcomposer\.org|composer-setup|composer\.phar|\/composer$|\.composer(\/|$)/;
const carriers: ReadonlySet<string> = new Set("curl wget php mv cp chmod chown rm ln test [ cat".split(" "));

/** Downloads, moves or removes Composer and its own files, and does nothing else. */
function isForComposer({ commands }: Step): boolean {
  return (
    commands.length > 0 &&
    commands.every(({ name }) => carriers.has(name)) &&
    commands.some((command) => isOwn(command)) &&
    commands.every((command) => isOwn(command) || /^(php|curl|wget)$/.test(command.name))
  );
}

function isOwn({ args, redirects }: ShellCommand): boolean {
  return [...args, ...redirects.flatMap(({ target }) => target ?? [])].some(({ value }) =>
    ownFile.test(value),
  );
}

function isBringing({ args }: ShellCommand): boolean {
  return args.some(({ value }) => value.includes("getcomposer.org"));
}

/** What Composer calls to get packages. */
const helpers: ReadonlySet<string> = new Set(["composer", "git", "unzip", "mercurial", "subversion"]);
const programs: Readonly<Record<string, string>> = { mercurial: "hg", subversion: "svn" };

function packagesFor(
  { facts, program }: SingleStage,
  removed: ReadonlyMap<RunFacts, ReadonlySet<Step>>,
  add: (run: RunFacts, step: Step) => void,
) {
  const staying = facts.runs.flatMap((run) =>
    run.script.steps.filter((step) => !removed.get(run)?.has(step)).flatMap(({ commands }) => commands),
  );
  const called = new Set([...staying.map(({ name }) => name), ...(program?.calls ?? [])]);
  const words: { readonly command: ShellCommand; readonly word: Word }[] = [];
  const names = new Set<string>();
  for (const call of facts.packages) {
    const isInstall = call.action === (call.manager === "apk" ? "add" : "install");
    if (!/^(apt|apk)$/.test(call.manager) || !isInstall || hasOption(call, "-t", "--virtual")) continue;
    const goes = call.operands.filter(({ value }) => {
      const name = value.replace(/[=<>~:/].*$/, "");
      return helpers.has(name) && !called.has(programs[name] ?? name);
    });
    if (goes.length === 0) continue;
    if (goes.length < call.operands.length)
      words.push(...goes.map((word) => ({ command: call.command, word })));
    else if (!addInstall(call, facts.packagesOf(call.run), add)) continue;
    for (const { value } of goes) names.add(value.replace(/[=<>~:/].*$/, ""));
  }
  return { words, names: [...names] };
}

/** An install of which nothing is left goes with the update before it and the cleaning behind it. */
function addInstall(
  call: PackageCommand,
  others: readonly PackageCommand[],
  add: (run: RunFacts, step: Step) => void,
): boolean {
  const own = others.filter(({ manager }) => manager === call.manager);
  const isOnly = own.every((other) => other === call || !/^(install|add)$/.test(other.action));
  const step = call.run.script.steps.find(({ commands }) => commands.includes(call.command));
  if (!isOnly || step?.kind !== "command") return false;
  for (const one of call.run.script.steps) {
    const isOwnCall = one.commands.every((command) => own.some((other) => other.command === command));
    if (isOwnCall || one.commands.every(isCleaning)) add(call.run, one);
  }
  return true;
}

function isCleaning({ name, args }: ShellCommand): boolean {
  return (
    name === "rm" && args.every(({ value }) => /^-|^\/(var\/(lib\/apt|cache)|tmp|var\/tmp)\b/.test(value))
  );
}
