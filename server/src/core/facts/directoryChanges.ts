import type { ShellCommand, Step } from "../shell/script.ts";
import type { Facts } from "./facts.ts";
import { perFacts } from "./perFacts.ts";
import type { RunFacts } from "./runs.ts";
import { normalizePath } from "./situation.ts";
import type { StageFacts } from "./stages.ts";

/** A step that is a `cd` with one plain path. */
export function cdOf({ kind, commands }: Step): ShellCommand | undefined {
  const [command] = commands;
  if (kind !== "command" || command?.name !== "cd" || command.wrappers.length > 0) return undefined;
  const [path, second] = command.args;
  const isPlain = path?.isLiteral && /^[\w./+@-]+$/.test(path.value) && path.value !== "-";
  return isPlain && !second && command.redirects.length === 0 ? command : undefined;
}

/** Where the `cd` leads; undefined where that is not known. */
export function folderOf({ situation }: RunFacts, cd: ShellCommand): string | undefined {
  const path = cd.args[0]?.value ?? "";
  if (path.startsWith("/")) return normalizePath(path);
  return situation.workdir === undefined ? undefined : normalizePath(`${situation.workdir}/${path}`);
}

/** `cd -`, and a chain that cleans up after itself, which has its own reason to be in one piece. */
export function comesBack({ name, args }: ShellCommand): boolean {
  if (name === "rm" || name === "popd") return true;
  return args.some(({ value }) => value.includes("OLDPWD")) || (name === "cd" && args[0]?.value === "-");
}

/** True when an earlier RUN of the stage begins with a `cd`, too. */
export function followsAnotherCd({ stage, instruction }: RunFacts, facts: Facts): boolean {
  const first = firstCds(facts).get(stage);
  return first !== undefined && first < instruction.index;
}

/** The place of the first RUN of each stage that begins with a `cd`. */
const firstCds = perFacts(({ runs }) => {
  const found = new Map<StageFacts | undefined, number>();
  for (const { stage, script, instruction } of runs) {
    const [first] = script.steps;
    if (first && cdOf(first) && !found.has(stage)) found.set(stage, instruction.index);
  }
  return found;
});
