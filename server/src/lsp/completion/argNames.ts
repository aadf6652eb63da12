import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { platformArguments } from "../../core/facts/buildArguments.ts";
import { itemOf } from "./item.ts";
import { type WordRequest, within } from "./request.ts";

/** What a stage has to declare before it can use it: the ARGs above the first FROM, and those that BuildKit sets. */
export function argNames(request: WordRequest): readonly CompletionItem[] {
  const { place, offset, outcome } = request;
  const { word, words, instruction } = place;
  const { dockerfile, graph, scope } = outcome.analysis.facts;
  const stage = graph.stageOf(instruction);
  const equals = word.text.indexOf("=");
  if (!stage || (equals >= 0 && offset > word.start + equals)) return [];
  const declared = new Set(scope.names(stage, instruction));
  for (const other of words) if (other !== word) declared.add(other.text.split("=", 1)[0] ?? "");
  const found = new Map<string, string>();
  for (const arg of dockerfile.globalArgs.toReversed())
    for (const { name, value } of arg.properties)
      if (!found.has(name.value))
        found.set(name.value, `ARG ${value?.value ?? "without a default"}, above the first FROM`);
  for (const name of likeliest) found.set(name, "set by BuildKit");
  for (const name of platformArguments) found.set(name, "set by BuildKit");
  const at = within(request, word.start, equals < 0 ? word.end : word.start + equals);
  return [...found].flatMap(([label, detail], order) =>
    declared.has(label) ? [] : itemOf(at, { label, kind: CompletionItemKind.Variable, detail, order }),
  );
}

const likeliest = ["TARGETARCH", "TARGETOS", "TARGETPLATFORM", "BUILDPLATFORM"];
