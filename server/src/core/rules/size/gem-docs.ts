import { insertAt } from "../../edits/apply.ts";
import { callSpan } from "../../edits/cleanUpBehind.ts";
import type { Facts } from "../../facts/facts.ts";
import { hasOption, type PackageCommand } from "../../facts/packages.ts";
import { perFacts } from "../../facts/perFacts.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "gem-docs",
  group: "size",
  summary: "`gem install` generates documentation that stays in the layer.",
  why: "Without `--no-document`, RubyGems generates the documentation of every gem that it installs, in two formats. Nobody reads it inside an image; it takes space, and generating it often takes longer than the install itself. The official Ruby images switch it off in their `gemrc`.",
  severity: "information",
  phase: "word",
  safety: ["safe"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const call of facts.packages) {
      const { manager, action, actionWord, run } = call;
      if (manager !== "gem" || !actionWord || (action !== "install" && action !== "update")) continue;
      if (!run.stage?.isShipped || isWithoutDocuments(call) || isSwitchedOff(facts, call)) continue;
      yield {
        span: callSpan(call),
        message: `gem ${action} generates documentation that stays in this layer`,
        fixes: [
          {
            title: `Add --no-document to gem ${action}`,
            safety: "safe",
            edits: [insertAt(actionWord.span.end, " --no-document")],
          },
        ],
      };
    }
  },
});

function isWithoutDocuments(call: PackageCommand): boolean {
  // `--document` asks for it; the two old flags were one each for the two formats.
  return hasOption(call, "--no-document", "-N", "--document", "--no-doc", "--no-ri", "--no-rdoc", "--system");
}

/** The configuration of the base image, or one that the file writes or copies. */
function isSwitchedOff(facts: Facts, { run }: PackageCommand): boolean {
  const repository = run.stage?.root.reference?.repository ?? "";
  const name = repository.slice(repository.lastIndexOf("/") + 1);
  if (["ruby", "rails", "jekyll", "fluentd", "passenger"].some((word) => name.includes(word))) return true;
  return gemrcAt(facts) < run.instruction.index;
}

const gemrcAt = perFacts(({ dockerfile, copies }: Facts): number => {
  const copied = copies.find(({ instruction: { destination, sources } }) =>
    [destination, ...sources].some((part) => part?.value.endsWith("gemrc")),
  );
  const written = dockerfile.instructions.find(
    ({ keyword, span }) => keyword === "RUN" && dockerfile.text.slice(span.start, span.end).includes("gemrc"),
  );
  // A RUN that writes the file often goes on to install.
  return Math.min(
    copied?.instruction.index ?? Number.POSITIVE_INFINITY,
    (written?.index ?? Number.POSITIVE_INFINITY) - 1,
  );
});
