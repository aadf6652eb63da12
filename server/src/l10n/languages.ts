import { alsoSays } from "./said.ts";
import { english, type Words } from "./t.ts";

/** The languages that the interface has; `zh-cn` is Simplified Chinese. */
export const languages = ["en", "zh-cn"] as const;
export type Language = (typeof languages)[number];

const traditional = ["tw", "hk", "mo", "hant"];

/** Takes what editors (`zh-CN`) and terminals (`zh_CN.UTF-8`) say. English for what there is no table for. */
export function languageOf(locale: string | undefined): Language {
  const [name = ""] = (locale ?? "").toLowerCase().split(/[.@]/);
  const [language, ...parts] = name.split(/[-_]/);
  return language === "zh" && !parts.some((part) => traditional.includes(part)) ? "zh-cn" : "en";
}

/** The table of a language, read when somebody needs it, and with it the sentences of the rules. */
export async function wordsOf(language: Language): Promise<Words> {
  switch (language) {
    case "en":
      return english;
    case "zh-cn": {
      const { words, sentences } = await import("./zhCn.ts");
      return alsoSays(words, sentences);
    }
  }
}
