import { insertAt } from "../../edits/apply.ts";
import { bytesInWords } from "../../estimate/words.ts";
import type { Facts } from "../../facts/facts.ts";
import type { RunFacts } from "../../facts/runs.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { ShellCommand, Word } from "../../shell/script.ts";

const firstHuge = 100_000;
const bytesPerUser = 292;

export default defineRule({
  id: "huge-uid",
  group: "size",
  summary: "`useradd` with a huge user ID writes a huge `/var/log/lastlog`.",
  why: "`useradd` makes an entry for the new user in `/var/log/lastlog`, a file with 292 bytes for every user ID up to that one. On a disk it is sparse and takes next to nothing. In a layer the gaps become real zeros: with the user ID 1000000 that is 292 MB, which Docker has to write, unpack and store. With `-l` (`--no-log-init`) no entry is made.",
  severity: "warning",
  phase: "word",
  safety: ["safe"],
  aliases: ["DL3046"],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      if (!run.stage?.isShipped) continue;
      for (const command of run.script.commands) {
        if (command.name !== "useradd" || hasNoLog(command)) continue;
        const uid = uidOf(facts, run, command);
        if (!uid || uid.number < firstHuge) continue;
        yield {
          span: uid.word.span,
          message: `useradd writes a lastlog of up to ${bytesInWords(uid.number * bytesPerUser)} for the user ID ${uid.number}`,
          fixes: [
            {
              title: "Add -l to useradd",
              safety: "safe",
              edits: [insertAt(command.nameWord.span.end, " -l")],
            },
          ],
        };
      }
    }
  },
});

function hasNoLog({ args }: ShellCommand): boolean {
  return args.some(({ value }) => value === "--no-log-init" || /^-[A-Za-z]*l/.test(value));
}

/** `-u 123456`, `-u123456`, `-mu 123456`, `--uid 123456`, `--uid=123456`, also with variables of the Dockerfile. */
function uidOf(
  { scope }: Facts,
  { stage, instruction }: RunFacts,
  { args }: ShellCommand,
): { readonly word: Word; readonly number: number } | undefined {
  for (const [at, word] of args.entries()) {
    const joined = /^(?:--uid=|-u)(.+)$/.exec(word.value)?.[1];
    const isOption = word.value === "--uid" || /^-[A-Za-z]*u$/.test(word.value);
    const valueWord = joined === undefined && isOption ? args[at + 1] : word;
    const text = joined ?? (isOption ? valueWord?.value : undefined);
    if (text === undefined || !valueWord) continue;
    const value = scope.expand(text, stage, instruction);
    return value !== undefined && /^\d+$/.test(value)
      ? { word: valueWord, number: Number(value) }
      : undefined;
  }
  return undefined;
}
