import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { ociPrefix } from "../../core/facts/ociLabels.ts";
import type { StageFacts } from "../../core/facts/stages.ts";
import type { LabelKind } from "../../core/policy.ts";
import { t } from "../../l10n/t.ts";
import { itemOf, literally } from "./item.ts";
import { otherNames, propertyAt } from "./properties.ts";
import { type WordRequest, within } from "./request.ts";

/** Labels that the stage does not have yet: those that the project asks for, then those of the OCI specification. */
export function labelKeys(request: WordRequest): readonly CompletionItem[] {
  const { facts } = request.outcome.analysis;
  const { instruction } = request.place;
  const stage = facts.graph.stageOf(instruction);
  const property = propertyAt(request);
  if (!stage || !property) return [];
  const at = within(request, property.start, property.end);
  if (property.kind === "value") {
    const value = valueFor(property.name, request, stage);
    return value ? [itemOf(at, { label: value, kind: CompletionItemKind.Value, order: 0 })] : [];
  }
  const set = new Set([...labelsOf(stage, request), ...otherNames(request.place, facts.dockerfile)]);
  return [...offered(request)].flatMap(([label, detail], order) => {
    if (set.has(label)) return [];
    const entry = { label, detail, kind: CompletionItemKind.Property, order };
    if (!property.isAlone) return itemOf(at, entry);
    const value = valueFor(label, request, stage);
    const snippet = `${label}="${value === undefined ? "$1" : `\${1:${literally(value)}}`}"`;
    const insert = value === undefined ? `${label}=` : `${label}="${value}"`;
    return itemOf(at, { ...entry, insert, snippet });
  });
}

/** Keys with what they say, each once. */
function offered({ outcome }: WordRequest): ReadonlyMap<string, string> {
  const { required, strict } = outcome.analysis.facts.policy.labels;
  const asked = Object.entries(required).map(
    ([key, kind]) => [key, t("asked for by this project: {0}", inWords(kind))] as const,
  );
  const keys = new Map<string, string>(asked);
  if (!strict)
    for (const [key, says] of ociLabels())
      if (!keys.has(`${ociPrefix}${key}`)) keys.set(`${ociPrefix}${key}`, says);
  return keys;
}

/** Labels that other instructions of the stage set, also below. */
function labelsOf({ stage }: StageFacts, { place }: WordRequest): readonly string[] {
  return stage.instructions.flatMap((one) =>
    one.keyword === "LABEL" && one !== place.instruction ? one.properties.map(({ name }) => name.value) : [],
  );
}

/** What the file itself says: its base image, or an ARG whose name is about the same. */
function valueFor(label: string, request: WordRequest, stage: StageFacts): string | undefined {
  const { facts } = request.outcome.analysis;
  const { reference } = stage.root;
  const key = label.startsWith(ociPrefix) ? label.slice(ociPrefix.length) : "";
  if (key === "base.name")
    return reference && `${reference.registry}/${reference.repository}:${reference.tag ?? "latest"}`;
  if (key === "base.digest") return reference?.digest;
  const pattern = Object.hasOwn(argNames, key) ? argNames[key] : undefined;
  if (!pattern) return undefined;
  const names = [...facts.scope.names(stage, request.place.instruction)];
  const found = names.findLast((name) => pattern.test(name));
  return found && `$${found}`;
}

const argNames: Readonly<Record<string, RegExp>> = {
  version: /^((app|image|build|release|package)_)?version$/i,
  revision: /^((build|image)_)?(revision|vcs_ref|(git_)?(commit|sha|rev|ref|hash)(_(sha|hash|id))?)$/i,
  created: /^((build|image)_)?(created|date|timestamp|time)$/i,
};

/** The keys of the OCI image specification (image-spec, annotations.md), the usual ones first. */
function ociLabels(): readonly (readonly [key: string, says: string])[] {
  return [
    ["title", t("the name of the image, for people")],
    ["description", t("what is in the image, in a sentence")],
    ["source", t("where its source code is")],
    ["version", t("the version of what is packaged")],
    ["revision", t("the commit that it was built from")],
    ["licenses", t("the licences of what is in it, as an SPDX expression")],
    ["created", t("when it was built, such as 2026-10-15T08:30:00Z")],
    ["url", t("where there is more about the image")],
    ["documentation", t("where its manual is")],
    ["authors", t("who answers for it, and how to reach them")],
    ["vendor", t("who distributes it")],
    ["base.name", t("the image that it is built on")],
    ["base.digest", t("the digest of the image that it is built on")],
    ["ref.name", t("what an index calls it, mostly a tag")],
  ];
}

function inWords(kind: LabelKind): string {
  switch (kind) {
    case "text":
      return t("a text");
    case "url":
      return t("a URL");
    case "rfc3339":
      return t("a date and time (RFC 3339)");
    case "spdx":
      return t("an SPDX license expression");
    case "hash":
      return t("a commit");
    case "semver":
      return t("a semantic version");
    case "email":
      return t("a mail address");
  }
}
