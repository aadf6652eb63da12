import type { CommandInstruction } from "../document/dockerfile.ts";
import { type FlatText, identityFlat } from "../document/flatText.ts";
import { parseScript } from "../shell/parse.ts";
import { chainOf } from "./chain.ts";
import type { Facts } from "./facts.ts";
import { perFacts } from "./perFacts.ts";

/** One command that a container of the final image starts with. */
export interface StartedCommand {
  /** Base name: `node`, `entrypoint.sh`. */
  readonly program: string;
  /** Quotes taken off; variables are left in place. */
  readonly args: readonly string[];
}

/**
 * What ENTRYPOINT and CMD of the final image start, those of the stages below included. Programs that only start
 * others (tini, gosu, `sh -c`) are looked through; the words behind a script are a command too, as scripts mostly end
 * in `exec "$@"`. Empty when the file starts nothing.
 */
export const startedCommands = perFacts((facts: Facts): readonly StartedCommand[] => {
  const instructions = chainOf(facts.finalStage).flatMap(({ stage }) => stage.instructions);
  const last = (keyword: CommandInstruction["keyword"]) =>
    instructions.findLast((other): other is CommandInstruction => other.keyword === keyword);
  const entrypoint = last("ENTRYPOINT");
  const cmd = last("CMD");
  if (entrypoint && !entrypoint.exec) return inShell(entrypoint.body);
  const before = entrypoint?.exec?.map(({ value }) => value) ?? [];
  if (cmd && !cmd.exec) return [...inWords(before), ...inShell(cmd.body)];
  return inWords([...before, ...(cmd?.exec ?? []).map(({ value }) => value)]);
});

function inShell(body: FlatText): readonly StartedCommand[] {
  return parseScript(body).commands.flatMap(({ nameWord, args }) =>
    inWords([nameWord, ...args].map(({ value }) => value)),
  );
}

const starters: ReadonlySet<string> = new Set(
  "tini tini-static dumb-init catatonit env exec nice".split(" "),
);
/** The first word behind them is a user or a file. */
const startersFor: ReadonlySet<string> = new Set("gosu su-exec".split(" "));
const shells: ReadonlySet<string> = new Set("sh bash ash dash zsh".split(" "));

function inWords([first, ...rest]: readonly string[]): readonly StartedCommand[] {
  if (first === undefined || first === "") return [];
  const program = first.slice(first.lastIndexOf("/") + 1);
  if (startersFor.has(program)) return inWords(rest.slice(1));
  if (starters.has(program)) {
    const at = rest.findIndex((word) => !word.startsWith("-") && !/^\w+=/.test(word));
    return at < 0 ? [] : inWords(rest.slice(at));
  }
  const line = shells.has(program) && /^-[a-z]*c$/.test(rest[0] ?? "") ? rest[1] : undefined;
  if (line !== undefined) return inShell(identityFlat(line, 0));
  const started = { program, args: rest };
  return isScript(program) ? [started, ...inWords(rest)] : [started];
}

function isScript(program: string): boolean {
  return /\.(sh|bash)$|entrypoint/.test(program);
}
