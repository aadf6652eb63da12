import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { platformArguments } from "../../core/facts/buildArguments.ts";
import type { Facts } from "../../core/facts/facts.ts";
import type { StageFacts } from "../../core/facts/stages.ts";
import { t } from "../../l10n/t.ts";
import { itemOf } from "./item.ts";
import { type WordRequest, within } from "./request.ts";

/**
 * What a stage has to declare before it can use it: the ARGs above the first FROM, and those that BuildKit sets. Then
 * what it may declare: how apt behaves in the build, and proxies.
 */
export function argNames(request: WordRequest): readonly CompletionItem[] {
  const { place, offset, outcome } = request;
  const { word, words, instruction } = place;
  const { facts } = outcome.analysis;
  const { dockerfile, graph, scope } = facts;
  const stage = graph.stageOf(instruction);
  const equals = word.text.indexOf("=");
  if (!stage || (equals >= 0 && offset > word.start + equals)) return [];
  const declared = new Set(scope.names(stage, instruction));
  for (const other of words) if (other !== word) declared.add(other.text.split("=", 1)[0] ?? "");
  const found = new Map<string, string>();
  for (const arg of dockerfile.globalArgs.toReversed())
    for (const { name, value } of arg.properties)
      if (!found.has(name.value))
        found.set(
          name.value,
          value
            ? t("ARG {0}, above the first FROM", value.value)
            : t("ARG without a default, above the first FROM"),
        );
  for (const name of likeliest) found.set(name, t("set by BuildKit"));
  for (const name of platformArguments) found.set(name, t("set by BuildKit"));
  if (usesApt(facts, stage))
    found.set(frontend, t("apt asks nothing in the build; unlike an ENV it ends with it"));
  for (const name of proxies)
    found.set(name, t("known without ARG; declared, a change of it runs the instructions below again"));
  const at = within(request, word.start, equals < 0 ? word.end : word.start + equals);
  return [...found].flatMap(([label, detail], order) =>
    declared.has(label)
      ? []
      : itemOf(at, {
          label,
          kind: CompletionItemKind.Variable,
          detail,
          order,
          ...(label === frontend && equals < 0 && { insert: `${frontend}=noninteractive` }),
        }),
  );
}

const likeliest = ["TARGETARCH", "TARGETOS", "TARGETPLATFORM", "BUILDPLATFORM"];
const frontend = "DEBIAN_FRONTEND";
const proxies = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "FTP_PROXY", "ALL_PROXY"];

function usesApt(facts: Facts, stage: StageFacts): boolean {
  if (stage.root.image?.packageManager === "apt") return true;
  return facts.runsOf(stage).some((run) => facts.packagesOf(run).some(({ manager }) => manager === "apt"));
}
