import { replaceSpan, sortEdits } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import { insertLineAboveComments } from "../../edits/instructions.ts";
import { losesComment, removeSteps } from "../../edits/steps.ts";
import { cdOf, comesBack, folderOf, followsAnotherCd } from "../../facts/directoryChanges.ts";
import type { Facts } from "../../facts/facts.ts";
import { isMounted } from "../../facts/mounts.ts";
import type { RunFacts } from "../../facts/runs.ts";
import { isWorkdirNeededAfter } from "../../facts/workdirUse.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { ShellCommand, Step } from "../../shell/script.ts";

export default defineRule({
  id: "cd-in-run",
  group: "correctness",
  summary: "A RUN changes the directory where WORKDIR would do, or to no effect.",
  why: "Every RUN starts in the WORKDIR again, so a `cd` at its end changes nothing for what follows. A `cd` at its beginning is what WORKDIR is for: it is seen in the file, and later lines can build upon it. Only a `cd` that nothing else depends on is reported; one in the middle of a script, in a subshell or before a clean-up is left alone.",
  severity: "hint",
  phase: "instruction",
  safety: ["safe", "review"],
  aliases: ["DL3003", "DS-0013"],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      const { script, instruction } = run;
      const [first] = script.steps;
      const last = script.steps.at(-1);
      if (!script.isUnderstood || !first || !last || instruction.isOnbuildTrigger) continue;
      const lastCd = cdOf(last);
      const firstCd = cdOf(first);
      if (lastCd && last.connector !== "||") {
        yield {
          span: lastCd.span,
          // Going back where one came from is harmless; anything else was meant to last.
          ...(isWayBack(lastCd) ? {} : { severity: "warning" }),
          message: "this cd has no effect: the next instruction starts in the WORKDIR again",
          fixes:
            first === last
              ? workdirFix(run, lastCd, facts)
              : isWayBack(lastCd)
                ? removalFix(run, last, facts)
                : [],
        };
      } else if (firstCd) {
        const fixes = leadingFix(run, first, firstCd, facts);
        if (fixes.length > 0)
          yield {
            span: firstCd.span,
            message: fixes.some(({ safety }) => safety === "safe")
              ? "the RUN starts in this directory anyway"
              : "a WORKDIR says this where everybody sees it",
            fixes,
          };
      }
    }
  },
});

function isWayBack({ args }: ShellCommand): boolean {
  return /^\.\.(\/|$)/.test(args[0]?.value ?? "");
}

function removalFix(run: RunFacts, step: Step, { dockerfile }: Facts): readonly Fix[] {
  const edits = removeSteps(dockerfile, run, [step]);
  // Behind a semicolon, the status of the cd hides that of the command before it.
  if (step.connector !== "&&" || !edits || losesComment(dockerfile, edits)) return [];
  return [{ title: "Remove the cd without effect", safety: "safe", edits }];
}

/** The whole RUN is a `cd`. */
function workdirFix(run: RunFacts, cd: ShellCommand, facts: Facts): readonly Fix[] {
  const { instruction } = run;
  const path = cd.args[0]?.value;
  const isBare =
    instruction.flags.length + instruction.heredocs.length + instruction.innerComments.length === 0;
  if (path === undefined || !isBare || followsAnotherCd(run, facts)) return [];
  return [
    {
      title: `Replace it with WORKDIR ${path}`,
      safety: "review",
      assumption: `what follows is meant to happen in ${path}`,
      edits: [replaceSpan(instruction.span, `WORKDIR ${path}`)],
    },
  ];
}

function leadingFix(run: RunFacts, first: Step, cd: ShellCommand, facts: Facts): readonly Fix[] {
  const { dockerfile } = facts;
  const folder = folderOf(run, cd);
  const removal = removeSteps(dockerfile, run, [first]);
  if (folder === undefined || !removal || losesComment(dockerfile, removal)) return [];
  if (run.script.commands.some((command) => comesBack(command))) return [];
  if (folder === run.situation.workdir)
    return [{ title: `Remove cd: the RUN starts in ${folder}`, safety: "safe", edits: removal }];
  // A WORKDIR between two RUNs with a cd would be good news for the first alone: they are put in order together.
  const usesTheFolder = run.instruction.mounts.some(
    ({ target }) => target !== undefined && !target.startsWith("/"),
  );
  if (
    usesTheFolder ||
    isMounted(run, folder) ||
    isWorkdirNeededAfter(run, facts) ||
    followsAnotherCd(run, facts)
  )
    return [];
  const line = insertLineAboveComments(dockerfile, run.instruction, `WORKDIR ${folder}`);
  return [
    {
      title: `Replace cd with WORKDIR ${folder}`,
      safety: "review",
      assumption: `${folder} exists by then, because WORKDIR makes it where cd would fail`,
      edits: sortEdits([line, ...removal]),
    },
  ];
}
