import type { ShellCommand, Word } from "../shell/script.ts";
import type { Facts } from "./facts.ts";
import { perFacts } from "./perFacts.ts";
import type { RunFacts } from "./runs.ts";

/** An option to look for. A value is the rest behind `=`, or the next word. */
export interface WantedOption {
  /** Programs by name; pip also stands for `pip3` and `python -m pip`. */
  readonly programs: readonly string[];
  /** `--insecure`, or `-k`, which is also found among bundled letters. */
  readonly option: string;
  /** The values that are meant; without it the option takes none. */
  readonly value?: RegExp;
}

/** One option as it stands in a command. */
export interface OptionUse<Wanted extends WantedOption> {
  readonly wanted: Wanted;
  readonly run: RunFacts;
  readonly command: ShellCommand;
  /** The word, and its value where that is a word of its own. */
  readonly words: readonly [Word, ...Word[]];
  /** Set where the option is one of several letters in the word: its place there. */
  readonly letterAt: number | undefined;
}

/** Every use of the options in the RUNs of the file, in order. */
export function optionUses<Wanted extends WantedOption>(
  facts: Facts,
  wanted: readonly Wanted[],
): readonly OptionUse<Wanted>[] {
  const found: OptionUse<Wanted>[] = [];
  for (const { run, command, program } of calls(facts)) {
    const own = wanted.filter(({ programs }) => programs.includes(program));
    if (own.length === 0) continue;
    for (const [at, word] of command.args.entries()) {
      const use = firstUse(own, command, word, at);
      if (use) found.push({ ...use, run, command });
    }
  }
  return found;
}

/** Every command with words behind it. */
const calls = perFacts(({ runs }) =>
  runs.flatMap((run) =>
    run.script.commands.flatMap((command) =>
      command.args.length > 0 ? [{ run, command, program: programName(command) }] : [],
    ),
  ),
);

function firstUse<Wanted extends WantedOption>(
  wanted: readonly Wanted[],
  command: ShellCommand,
  word: Word,
  at: number,
) {
  for (const one of wanted) {
    const use = useAt(one, command, word, at);
    if (use) return use;
  }
  return undefined;
}

/** The program's name without its version; pip for `python -m pip`. */
export function programName({ name, args }: ShellCommand): string {
  if (/^pip[\d.]*$/.test(name)) return "pip";
  if (!/^python[\d.]*$/.test(name)) return name;
  const module = args.findIndex(({ value }) => value === "-m");
  return module >= 0 && args[module + 1]?.value === "pip" ? "pip" : name;
}

function useAt<Wanted extends WantedOption>(wanted: Wanted, command: ShellCommand, word: Word, at: number) {
  const { option, value } = wanted;
  const text = word.value;
  if (!value) {
    const letterAt = option.length === 2 ? bundledAt(command, text, option) : undefined;
    const isAlone = text === option || letterAt !== undefined;
    return isAlone ? { wanted, words: [word] as const, letterAt } : undefined;
  }
  const next = command.args[at + 1];
  if (text === option) return next && value.test(next.value) ? pair(wanted, word, next) : undefined;
  const glue = option.startsWith("--") ? `${option}=` : option;
  return text.startsWith(glue) && value.test(text.slice(glue.length))
    ? { wanted, words: [word] as const, letterAt: undefined }
    : undefined;
}

function pair<Wanted extends WantedOption>(wanted: Wanted, word: Word, next: Word) {
  return { wanted, words: [word, next] as const, letterAt: undefined };
}

/** Letters that take the rest of their word, or the next word, as their value. */
const valuedLetters: Readonly<Record<string, string>> = {
  curl: "AbcCdDeEFhHKmoPQrtTuUwxXyYz",
  wget: "aBDeiloOPQRtTUwX",
};

/** Where `k` stands in `-fsSLk`; undefined in `-ok`, where it is a file. */
function bundledAt({ name }: ShellCommand, text: string, option: string): number | undefined {
  if (!/^-[A-Za-z0-9#]{2,}$/.test(text)) return undefined;
  const at = text.indexOf(option.charAt(1));
  const before = [...text.slice(1, Math.max(at, 1))];
  return at > 0 && !before.some((letter) => valuedLetters[name]?.includes(letter)) ? at : undefined;
}
