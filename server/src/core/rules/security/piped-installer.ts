import type { Fix } from "../../edits/fix.ts";
import { type PipedInstaller, savedInstallerFix } from "../../edits/savedInstaller.ts";
import { covers, type Span } from "../../edits/span.ts";
import { isDownloader } from "../../facts/downloads.ts";
import type { RunFacts } from "../../facts/runs.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { Pipeline, ShellCommand } from "../../shell/script.ts";

export default defineRule({
  id: "piped-installer",
  group: "security",
  summary: "A downloaded script runs without anybody having seen it: `curl … | sh`.",
  why: "What such a script does can change with every build: by a new release, by a broken server, or by a download that stops half way and is run all the same. In a pipe even a failed download ends as a success, because only the last command counts. Save the script, compare it with a checksum, then run it; or install from a package or by a `COPY --from` of the project's own image. The fix is a skeleton to fill in.",
  severity: "information",
  phase: "word",
  safety: ["draft"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      for (const pipeline of run.script.pipelines) {
        const found = inPipe(pipeline);
        if (!found) continue;
        const fix = savedInstallerFix(facts.dockerfile, run, pipeline, found);
        yield problem({ start: found.download.span.start, end: found.shell.nameWord.span.end }, fix);
      }
      for (const shell of run.script.commands) {
        const download = inSubstitution(run, shell);
        if (download) yield problem(shell.span, undefined);
      }
    }
  },
});

function problem(span: Span, fix: Fix | undefined): Problem {
  return {
    span,
    message: "this runs whatever the server sends today, unchecked",
    fixes: fix ? [fix] : [],
  };
}

function inPipe({ parts }: Pipeline): PipedInstaller | undefined {
  const from = parts.findIndex((commands) => commands.some(isDownloader));
  const download = parts[from]?.find(isDownloader);
  const shell = parts.slice(from + 1).flatMap((commands) => commands.find(readsScript) ?? [])[0];
  return download && shell ? { download, shell } : undefined;
}

const shells = /^(ba|da|a|z|k)?sh$/;
const interpreters = /^(python[\d.]*|perl|ruby|node|php)$/;

/** Runs what comes in; not `python -c …`, `sh script.sh` or `python -m json.tool`, for which it is but data. */
function readsScript({ name, args }: ShellCommand): boolean {
  if (!shells.test(name) && !interpreters.test(name)) return false;
  const [first] = args.filter(({ value }) => !value.startsWith("-") || value === "-");
  const options = args.slice(0, first ? args.indexOf(first) : args.length).map(({ value }) => value);
  const readsOption = options.some((value) => value === "--" || /^-[a-z]*s[a-z]*$/.test(value));
  if (options.some((value) => /^-[a-z]*[c]$/.test(value))) return false;
  if (interpreters.test(name) && options.some((value) => /^-[a-z]*[mernR]/.test(value))) return false;
  return !first || first.value === "-" || first.value === "/dev/stdin" || readsOption;
}

/** `sh -c "$(curl …)"`, `bash <(curl …)` */
function inSubstitution({ script }: RunFacts, { name, args, span }: ShellCommand): ShellCommand | undefined {
  if (!shells.test(name)) return undefined;
  const word = args.find(({ text }) => /^"?(\$\(|`)\s*(curl|wget)\b|^<\(\s*(curl|wget)\b/.test(text));
  return (
    word &&
    script.commands.find(
      (command) => isDownloader(command) && covers(word.span, command.span) && covers(span, command.span),
    )
  );
}
