import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { flagsOf } from "./flagTable.ts";
import { itemOf } from "./item.ts";
import { type WordRequest, within } from "./request.ts";

/** Flags that the instruction takes and does not have yet. */
export function flags(request: WordRequest): readonly CompletionItem[] {
  const { place } = request;
  const { instruction, word, flags: written } = place;
  const others = written.filter((flag) => flag !== word).map(({ text }) => nameOf(text));
  // What stands behind the name stays: only the name is replaced.
  const [name = ""] = word.text.split("=", 1);
  const hasValue = name.length < word.text.length;
  const at = within(request, word.start, word.start + name.length);
  const open = (flagsOf.get(instruction.keyword) ?? []).filter(
    ({ name: flag, isRepeatable }) => isRepeatable || !others.includes(flag),
  );
  return open.map((flag, order) => {
    const label = flag.value === undefined ? `--${flag.name}` : `--${flag.name}=`;
    return itemOf(at, {
      label,
      kind: CompletionItemKind.Property,
      detail: flag.says(),
      insert: hasValue ? `--${flag.name}` : label,
      goesOn: !hasValue && flag.value !== undefined,
      order: order + (flag.isSpecial ? 150 : 100),
    });
  });
}

function nameOf(flag: string): string {
  return flag.slice(2).split("=", 1)[0]?.toLowerCase() ?? "";
}
