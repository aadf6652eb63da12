import type { EnvInstruction } from "../../document/dockerfile.ts";
import { sourceSpan } from "../../document/flatText.ts";
import { insertAt, replaceSpan } from "../../edits/apply.ts";
import type { Edit } from "../../edits/fix.ts";
import { covers } from "../../edits/span.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "legacy-key-value",
  group: "correctness",
  summary: "ENV or LABEL separates name and value by a blank.",
  why: "`ENV NAME value` is the old form, which Docker warns about. The whole rest of the line is the value, so `ENV A=1 B=2` and `ENV A 1 B 2` mean quite different things. With `=` there is nothing to misread, and one instruction can hold several.",
  severity: "information",
  phase: "word",
  safety: ["safe"],
  aliases: ["LegacyKeyValueFormat"],
  *check({ dockerfile }): Generator<Problem> {
    for (const outer of dockerfile.instructions) {
      const instruction = outer.keyword === "ONBUILD" ? outer.trigger : outer;
      if (instruction?.keyword !== "ENV" && instruction?.keyword !== "LABEL") continue;
      if (!instruction.isLegacyForm) continue;
      const { body, keyword } = instruction;
      const edits = withEquals(instruction, dockerfile.escape);
      yield {
        span: sourceSpan(body, 0, body.text.length),
        message: `a blank separates name and value, so all of the line is the value: write ${keyword} name=value`,
        fixes: edits ? [{ title: "Write name=value", safety: "safe", edits }] : [],
      };
    }
  },
});

/** A value of several words is quoted; undefined where quotes and blanks are mixed so that quoting would change it. */
function withEquals({ body, innerComments }: EnvInstruction, escape: string): readonly Edit[] | undefined {
  const { text } = body;
  const nameEnd = text.search(/\s/);
  const valueStart = nameEnd + text.slice(nameEnd).search(/\S/);
  const value = text.slice(valueStart);
  const gap = sourceSpan(body, nameEnd, valueStart);
  const isQuotedWhole = /^"[^"]*"$|^'[^']*'$/.test(value);
  const isOneWord = isQuotedWhole || !/\s/.test(value);
  // An unclosed quote stops the build in both forms.
  if (/["']/.test(text.slice(0, nameEnd)) || (!isOneWord && /["']/.test(value))) return undefined;
  if (!isOneWord && value.includes(escape)) return undefined;
  if (innerComments.some(({ span }) => covers(gap, span))) return undefined;
  const end = sourceSpan(body, 0, text.length).end;
  return isOneWord ? [replaceSpan(gap, "=")] : [replaceSpan(gap, '="'), insertAt(end, '"')];
}
