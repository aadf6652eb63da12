import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import type { Instruction } from "../../core/document/dockerfile.ts";
import type { Span } from "../../core/edits/span.ts";
import { platformArguments } from "../../core/facts/buildArguments.ts";
import type { Facts } from "../../core/facts/facts.ts";
import { t } from "../../l10n/t.ts";
import { itemOf } from "./item.ts";
import type { CompletionRequest } from "./request.ts";

/** A place behind `$` or `${`; `span` is the name, with the brace that closes it. */
export interface VariablePlace {
  readonly span: Span;
  readonly instruction: Instruction;
  /** A brace has to close it. */
  readonly isBraced: boolean;
  /** A container runs it, which knows nothing of ARG. */
  readonly isAtRuntime: boolean;
}

/** Reads back from the offset. Undefined where no variable is being typed, or where the `$` means itself. */
export function variableAt(
  { dockerfile: { text, escape } }: Facts,
  offset: number,
  instruction: Instruction,
): VariablePlace | undefined {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  const [, escapes = "", brace, name = ""] = /(\\*|`*)\$(\{?)([A-Za-z_]\w*)?$/.exec(line) ?? [];
  if (brace === undefined) return undefined;
  if (escapes.length % 2 === 1 && (escapes.startsWith(escape) || takesShell.has(instruction.keyword)))
    return undefined;
  const end = offset + (/^\w*/.exec(text.slice(offset, offset + 200))?.[0] ?? "").length;
  const isClosed = brace !== "" && text[end] === "}";
  return {
    span: { start: offset - name.length, end: isClosed ? end + 1 : end },
    instruction,
    // `${NAME:-default}` goes on behind the name.
    isBraced: brace !== "" && !/[:+?#%/-]/.test(text[end] ?? ""),
    isAtRuntime: takesShell.has(instruction.keyword) && instruction.keyword !== "RUN",
  };
}

const takesShell: ReadonlySet<string> = new Set(["RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"]);

/** Variables in scope with their values, the latest first. */
export function variables(request: CompletionRequest<VariablePlace>): readonly CompletionItem[] {
  const { place, outcome } = request;
  const { facts } = outcome.analysis;
  const close = place.isBraced ? "}" : "";
  return [...inScope(facts, place)].map(([label, detail], order) =>
    itemOf(request, {
      label,
      kind: CompletionItemKind.Variable,
      detail,
      insert: `${label}${close}`,
      order,
    }),
  );
}

/** Each is looked for through all the stages below, of which a file may have thousands. */
const mostNames = 300;

/** A name and what is known of its value. */
function inScope(facts: Facts, { instruction, isAtRuntime }: VariablePlace): ReadonlyMap<string, string> {
  const { dockerfile, graph, scope } = facts;
  const found = new Map<string, string>();
  const stage = graph.stageOf(instruction);
  const isGlobal = instruction.keyword === "FROM" || !stage;
  if (isGlobal) {
    for (const arg of dockerfile.globalArgs.toReversed())
      for (const { name } of arg.index < instruction.index ? arg.properties.toReversed() : [])
        if (!found.has(name.value))
          found.set(name.value, inWords("ARG", scope.value(name.value, undefined, instruction)));
    if (instruction.keyword === "FROM")
      for (const name of platformArguments) if (!found.has(name)) found.set(name, t("set by BuildKit"));
    return found;
  }
  const names = [...new Set(scope.names(stage, instruction))].toReversed().slice(0, mostNames);
  for (const name of names) {
    const definition = scope.definition(name, stage, instruction);
    if (!definition) continue;
    // What ONBUILD runs later, another build does, with the ARGs of its own.
    if (definition.keyword === "ARG" && (isAtRuntime || instruction.isOnbuildTrigger)) continue;
    const isOfBuildKit = definition.keyword === "ARG" && platformArguments.has(name);
    found.set(
      name,
      isOfBuildKit
        ? t("set by BuildKit")
        : inWords(definition.keyword, scope.value(name, stage, instruction)),
    );
  }
  if (!stage.root.isScratch && !found.has("PATH")) found.set("PATH", t("of the base image"));
  return found;
}

function inWords(keyword: string, value: string | undefined): string {
  if (value === undefined) return keyword === "ARG" ? t("ARG without a default") : "ENV";
  const shown = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return `${keyword} ${shown === "" ? '""' : shown}`;
}

/** True between single quotes, where the shell leaves a `$` alone. */
export function isSingleQuoted(text: string): boolean {
  let quote = "";
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === "\\" && quote !== "'") at += 1;
    else if (quote === "" && (char === "'" || char === '"')) quote = char;
    else if (char === quote) quote = "";
  }
  return quote === "'";
}
