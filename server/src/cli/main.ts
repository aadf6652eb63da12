import manifest from "../../../package.json" with { type: "json" };
import { type Language, wordsOf } from "../l10n/languages.ts";
import { english, speak, type Words } from "../l10n/t.ts";
import { type Invocation, parseArguments } from "./arguments.ts";
import { cache } from "./cache.ts";
import { check } from "./check.ts";
import { describeContext } from "./describeContext.ts";
import { describeImage } from "./describeImage.ts";
import { fix } from "./fix.ts";
import { format } from "./format.ts";
import { chosenLanguage, languageOfEnvironment } from "./language.ts";
import { listRules } from "./listRules.ts";
import { optimizeReport } from "./optimizeReport.ts";
import { report } from "./report.ts";
import { size } from "./size.ts";
import { usage } from "./usage.ts";
import { UserError } from "./userError.ts";

/** The entry of `plimsoll`: 0 clean, 1 findings at or above `--fail-on`, 2 bad usage or an unreadable file. */
async function main(words: readonly string[]): Promise<number> {
  try {
    const usual = languageOfEnvironment(process.env);
    speak(await wordsOf(usual));
    const { language, rest } = chosenLanguage(words, usual);
    const table = await wordsOf(language);
    speak(table);
    const invocation = parseArguments(rest);
    // Programs that read JSON do not read Chinese.
    if ("format" in invocation && invocation.format === "json") speak(english);
    return await run(invocation, { language, words: table });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`plimsoll: ${error.message}\n`);
    return 2;
  }
}

interface Speech {
  readonly language: Language;
  readonly words: Words;
}

function run(invocation: Invocation, { language, words }: Speech): number | Promise<number> {
  switch (invocation.command) {
    case "help":
      process.stdout.write(usage[language]);
      return 0;
    case "version":
      process.stdout.write(`${manifest.version}\n`);
      return 0;
    case "check":
      return check(invocation);
    case "fix":
      return fix(invocation);
    case "size":
      return size(invocation);
    case "optimize":
      return optimizeReport(invocation);
    case "context":
      return describeContext(invocation);
    case "cache":
      return cache(invocation);
    case "report":
      return report(invocation, words);
    case "image":
      return describeImage(invocation);
    case "format":
      return format(invocation);
    case "rules":
      return listRules(invocation);
  }
}

// A reader that closes the pipe early, such as `head`, is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
