import type { Property } from "../../document/dockerfile.ts";
import { replaceSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import { closestName } from "../../facts/closest.ts";
import { withTriggers } from "../../facts/facts.ts";
import { ociKeys, ociPrefix, valueComplaint } from "../../facts/ociLabels.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "label-keys",
  group: "style",
  summary: "A label has an unusual key, or a value that tools cannot read.",
  why: "Registries, scanners and update bots read labels by their keys. Docker asks for keys of lower-case letters, digits, single dots and hyphens, and keeps `com.docker.*`, `io.docker.*` and `org.dockerproject.*` for itself. The keys `org.opencontainers.image.*` are given, and so is the form of some values: RFC 3339 for `created`, an SPDX expression for `licenses`, a URL for `url`, `source` and `documentation`. Values with variables are not judged, because the build gives them.",
  severity: "hint",
  phase: "word",
  safety: ["review"],
  aliases: [...["DL3048", "DL3051", "DL3052", "DL3053", "DL3054", "DL3055", "DL3056", "DL3058"]],
  *check({ dockerfile }): Generator<Problem> {
    for (const instruction of withTriggers(dockerfile)) {
      if (instruction.keyword !== "LABEL") continue;
      for (const property of instruction.properties) {
        yield* [keyProblem(property) ?? [], valueProblem(property) ?? []].flat();
      }
    }
  },
});

function keyProblem({ name }: Property): Problem | undefined {
  const key = name.value;
  if (key === "" || key.includes("$")) return undefined;
  const { span } = name;
  if (key.toLowerCase().startsWith(ociPrefix)) {
    const wanted = closestOciKey(key);
    const isKnown = wanted === key;
    if (isKnown) return undefined;
    const message = `${key} is no key of the OCI image specification${wanted ? `; ${wanted} is` : ""}`;
    return { span, message, fixes: wanted ? [rename(name.text, span, key, wanted)] : [] };
  }
  if (/^(com\.docker|io\.docker|org\.dockerproject)\./.test(key))
    return /^com\.docker\.(desktop\.)?extension\b/.test(key)
      ? undefined
      : { span, message: "keys that begin like this one are reserved for Docker itself" };
  const odd = /[^a-z0-9._/-]/.exec(key)?.[0];
  if (odd !== undefined && /[A-Z]/.test(odd))
    return {
      span,
      message: "label keys are compared letter by letter, and by convention all are in lower case",
    };
  if (odd !== undefined)
    return { span, message: `by convention ${odd === " " ? "a blank" : odd} is not used in label keys` };
  if (/[.-]{2}|^[._/-]|[._/-]$/.test(key))
    return { span, message: "dots and hyphens in a label key stand alone, between letters or digits" };
  return undefined;
}

/** The key itself, the one in lower case, or the one that was meant: `license`, `documentations`. */
function closestOciKey(key: string): string | undefined {
  const name = key.slice(ociPrefix.length).toLowerCase();
  const meant = Object.hasOwn(ociKeys, name) ? ociKeys[name] : closestName(name, Object.values(ociKeys));
  return meant && ociPrefix + meant;
}

function rename(text: string, span: Property["span"], key: string, wanted: string): Fix {
  return {
    title: `Rename the label to ${wanted}`,
    safety: "review",
    assumption: `nothing looks for the label ${key}`,
    edits: [replaceSpan(span, text.replace(key, wanted))],
  };
}

/** By the key that is meant. */
function valueProblem({ name, value }: Property): Problem | undefined {
  if (!value || !name.value.toLowerCase().startsWith(ociPrefix) || value.text.includes("$")) return undefined;
  const meant = closestOciKey(name.value);
  const message = meant && valueComplaint(meant.slice(ociPrefix.length), value.value);
  if (message === undefined) return undefined;
  return { span: value.text === "" ? name.span : value.span, message };
}
