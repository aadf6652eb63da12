import type { CompletionItem, CompletionList } from "vscode-languageserver";
import { unixLines } from "../../../core/document/flatText.ts";
import { isPosixShell } from "../../../core/facts/interpreter.ts";
import { type PackageCall, readPackageCall } from "../../../core/facts/packages.ts";
import type { RunFacts } from "../../../core/facts/runs.ts";
import type { Word } from "../../../core/shell/script.ts";
import { unwrapCommand } from "../../../core/shell/unwrap.ts";
import type { ArgumentCursor, BodyCursor } from "../cursor.ts";
import type { CompletionRequest } from "../request.ts";
import { managerOptions } from "./managerOptions.ts";
import { packageNames } from "./packageNames.ts";
import { type TypedCommand, typedCommand } from "./typedCommand.ts";

/** A call of a package manager that is being typed, with the word at the cursor. */
export interface TypedCall extends PackageCall {
  readonly word: Word;
  /** Where the command begins. */
  readonly start: number;
  readonly run: RunFacts;
}

type Input = CompletionRequest<ArgumentCursor | BodyCursor>;

/** Packages and options behind `apt-get install` and the like in RUN, however much of the command is there. */
export function packageWords(input: Input, trigger: string | undefined): CompletionList | undefined {
  const call = callAt(input);
  if (!call) return undefined;
  const { word, operands } = call;
  const typed = word.text.slice(0, input.offset - word.span.start);
  const index = operands.indexOf(word);
  // Behind a package a blank may be the last one, and enter would take what the list has.
  if (trigger === " " && index !== 0) return undefined;
  const request = { ...input, place: { span: word.span } };
  const options: readonly CompletionItem[] =
    typed === "" || typed.startsWith("-") ? managerOptions(request, call) : [];
  if (index < 0) return { isIncomplete: false, items: [...options] };
  const names = packageNames(request, call, typed);
  return { isIncomplete: names.isIncomplete, items: [...options, ...names.items] };
}

function callAt(input: Input): TypedCall | undefined {
  const run = input.outcome.analysis.facts.run(input.place.instruction);
  const command = run && commandAt(input, run);
  const [first] = command?.words ?? [];
  if (!run || !command || !first) return undefined;
  const { word } = command;
  const { name, args } = unwrapCommand(withoutPrefixes(command.words), first.span);
  const call = readPackageCall({ name, args });
  if (!call?.actionWord || call.actionWord === word || !args.includes(word)) return undefined;
  const all = { ...call, word, run, start: first.span.start };
  if (call.manager !== "uv" || call.action !== "pip") return isWanted(all) ? all : undefined;
  // `uv pip install`
  const [action, ...operands] = call.operands;
  const inner = { ...all, manager: "pip", action: action?.value ?? "", operands } as const;
  return action && action !== word && isWanted(inner) ? inner : undefined;
}

/** The word is a package, or an option that is being typed: not the value of an option. */
function isWanted({ operands, word }: TypedCall): boolean {
  return operands.includes(word) || word.text.startsWith("-");
}

function commandAt({ outcome, place, offset }: Input, run: RunFacts): TypedCommand | undefined {
  const { instruction, form, interpreter } = run;
  if (place.kind === "body") {
    const isScript = form === "heredoc" && (!interpreter || isPosixShell(interpreter.program));
    const { text } = outcome.analysis.facts.dockerfile;
    return isScript ? typedCommand(unixLines(text, place.heredoc.body), offset) : undefined;
  }
  if (place.flags.includes(place.word)) return undefined;
  return place.isJson ? ofJson(place) : typedCommand(instruction.body, offset);
}

function ofJson({ words, word }: ArgumentCursor): TypedCommand | undefined {
  const strings = words.map(
    ({ text, start, end }): Word => ({ text, value: text, span: { start, end }, isLiteral: true }),
  );
  const found = strings[words.indexOf(word)];
  return found && { words: strings, word: found };
}

const reserved = /^(\{|!|if|then|elif|else|while|until|do|time|[A-Za-z_]\w*=.*)$/;

/** Without what may stand in front of a command: variables that are set for it, and words of the shell. */
function withoutPrefixes(words: readonly Word[]): readonly Word[] {
  const start = words.findIndex(({ text }) => !reserved.test(text));
  return start < 0 ? [] : words.slice(start);
}
