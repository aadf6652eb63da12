import type { CopyFacts } from "../facts/copies.ts";
import type { Facts } from "../facts/facts.ts";
import type { RunFacts } from "../facts/runs.ts";
import { normalizePath } from "../facts/situation.ts";
import type { ShellCommand } from "../shell/script.ts";
import { replaceSpan, sortEdits } from "./apply.ts";
import type { Edit, Fix } from "./fix.ts";
import { removeInstruction } from "./instructions.ts";
import { removeSteps, stepOf } from "./steps.ts";

/** A `tar` that unpacks a copied archive as a whole. */
export interface Unpacking {
  readonly run: RunFacts;
  readonly command: ShellCommand;
  /** Where the archive lies. */
  readonly archive: string;
}

/** ADD instead of COPY and `tar`; undefined where something else reads the archive, or its files would belong to another user. */
export function addArchive(
  facts: Facts,
  copy: CopyFacts,
  { run, command, archive }: Unpacking,
): Fix | undefined {
  const { dockerfile } = facts;
  const { instruction, situation } = copy;
  const target = instruction.destination;
  const folder = targetFolder(run, command);
  const { user } = run.situation;
  const isRoot = user === undefined ? situation.user === undefined : /^(root|0)(:|$)/.test(user);
  if (!target || folder === undefined || !isRoot || instruction.flags.length > 0 || instruction.isJson)
    return undefined;
  const name = archive.slice(archive.lastIndexOf("/") + 1);
  const unpack = stepOf(run, command);
  const removals = run.script.commands.filter(
    ({ name, args }) =>
      name === "rm" && args.every(({ value }) => value.startsWith("-") || absolute(run, value) === archive),
  );
  // Named by the COPY, the tar and each rm, and by nothing else.
  const isNamedTwice = archive === copy.destination && copy.sources[0]?.path?.endsWith(name) === true;
  const mentions = dockerfile.text.split(name).length - 1;
  const expected = 1 + removals.length + (isNamedTwice ? 2 : 1);
  if (mentions > expected) return undefined;
  const removed = removals.map((other) => stepOf(run, other));
  if (!unpack || removed.includes(undefined)) return undefined;
  const gone = [unpack, ...removed.filter((step) => step !== undefined)];
  const isEverything = run.script.steps.every((step) => gone.includes(step));
  const rest: readonly Edit[] | undefined = isEverything
    ? [removeInstruction(dockerfile, run.instruction)]
    : removeSteps(dockerfile, run, gone);
  if (!rest) return undefined;
  return {
    title: `Unpack it with ADD into ${folder}`,
    safety: "review",
    assumption: "nothing else reads the archive, and it is one that ADD recognizes",
    edits: sortEdits([
      replaceSpan(instruction.keywordSpan, "ADD"),
      replaceSpan(target.span, folder === "/" ? "/" : `${folder}/`),
      ...rest,
    ]),
  };
}

function targetFolder(run: RunFacts, { args }: ShellCommand): string | undefined {
  for (const [at, { value }] of args.entries()) {
    const joined = /^--directory=(.+)$/.exec(value)?.[1];
    const word = /^-[xvzjJpf]*C$|^--directory$/.test(value) ? args[at + 1] : undefined;
    if (joined !== undefined) return absolute(run, joined);
    if (word) return word.isLiteral ? absolute(run, word.value) : undefined;
  }
  return absolute(run, ".");
}

/** Undefined where the folder of the command is not known. */
export function absolute({ situation, script }: RunFacts, path: string): string | undefined {
  if (path.startsWith("/")) return normalizePath(path);
  const isMoved = script.commands.some(({ name }) => name === "cd");
  return isMoved || situation.workdir === undefined
    ? undefined
    : normalizePath(`${situation.workdir}/${path}`);
}
