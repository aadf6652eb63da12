import type { Facts } from "../../facts/facts.ts";
import { type Installed, installsOf } from "../../facts/installedPackages.ts";
import type { RunFacts } from "../../facts/runs.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { defineRule, type Problem } from "../../rule.ts";

type Tool = "curl" | "wget";

export default defineRule({
  id: "wget-and-curl",
  group: "correctness",
  summary: "A stage installs and uses both wget and curl.",
  why: "Both fetch a URL, so a stage that installs one of them beside the other carries a second tool, with its libraries and its security updates, for nothing. Only tools that the file itself installs and that stay in the image are reported; different stages may use different tools.",
  severity: "hint",
  phase: "instruction",
  safety: [],
  aliases: ["DL4001", "DS-0014"],
  *check(facts): Generator<Problem> {
    const { finalStage } = facts;
    if (!finalStage) return;
    const runs = facts.runs.filter(
      ({ stage, instruction }) => stage?.isShipped && !instruction.isOnbuildTrigger,
    );
    const last = runs.at(-1);
    const uses = { curl: usesOf(facts, runs, "curl"), wget: usesOf(facts, runs, "wget") };
    if (!last || uses.curl === 0 || uses.wget === 0) return;
    const installed = installedTools(facts, last, uses);
    const [spare] = installed;
    if (
      !spare ||
      installed.some(({ call, tool }) => removes(facts, call.run, tool)) ||
      isUsedAtRunTime(finalStage, spare.tool)
    )
      return;
    const other = spare.tool === "curl" ? "wget" : "curl";
    yield {
      span: spare.word.span,
      message: `${spare.tool} is installed although ${other} is used as well and does the same`,
    };
  },
});

/** A RUN that takes the tool away again brought it along for itself: that one does not count. */
function usesOf(facts: Facts, runs: readonly RunFacts[], tool: Tool): number {
  return runs
    .filter((run) => !removes(facts, run, tool))
    .flatMap(({ script }) => script.commands)
    .filter(({ name }) => name === tool).length;
}

interface InstalledTool extends Installed {
  readonly tool: Tool;
}

/** Those of the two that the file installs, the one that is used less first. */
function installedTools(
  facts: Facts,
  last: RunFacts,
  uses: Readonly<Record<Tool, number>>,
): readonly InstalledTool[] {
  const tools: readonly Tool[] = uses.curl < uses.wget ? ["curl", "wget"] : ["wget", "curl"];
  return tools.flatMap((tool) => {
    const [install] = installsOf(facts, last, tool);
    return install ? [{ ...install, tool }] : [];
  });
}

/** By its name, or perhaps by a variable or with a virtual package. */
function removes(facts: Facts, run: RunFacts, tool: Tool): boolean {
  return facts
    .packagesOf(run)
    .some(
      ({ action, operands }) =>
        /^(remove|purge|del|erase|autoremove)$/.test(action) &&
        operands.some(({ value, isLiteral }) => value === tool || !isLiteral || value.startsWith(".")),
    );
}

function isUsedAtRunTime({ stage }: StageFacts, tool: Tool): boolean {
  return stage.instructions.some(
    ({ keyword, body }) =>
      (keyword === "HEALTHCHECK" || keyword === "CMD" || keyword === "ENTRYPOINT") &&
      body.text.includes(tool),
  );
}
