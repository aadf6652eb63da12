import { type Language, languageOf, languages } from "../l10n/languages.ts";
import { t } from "../l10n/t.ts";
import { UserError } from "./userError.ts";

/** What the words of a command line say about the language, and the other words. */
export interface LanguageChoice {
  readonly language: Language;
  readonly rest: readonly string[];
}

/**
 * `--lang` may stand anywhere in front of `--`; without it `usual` is the language. Throws a UserError for a language that
 * there is not.
 */
export function chosenLanguage(words: readonly string[], usual: Language): LanguageChoice {
  const end = words.indexOf("--");
  const options = end < 0 ? words : words.slice(0, end);
  const at = options.findIndex((word) => word === "--lang" || word.startsWith("--lang="));
  if (at < 0) return { language: usual, rest: words };
  const isJoined = words[at] !== "--lang";
  const named = isJoined ? words[at]?.slice("--lang=".length) : words[at + 1];
  const language = languages.find((one) => one === named);
  if (!language) throw new UserError(t("--lang is en or zh-cn, not '{0}'", named ?? ""));
  return { language, rest: words.toSpliced(at, isJoined ? 1 : 2) };
}

/** What the environment says, in the order that other programs read it. */
export function languageOfEnvironment({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Language {
  return languageOf(LC_ALL || LC_MESSAGES || LANG);
}
