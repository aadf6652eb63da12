import type { Dockerfile, Stage } from "../../document/dockerfile.ts";
import { removeSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import { wholeLines } from "../../edits/lines.ts";
import { type StageFacts, stageReferences } from "../../facts/stages.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "unreachable-stage",
  group: "cache",
  summary: "No later stage uses a stage, and it is not the last one.",
  why: "BuildKit leaves out every stage that the one it builds does not need, so such a stage costs its readers time and nothing else; the old builder executes it every time. Often it is left over from a change, or a `COPY --from` names another stage than was meant. Stages that are there to be built with `--target`, such as `test` or `dev`, are recognized by their names, and nothing is said in files with several such ends.",
  severity: "hint",
  phase: "stage",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    const unreachable = facts.stages.filter(({ isReachable }) => !isReachable);
    const ends = unreachable.filter(({ users }) => users.length === 0);
    // Several ends: a file for several targets.
    if (ends.filter(({ stage }) => stage.name).length > 1 || unreachable.some(isTarget)) return;
    // Numbers of other stages would no longer fit.
    const isNumbered = facts.stages.some(({ stage }) =>
      stageReferences(stage).some(({ word }) => /^\d+$|\$/.test(word.value)),
    );
    for (const { stage, users } of unreachable) {
      const name = stage.name?.value;
      yield {
        span: stage.span,
        message: `no later stage uses ${name === undefined ? "this stage" : `the stage ${name}`}, so that nothing of it is in the image`,
        isUnnecessary: true,
        fixes: users.length === 0 && !isNumbered ? [removal(facts.dockerfile, stage)] : [],
      };
    }
  },
});

const targets: ReadonlySet<string> = new Set(
  (
    "test tests testing unittest unit e2e integration lint check ci validate verify dev develop devel development debug local " +
    "target docs doc prod production release ship export final runtime run runner bench benchmark coverage shell vendor update " +
    "generate tools artifact artifacts binaries binary package packages dist deploy format fmt watch storybook cypress playwright " +
    "devcontainer builder build-only image server client worker api web app slim alpine debian full minimal base"
  ).split(" "),
);

/** Stages that a person or a CI job builds by name, or that say how they are run. */
function isTarget({ stage }: StageFacts): boolean {
  const words = stage.name?.value.toLowerCase().replace(/\d+$/, "").split(/[-_.]/) ?? [];
  if (words.some((word) => targets.has(word))) return true;
  return stage.instructions.some(({ keyword }) => keyword === "CMD" || keyword === "ENTRYPOINT");
}

function removal({ text }: Dockerfile, stage: Stage): Fix {
  const last = stage.instructions.at(-1) ?? stage.from;
  const { start } = wholeLines(text, stage.from.span);
  const { end } = wholeLines(text, { start: stage.from.span.start, end: last.span.end });
  const blank = /^(?:[ \t]*\r?\n)*/.exec(text.slice(end))?.[0] ?? "";
  return {
    title: `Remove the stage${stage.name ? ` ${stage.name.value}` : ""}`,
    safety: "review",
    assumption: "nobody builds it with --target",
    edits: [removeSpan({ start, end: end + blank.length })],
  };
}
