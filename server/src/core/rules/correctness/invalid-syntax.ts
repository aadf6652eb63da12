import { replaceSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { Mend, SyntaxSlip } from "../../syntax/slip.ts";
import { syntaxSlips } from "../../syntax/syntax.ts";

export default defineRule({
  id: "invalid-syntax",
  group: "correctness",
  summary: "Docker does not understand a line, and refuses the whole file.",
  why: "Docker reads the file before it builds anything, and stops at the first line that it cannot read: an instruction or flag that does not exist, an argument too few or too many, a duration without a unit, a here-document without an end. All of them are reported here at once, each at its word. What stands behind ONBUILD stops the build of the images that are based on this one; a directive in the wrong place stops nothing and has no effect. The fixes write what was clearly meant.",
  severity: "error",
  phase: "word",
  safety: ["safe", "review"],
  aliases: ["DL1000"],
  *check({ dockerfile }): Generator<Problem> {
    for (const slip of syntaxSlips(dockerfile)) {
      const { span, message, stops, mend } = slip;
      yield {
        span,
        message: `${message}${costs[stops]}`,
        ...(stops === "build" ? {} : { severity: "warning" }),
        fixes: mend ? [fixOf(mend)] : [],
      };
    }
  },
});

const costs: Readonly<Record<SyntaxSlip["stops"], string>> = {
  build: "; the build stops here",
  trigger: "; builds on top of this image stop here",
  nothing: "",
};

function fixOf({ title, assumption, span, text }: Mend): Fix {
  const edits = [replaceSpan(span, text)];
  return assumption === undefined
    ? { title, safety: "safe", edits }
    : { title, safety: "review", assumption, edits };
}
