import { insertAt } from "../../edits/apply.ts";
import type { Edit, Fix } from "../../edits/fix.ts";
import { insertLineAboveComments } from "../../edits/instructions.ts";
import { insertStepBefore } from "../../edits/steps.ts";
import { systemOf } from "../../facts/baseSystem.ts";
import type { Facts } from "../../facts/facts.ts";
import { perFacts } from "../../facts/perFacts.ts";
import { knowsPipefail, openPipe } from "../../facts/pipefail.ts";
import type { RunFacts } from "../../facts/runs.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "missing-pipefail",
  group: "correctness",
  summary: "A command in front of a pipe may fail without failing the build.",
  why: "The status of a pipe is that of its last command. In `curl … | tar -x` a failed download can leave an image that is built, pushed and broken. With `set -o pipefail` any failing command counts. bash, BusyBox and the `sh` of Red Hat's systems know it; dash, the `sh` of Debian and Ubuntu, does not, so there the stage has to run in bash. Pipes into `head` or `grep -q` are left alone: they end early, and pipefail would make that a failure.",
  severity: "information",
  phase: "word",
  safety: ["review"],
  aliases: ["DL4006"],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      const open = openPipe(run);
      if (!open) continue;
      const { producer } = open;
      yield {
        span: producer.nameWord.span,
        message: `a failure of ${producer.name || "this command"} goes unnoticed, because only the end of the pipe counts`,
        fixes: fixes(facts, run),
      };
    }
  },
});

const allSucceed = "every command in front of a pipe succeeds in a build that works";

function fixes(facts: Facts, run: RunFacts): readonly Fix[] {
  const isKnown = knowsPipefail(run);
  if (isKnown) {
    const edit = setInScript(facts, run);
    return edit
      ? [{ title: "Set pipefail in this RUN", safety: "review", assumption: allSucceed, edits: [edit] }]
      : [];
  }
  const first = firstInBashWith(facts, run);
  if (!first) return [];
  const bash = isKnown === undefined ? "the image has /bin/bash, " : "";
  return [
    {
      title: "Run this stage in bash with pipefail",
      safety: "review",
      assumption: `${bash}the rest of the stage may run in bash, and ${allSucceed}`,
      edits: [
        insertLineAboveComments(
          facts.dockerfile,
          first.instruction,
          'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
        ),
      ],
    },
  ];
}

/** Behind the options of a `set -ex` that the script begins with, else as a first step of its own. */
function setInScript({ dockerfile }: Facts, run: RunFacts): Edit | undefined {
  const [first] = run.script.steps;
  if (!first || run.script.hasBackground) return undefined;
  const [command] = first.commands;
  const options = command?.args[0];
  if (first.kind === "command" && command?.name === "set" && options && /^-[a-np-z]+$/.test(options.text))
    return insertAt(options.span.end, "o pipefail");
  return insertStepBefore(dockerfile, run, first, "set -o pipefail");
}

/** SHELL holds for all that follows, so it goes above the first RUN that needs it, in the stage nearest the base. */
function firstInBashWith(facts: Facts, run: RunFacts): RunFacts | undefined {
  if (!mayGetShell(run)) return undefined;
  let found: RunFacts | undefined;
  for (let stage = run.stage; stage; stage = stage.base) found = firstOpen(facts).get(stage) ?? found;
  return found;
}

const firstOpen = perFacts((facts): ReadonlyMap<StageFacts, RunFacts> => {
  const found = new Map<StageFacts, RunFacts>();
  for (const run of facts.runs)
    if (run.stage && !found.has(run.stage) && mayGetShell(run) && openPipe(run)) found.set(run.stage, run);
  return found;
});

function mayGetShell(run: RunFacts): boolean {
  const system = systemOf(run.stage);
  const hasNoBash = system === "scratch" || system === "distroless" || system === "windows";
  const { instruction, situation } = run;
  return !hasNoBash && !situation.shellWords && !instruction.isOnbuildTrigger && !run.interpreter;
}
