import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { t } from "../../l10n/t.ts";
import { contextPaths } from "./contextPaths.ts";
import { flagsOf, morePlatforms, platforms } from "./flagTable.ts";
import { itemOf } from "./item.ts";
import { mountFields } from "./mountFields.ts";
import { type WordRequest, within } from "./request.ts";
import { sourceOfFiles } from "./sourceOfFiles.ts";
import { owners } from "./users.ts";

/** What can stand behind the `=` of a flag. */
export function flagValues(request: WordRequest): readonly CompletionItem[] {
  const { word, instruction } = request.place;
  const name = word.text.slice(2, word.text.indexOf("=")).toLowerCase();
  const start = word.start + name.length + 3;
  const end = word.end;
  const at = within(request, start, end);
  const entry = flagsOf.get(instruction.keyword)?.find((flag) => flag.name === name);
  if (!entry) return [];
  switch (name) {
    case "platform":
      return platformItems(at);
    case "from":
      return sourceOfFiles(request, start, end);
    case "chown":
      return owners(at);
    case "mount":
      return mountFields(at);
    case "exclude":
      return contextPaths(at);
    default: {
      const values = entry.values ?? (entry.value === undefined ? ["true", "false"] : []);
      return values.map((label, order) => itemOf(at, { label, kind: CompletionItemKind.EnumMember, order }));
    }
  }
}

function platformItems(request: ReturnType<typeof within<WordRequest["place"]>>): readonly CompletionItem[] {
  const { facts } = request.outcome.analysis;
  const stage = facts.stages.find(({ stage: { from } }) => from === request.place.instruction);
  const offered = new Set([
    "$BUILDPLATFORM",
    ...(stage?.image?.platforms ?? platforms),
    ...platforms,
    ...morePlatforms,
  ]);
  const says = new Map([["$BUILDPLATFORM", t("the machine that builds, so that nothing is emulated")]]);
  return [...offered].map((label, order) =>
    itemOf(request, { label, kind: CompletionItemKind.EnumMember, detail: says.get(label), order }),
  );
}
