import type { Property } from "../../document/dockerfile.ts";
import type { Span } from "../../edits/span.ts";
import { labelComplaint } from "../../facts/labelKinds.ts";
import type { StageFacts } from "../../facts/stages.ts";
import type { LabelPolicy } from "../../policy.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "label-policy",
  group: "style",
  summary:
    "The image lacks a label that the project asks for, or has one of another form or none of the list.",
  why: "Labels say who owns an image, what it was built from and under which licence, as long as every image has them in the same form. Which ones a project wants stands in `.plimsoll.json` (`labels`, `strictLabels`) or in a hadolint configuration (`label-schema`, `strict-labels`); without it the rule is silent. The final stage is looked at, together with the stages of the file that it is built from; what the base image brings is not known here.",
  severity: "warning",
  phase: "instruction",
  safety: [],
  aliases: ["DL3049", "DL3050"],
  *check({ policy, finalStage }): Generator<Problem> {
    const { required, strict } = policy.labels;
    const image = finalStage?.stage.from.image;
    if (!finalStage || !image || (!strict && Object.keys(required).length === 0)) return;
    const labels = labelsOf(finalStage);
    const missing = Object.keys(required).filter((key) => !labels.some(({ name }) => name.value === key));
    if (missing.length > 0 && !labels.some(({ name }) => name.value.includes("$")))
      yield { span: image.span, message: missingMessage(missing) };
    for (const label of labels) yield* labelProblems(label, policy.labels);
  },
});

function* labelProblems({ name, value }: Property, { required, strict }: LabelPolicy): Generator<Problem> {
  const key = name.value;
  if (key === "" || key.includes("$")) return;
  const kind = Object.hasOwn(required, key) ? required[key] : undefined;
  if (!kind) {
    if (strict) yield { span: name.span, message: `${key} is not among the labels that this project uses` };
    return;
  }
  if (!value || value.text.includes("$")) return;
  const complaint = labelComplaint(kind, value.value);
  const span: Span = value.text === "" ? name.span : value.span;
  if (complaint !== undefined) yield { span, message: complaint };
}

/** A later label of the same name replaces an earlier one, but each is looked at where it stands. */
function labelsOf({ stage, base }: StageFacts): readonly Property[] {
  const own = stage.instructions.flatMap((instruction) =>
    instruction.keyword === "LABEL" ? instruction.properties : [],
  );
  return base ? [...labelsOf(base), ...own] : own;
}

function missingMessage(missing: readonly string[]): string {
  const shown = missing.slice(0, 2).join(", ");
  const more = missing.length > 2 ? ` and ${missing.length - 2} more` : "";
  return `the image lacks ${missing.length === 1 ? "the label" : "the labels"} ${shown}${more}`;
}
