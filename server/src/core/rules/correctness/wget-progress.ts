import { insertAt } from "../../edits/apply.ts";
import { systemOf } from "../../facts/baseSystem.ts";
import type { Facts } from "../../facts/facts.ts";
import { installsOf } from "../../facts/installedPackages.ts";
import type { RunFacts } from "../../facts/runs.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { ShellCommand } from "../../shell/script.ts";

export default defineRule({
  id: "wget-progress",
  group: "correctness",
  summary: "`wget` writes its progress to the build log.",
  why: "Without a terminal wget prints a line of dots for every 50 kB, so a download of 100 MB adds two thousand lines to the build log, and the line that matters drowns. `-nv` leaves one line for each file and keeps the error messages, which `-q` would hide.",
  severity: "hint",
  phase: "word",
  safety: ["safe"],
  aliases: ["DL3047"],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      for (const command of run.script.commands) {
        if (command.name !== "wget" || isQuiet(command) || isBusybox(facts, run)) continue;
        yield {
          span: command.nameWord.span,
          message: "wget fills the build log with its progress",
          fixes: [
            {
              title: "Add -nv to wget",
              safety: "safe",
              edits: [insertAt(command.nameWord.span.end, " -nv")],
            },
          ],
        };
      }
    }
  },
});

/** Options that quieten it, send the log elsewhere, download nothing, or say that the author wants to see more. */
const decided =
  /^--(quiet|no-verbose|verbose|debug|progress|show-progress|output-file|append-output|background|report-speed|spider|version|help)(=|$)/;
/** Short options that take the rest of the word, or the next word, as their value. */
const valued = "OPtTwQeiBUARDIXl";

function isQuiet({ args, redirects }: ShellCommand): boolean {
  const isLogElsewhere = redirects.some(
    ({ operator, descriptor }) => descriptor === "2" || operator.startsWith("&>") || operator === ">&",
  );
  if (args.length === 0 || isLogElsewhere) return true;
  // A variable in front may hold the options.
  if (args.some(({ isLiteral, text }) => !isLiteral && /^"?\$\{?\w*(opt|flag|arg)/i.test(text))) return true;
  return args.some(({ value }) => decided.test(value) || (/^-[A-Za-z]/.test(value) && isQuietCluster(value)));
}

/** `-q`, `-qO-`, `-nv`, `-o log`, but not `-Oq` or `-nc`. */
function isQuietCluster(word: string): boolean {
  for (let at = 1; at < word.length; at += 1) {
    const letter = word.charAt(at);
    if ("qvdoabVh".includes(letter)) return true;
    if (letter === "n") {
      at += 1;
      if (word.charAt(at) === "v") return true;
    } else if (valued.includes(letter)) return false;
  }
  return false;
}

/** BusyBox takes -nv and ignores it; its own progress is a few lines. */
function isBusybox(facts: Facts, run: RunFacts): boolean {
  const system = systemOf(run.stage);
  return (system === "alpine" || system === "busybox") && installsOf(facts, run, "wget").length === 0;
}
