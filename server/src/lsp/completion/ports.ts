import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { exposedPorts } from "../../core/facts/ports.ts";
import { usualPort } from "../../core/images/ports.ts";
import { type Says, t } from "../../l10n/t.ts";
import { itemOf } from "./item.ts";
import { type WordRequest, within } from "./request.ts";

const common: readonly (readonly [port: string, says: Says])[] = [
  ["8080", () => t("web servers that do not run as root")],
  ["3000", () => t("Node.js and Ruby on Rails")],
  ["8000", () => t("Python, PHP")],
  ["5000", () => "Flask"],
  ["80", () => "HTTP"],
  ["443", () => "HTTPS"],
];

/** Ports for EXPOSE: what the file speaks of, what the base image serves on, what is usual; behind a slash protocols. */
export function ports(request: WordRequest): readonly CompletionItem[] {
  const { place, offset, outcome } = request;
  const { word, instruction } = place;
  const { facts } = outcome.analysis;
  const slash = word.text.indexOf("/");
  if (slash >= 0 && offset > word.start + slash) {
    const at = within(request, word.start + slash + 1, word.end);
    return ["tcp", "udp"].map((label, order) =>
      itemOf(at, { label, kind: CompletionItemKind.EnumMember, order }),
    );
  }
  const stage = facts.graph.stageOf(instruction);
  const found = new Map<string, string>();
  if (stage)
    for (const name of facts.scope.names(stage, instruction)) {
      const value = /PORT$/i.test(name) ? facts.scope.value(name, stage, instruction) : undefined;
      if (value !== undefined && isPort(value)) {
        found.set(`$${name}`, t("{0}, in this file", value));
        found.set(value, t("{0} in this file", name));
      }
    }
  const usual = stage?.root.reference && usualPort(stage.root.reference);
  if (usual !== undefined) found.set(String(usual), t("what the base image serves on"));
  for (const [port, says] of common) if (!found.has(port)) found.set(port, says());
  // The word at the cursor may be half of a port that is exposed already.
  for (const { text, part } of exposedPorts(facts))
    if (
      text !== undefined &&
      part.span.start !== word.start &&
      facts.graph.stageAt(part.span.start) === stage
    )
      found.delete(text);
  return [...found].map(([label, detail], order) =>
    itemOf(within(request, word.start, word.end), { label, kind: CompletionItemKind.Value, detail, order }),
  );
}

function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) > 0 && Number(value) < 65_536;
}
