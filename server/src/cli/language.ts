import { type Language, languageOf, languages } from "../l10n/languages.ts";
import { UserError } from "./userError.ts";

/** What the words of a command line say about the language, and the other words. */
export interface LanguageChoice {
  readonly language: Language;
  readonly rest: readonly string[];
}

/**
 * `--lang` may stand anywhere in front of `--`; without it the environment counts as it does for other programs.
 * Throws a UserError for a language that there is not.
 */
export function chosenLanguage(words: readonly string[], environment: NodeJS.ProcessEnv): LanguageChoice {
  const end = words.indexOf("--");
  const options = end < 0 ? words : words.slice(0, end);
  const at = options.findIndex((word) => word === "--lang" || word.startsWith("--lang="));
  if (at < 0) return { language: languageOfEnvironment(environment), rest: words };
  const isJoined = words[at] !== "--lang";
  const named = isJoined ? words[at]?.slice("--lang=".length) : words[at + 1];
  const language = languages.find((one) => one === named);
  if (!language) throw new UserError(`--lang is ${languages.join(" or ")}, not '${named ?? ""}'`);
  return { language, rest: words.toSpliced(at, isJoined ? 1 : 2) };
}

function languageOfEnvironment({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Language {
  return languageOf(LC_ALL || LC_MESSAGES || LANG);
}
