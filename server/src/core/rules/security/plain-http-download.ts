import { replaceSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import type { Span } from "../../edits/span.ts";
import { downloadWords, isDownloader, isVerifier } from "../../facts/downloads.ts";
import type { Facts } from "../../facts/facts.ts";
import { programName } from "../../facts/options.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { ShellCommand, Word } from "../../shell/script.ts";

export default defineRule({
  id: "plain-http-download",
  group: "security",
  summary: "Something is downloaded over `http://`, which anybody on the way can change.",
  why: "Over plain HTTP, whoever sits between the build and the server can hand out their own file, and what the build installs or runs is theirs. Almost every server answers over HTTPS today, often by a redirect that itself comes too late. Downloads that the same RUN compares with a checksum or a signature are not reported, nor are machines of one's own network. Package lists of apt and apk are signed and not meant.",
  severity: "information",
  phase: "word",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    yield* downloads(facts);
    for (const { instruction, sources } of facts.copies) {
      if (instruction.keyword !== "ADD" || instruction.flags.some(({ name }) => name === "checksum"))
        continue;
      for (const { part } of sources) yield* problem(part);
    }
  },
});

function* downloads({ runs }: Facts): Generator<Problem> {
  for (const { script } of runs) {
    if (script.commands.some(isVerifier)) continue;
    for (const command of script.commands) for (const word of urlWords(command)) yield* problem(word);
  }
}

function urlWords(command: ShellCommand): readonly Word[] {
  const { name, args } = command;
  if (isDownloader(command)) return downloadWords(command);
  if (name === "git") return args.some(({ value }) => value === "clone") ? args : [];
  if (programName(command) !== "pip" && name !== "npm") return [];
  return args.filter(({ value }, at) => {
    const before = args[at - 1]?.value ?? "";
    return (
      value.startsWith("http://") && /^(-i|--index-url|--extra-index-url|--registry|install)$/.test(before)
    );
  });
}

function* problem({ value, text, span }: Pick<Word, "value" | "text" | "span">): Generator<Problem> {
  const match = /^(?:--url=)?http:\/\/(?:[^/@]*@)?([^/:]+)(?::(\d+))?/i.exec(value);
  if (!match || isInternal(match[1] ?? "")) return;
  yield {
    span,
    message: "anybody on the way can change what comes over http",
    // Another port speaks HTTP only, most likely.
    fixes: match[2] === undefined ? schemeFix(text, span) : [],
  };
}

/** Names without a dot, private addresses, and what stands in a variable. */
function isInternal(host: string): boolean {
  if (host.includes("$") || !host.includes(".")) return true;
  if (/^(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\./.test(host)) return true;
  return /\.(local|localhost|internal|lan|intranet|corp|home|test|svc)$/i.test(host);
}

function schemeFix(text: string, { start }: Span): readonly Fix[] {
  const at = text.search(/http:\/\//i);
  if (at < 0) return [];
  const scheme = { start: start + at, end: start + at + "http".length };
  const assumption = "the server answers over https too, and the image has the package ca-certificates";
  return [{ title: "Use https", safety: "review", assumption, edits: [replaceSpan(scheme, "https")] }];
}
