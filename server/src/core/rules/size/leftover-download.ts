import type { Fix } from "../../edits/fix.ts";
import { appendStep } from "../../edits/instructions.ts";
import { insertStepBefore, stepOf } from "../../edits/steps.ts";
import type { Facts } from "../../facts/facts.ts";
import { type DownloadUse, leftDownloads } from "../../facts/leftDownloads.ts";
import type { RunFacts } from "../../facts/runs.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "leftover-download",
  group: "size",
  summary: "A downloaded archive or package stays in the layer after it was unpacked or installed.",
  why: "An archive that is fetched and unpacked is in the layer twice, once packed and once unpacked, unless the same RUN removes it. A later RUN cannot: the layer of the first keeps the bytes. The fix removes the file right behind the command that unpacks it. A pipe, as in `curl … | tar -x`, needs no file at all.",
  severity: "information",
  phase: "instruction",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      if (!run.stage?.isShipped || !run.script.isUnderstood) continue;
      for (const { name, use } of leftDownloads(facts, run)) {
        const isArchive = use.command.name.startsWith("tar") || use.command.name.includes("zip");
        yield {
          span: use.word.span,
          message: `${name} stays in this layer after it is ${isArchive ? "unpacked" : "installed"}`,
          fixes: fixes(facts, run, use),
        };
      }
    }
  },
});

function fixes({ dockerfile }: Facts, run: RunFacts, { command, word }: DownloadUse): readonly Fix[] {
  const step = stepOf(run, command);
  if (!step || step.connector === "||" || run.script.hasHeredoc || run.script.hasBackground) return [];
  const sudo = command.wrappers.some(({ value }) => value === "sudo") ? "sudo " : "";
  const removal = `${sudo}rm ${word.text}`;
  const next = run.script.steps[run.script.steps.indexOf(step) + 1];
  const edit = next ? insertStepBefore(dockerfile, run, next, removal) : appendStep(dockerfile, run, removal);
  if (!edit) return [];
  const assumption = "the program in the image does not read the archive itself";
  return [{ title: "Remove it in the same RUN", safety: "review", assumption, edits: [edit] }];
}
