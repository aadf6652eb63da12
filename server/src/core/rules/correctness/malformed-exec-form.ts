import type { Instruction } from "../../document/dockerfile.ts";
import type { FlatText } from "../../document/flatText.ts";
import { type JsonSlip, type LooseJsonForm, readLooseJsonForm } from "../../document/looseJsonForm.ts";
import { insertAt, removeSpan, replaceSpan, sortEdits } from "../../edits/apply.ts";
import type { Edit, Fix } from "../../edits/fix.ts";
import { insertLineAbove } from "../../edits/instructions.ts";
import type { Facts } from "../../facts/facts.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "malformed-exec-form",
  group: "correctness",
  summary: "A JSON array has a slip, so Docker does not take it for one.",
  why: "The exec form is a JSON array: double quotes, commas between the words, none behind the last, nothing behind the bracket. Anything else is the shell form, and the shell looks for a program called `[node,`. In COPY and VOLUME the brackets become part of the paths. The fix mends the slip alone.",
  severity: "error",
  phase: "word",
  safety: ["safe", "review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const { instructions } of facts.dockerfile.stages) {
      for (const outer of instructions) {
        const instruction = outer.keyword === "ONBUILD" ? outer.trigger : outer;
        const body = instruction && arrayText(instruction, facts);
        const form = body && readLooseJsonForm(body);
        const [first] = form?.slips ?? [];
        if (!form || !first) continue;
        yield {
          span: form.span,
          message: `${slipInWords[first.kind]}, so ${consequence(instruction)}`,
          fixes: mendingFix(outer, form, facts),
        };
      }
    }
  },
});

/** The text that may be an array and is not one. */
function arrayText(instruction: Instruction, facts: Facts): FlatText | undefined {
  switch (instruction.keyword) {
    case "RUN":
      if (facts.run(instruction)?.situation.shell !== "posix" || instruction.heredocs.length > 0)
        return undefined;
      return instruction.exec ? undefined : instruction.body;
    case "CMD":
    case "ENTRYPOINT":
    case "SHELL":
      return instruction.exec ? undefined : instruction.body;
    case "HEALTHCHECK":
      return instruction.exec ? undefined : instruction.command;
    case "COPY":
    case "ADD":
      return instruction.isJson || instruction.heredocs.length > 0 ? undefined : instruction.body;
    case "VOLUME":
      return instruction.body;
    default:
      return undefined;
  }
}

const slipInWords: Readonly<Record<JsonSlip["kind"], string>> = {
  quotes: "JSON takes double quotes only",
  unquoted: "JSON wants each word in double quotes",
  escape: "JSON does not know this backslash",
  comma: "a comma is missing between two words",
  "extra-comma": "JSON allows no comma behind the last word",
  bracket: "the closing bracket is missing",
  tail: "a comment stands on the line of the array",
};

function consequence({ keyword }: Instruction): string {
  switch (keyword) {
    case "COPY":
    case "ADD":
    case "VOLUME":
      return "the brackets become part of the paths";
    case "SHELL":
      return "the build stops here";
    default:
      return "the shell gets the brackets as a command";
  }
}

function mendingFix(line: Instruction, { slips }: LooseJsonForm, facts: Facts): readonly Fix[] {
  const edits: Edit[] = [];
  for (const { kind, span, mended } of slips) {
    if (kind === "tail") edits.push(...tailMovedUp(line, span, facts));
    else if (mended === undefined) return [];
    else edits.push(span.start === span.end ? insertAt(span.start, mended) : replaceSpan(span, mended));
  }
  const fix = { title: "Mend the JSON array", edits: sortEdits(edits) };
  if (slips.some(({ kind }) => kind === "tail"))
    return [{ ...fix, safety: "review", assumption: "what stands behind the array is meant as a comment" }];
  // The other forms failed before; a VOLUME of another name comes to life, and drops what is written to it later.
  if (line.keyword === "VOLUME")
    return [{ ...fix, safety: "review", assumption: "nothing is written to the volume further down" }];
  return [{ ...fix, safety: "safe" }];
}

/** The comment behind the array gets a line of its own. */
function tailMovedUp(line: Instruction, span: JsonSlip["span"], { dockerfile }: Facts): readonly Edit[] {
  const comment = dockerfile.text.slice(span.start, span.end).trim();
  return [insertLineAbove(dockerfile, line, comment), removeSpan(span)];
}
