import type { Span } from "../edits/span.ts";
import type { ShellCommand, Word } from "./script.ts";

/** Programs that run the program named behind them, with their options that take a value of their own. */
const wrapperOptionsWithValue: Readonly<Record<string, readonly string[]>> = {
  sudo: ["-u", "-g", "-p", "-C", "-h", "-r", "-t", "--user", "--group"],
  env: ["-u", "-C", "-S", "--unset", "--chdir"],
  exec: ["-a"],
  command: [],
  time: ["-f", "-o"],
  nice: ["-n"],
  ionice: ["-c", "-n"],
  nohup: [],
  timeout: ["-s", "-k", "--signal", "--kill-after"],
  eatmydata: [],
};

/** Finds the program that really runs behind `sudo`, `env X=1`, `exec` and the like. */
export function unwrapCommand(
  words: readonly Word[],
  span: Span,
): Pick<ShellCommand, "name" | "nameWord" | "args" | "wrappers"> {
  let wrappers: Word[] | undefined;
  let at = 0;
  for (;;) {
    const word = words[at];
    const options = word?.isLiteral ? wrapperOptionsWithValue[baseName(word.value)] : undefined;
    if (!word || !options) break;
    let next = at + 1;
    while (next < words.length && isWrapperArgument(words[next] as Word, baseName(word.value))) {
      next += options.includes((words[next] as Word).value) ? 2 : 1;
    }
    if (baseName(word.value) === "timeout") next += 1;
    if (next >= words.length) break;
    wrappers ??= [];
    wrappers.push(word);
    at = next;
  }
  const nameWord = words[at] ?? {
    text: "",
    value: "",
    span: { start: span.start, end: span.start },
    isLiteral: true,
  };
  return {
    name: nameWord.isLiteral ? baseName(nameWord.value) : "",
    nameWord,
    args: words.slice(at + 1),
    wrappers: wrappers ?? none,
  };
}

const none: readonly never[] = [];

function isWrapperArgument(word: Word, wrapper: string): boolean {
  if (word.value.startsWith("-")) return true;
  return (wrapper === "env" || wrapper === "sudo") && /^[A-Za-z_][A-Za-z0-9_]*=/.test(word.value);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
