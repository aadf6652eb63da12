import type { FromInstruction } from "../../document/dockerfile.ts";
import { isPlatformArgument } from "../../facts/buildArguments.ts";
import { expandVariables, variableNames } from "../../facts/expand.ts";
import type { Facts } from "../../facts/facts.ts";
import { parseReference } from "../../images/reference.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "invalid-from-default",
  group: "reproducibility",
  summary: "With the defaults of its ARGs, FROM names no image.",
  why: "A plain `docker build` passes no arguments. When an ARG that FROM uses has no default, or an empty one, the name of the image is left with a hole and the build stops with `invalid reference format`, which does not say which argument is missing. A default that works, in the ARG or as `${TAG:-3.22}`, lets everybody build the file.",
  severity: "warning",
  phase: "word",
  safety: [],
  aliases: ["InvalidDefaultArgInFrom"],
  *check(facts): Generator<Problem> {
    if (facts.isWindowsFile) return;
    for (const { from } of facts.dockerfile.stages) {
      const { image } = from;
      const names = variableNames(image?.text ?? "");
      // Another rule speaks about variables that are not declared at all.
      if (!image || names.length === 0 || names.some((name) => !isDeclared(name, from, facts))) continue;
      const text = withDefaults(image.text, from, facts);
      if (text === undefined || parseReference(text) || isStage(text, facts)) continue;
      const missing = names.filter((name) => !valueOf(name, from, facts));
      yield {
        span: image.span,
        // An ARG without any default is mostly meant to be passed.
        ...(missing.some((name) => hasEmptyDefault(name, from, facts)) || missing.length === 0
          ? {}
          : { severity: "hint" }),
        message:
          missing.length > 0
            ? `without --build-arg ${missing[0]}=… there is no image to start from: ${text === "" ? "the name is empty" : text}`
            : `the defaults make ${text}, which is no name of an image`,
      };
    }
  },
});

function isDeclared(name: string, from: FromInstruction, { scope }: Facts): boolean {
  return isPlatformArgument(name) || scope.definition(name, undefined, from) !== undefined;
}

function valueOf(name: string, from: FromInstruction, { scope }: Facts): string | undefined {
  // Some platform or other: which one makes no difference to whether the name is good.
  return isPlatformArgument(name) ? "linux" : scope.value(name, undefined, from);
}

function hasEmptyDefault(name: string, from: FromInstruction, facts: Facts): boolean {
  return facts.scope.definition(name, undefined, from)?.property.value !== undefined;
}

/** Undefined where the default of an ARG is made of something that is not known. */
function withDefaults(text: string, from: FromInstruction, facts: Facts): string | undefined {
  return expandVariables(text, facts.dockerfile.escape, (name) => {
    const value = valueOf(name, from, facts);
    if (value !== undefined) return value;
    return facts.scope.definition(name, undefined, from)?.property.value === undefined ? "" : undefined;
  });
}

function isStage(text: string, { dockerfile }: Facts): boolean {
  return dockerfile.stages.some(({ name }) => name?.value.toLowerCase() === text.toLowerCase());
}
