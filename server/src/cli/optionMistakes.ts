import { t } from "../l10n/t.ts";

/** What Node says about options, in the language of the user; in its own words where it says something else. */
export function mistakeInWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  // Behind that it explains what nobody has asked.
  const [sentence = ""] = message.split(/\. To specify|\.?\n/);
  const option = /'([^']*)'/.exec(sentence)?.[1] ?? "";
  if (sentence.startsWith("Unknown option")) return t("unknown option '{0}'", option);
  if (sentence.endsWith("argument missing")) return t("option '{0}' argument missing", option);
  if (sentence.endsWith("argument is ambiguous")) return t("option '{0}' argument is ambiguous", option);
  if (sentence.endsWith("does not take an argument"))
    return t("option '{0}' does not take an argument", option);
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}
