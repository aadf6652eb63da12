import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import type { Span } from "../../core/edits/span.ts";
import { t } from "../../l10n/t.ts";
import { contextPaths } from "./contextPaths.ts";
import type { ArgumentCursor } from "./cursor.ts";
import { type MountKey, mountKeys, mountTypes } from "./flagTable.ts";
import { folders } from "./folders.ts";
import { itemOf } from "./item.ts";
import { managersOf } from "./managers.ts";
import { type CompletionRequest, within } from "./request.ts";
import { sourceOfFiles } from "./sourceOfFiles.ts";

type MountRequest = CompletionRequest<ArgumentCursor & { readonly span: Span }>;

interface Field {
  readonly start: number;
  readonly text: string;
  readonly key: string;
  readonly value: string | undefined;
}

/** Types, keys and values of a `--mount`, whichever the cursor stands in. */
export function mountFields(request: MountRequest): readonly CompletionItem[] {
  const { offset, place, outcome } = request;
  const fields = fieldsOf(
    outcome.analysis.facts.dockerfile.text.slice(place.span.start, place.span.end),
    place.span.start,
  );
  const current = fields.findLast(({ start }) => start <= offset);
  if (!current) return [];
  const others = fields.filter((field) => field !== current);
  const start = current.start + current.key.length + 1;
  const end = current.start + current.text.length;
  if (current.value !== undefined && offset >= start)
    return values(within(request, start, end), current.key, others);
  return keys(within(request, current.start, end), others);
}

function fieldsOf(text: string, from: number): readonly Field[] {
  let start = from;
  return text.split(",").map((field) => {
    const equals = field.indexOf("=");
    const key = (equals < 0 ? field : field.slice(0, equals)).toLowerCase();
    const found = { start, text: field, key, value: equals < 0 ? undefined : field.slice(equals + 1) };
    start += field.length + 1;
    return found;
  });
}

function typeOf(fields: readonly Field[]): string {
  return fields.find(({ key }) => key === "type")?.value ?? "bind";
}

function keys(request: MountRequest, others: readonly Field[]): readonly CompletionItem[] {
  const isTyped = others.some(({ key }) => key === "type");
  const written = new Set(others.map(({ key }) => key));
  const isOpen = ({ name, aliases = [] }: MountKey) => ![name, ...aliases].some((key) => written.has(key));
  const open = (mountKeys.get(typeOf(others)) ?? []).filter(isOpen);
  const ofKeys = open.map(({ name, says, isSwitch }, order) =>
    itemOf(request, {
      label: isSwitch ? name : `${name}=`,
      kind: CompletionItemKind.Property,
      detail: says(),
      goesOn: !isSwitch,
      order: 100 + order,
    }),
  );
  if (isTyped) return ofKeys;
  return others.length === 0 ? types(request, "type=") : [...types(request, "type="), ...ofKeys];
}

/** Whole cache mounts of the managers in the stage first. */
function types(request: MountRequest, prefix: string): readonly CompletionItem[] {
  const { place, outcome } = request;
  const { facts } = outcome.analysis;
  const managers = managersOf(facts, facts.graph.stageOf(place.instruction), place.instruction.index);
  const isAlone = !place.word.text.includes(",");
  const caches = managers.flatMap(({ manager, mounts }) =>
    mounts.map((mount) => ({
      label: mount.replace(/^type=/, prefix),
      detail: t("the cache of {0}", manager),
    })),
  );
  const plain = [...mountTypes].map(([type, says]) => ({ label: `${prefix}${type}`, detail: says() }));
  return [...(isAlone ? caches : []), ...plain].map(({ label, detail }, order) =>
    itemOf(request, { label, kind: CompletionItemKind.EnumMember, detail, order }),
  );
}

function values(request: MountRequest, key: string, others: readonly Field[]): readonly CompletionItem[] {
  const type = typeOf(others);
  const entry = mountKeys.get(type)?.find(({ name, aliases = [] }) => name === key || aliases.includes(key));
  if (key === "type") return types(request, "");
  if (!entry) return [];
  const { start, end } = request.place.span;
  switch (entry.name) {
    case "from":
      return sourceOfFiles(request, start, end);
    case "source":
      return others.some((field) => field.key === "from") ? [] : contextPaths(request);
    case "target":
      return targets(request, type, others);
    case "id":
      return ids(request, type);
    default: {
      const offered = entry.values ?? (entry.isSwitch ? ["true", "false"] : []);
      return offered.map((label, order) =>
        itemOf(request, { label, kind: CompletionItemKind.EnumMember, order }),
      );
    }
  }
}

function targets(request: MountRequest, type: string, others: readonly Field[]): readonly CompletionItem[] {
  const { place, outcome } = request;
  const { facts } = outcome.analysis;
  if (type === "tmpfs")
    return [itemOf(request, { label: "/tmp", kind: CompletionItemKind.Folder, order: 0 })];
  if (type !== "cache") {
    const source = others.find(({ key }) => key === "source" || key === "src")?.value;
    const same = source ? [itemOf(request, { label: source, kind: CompletionItemKind.File, order: 0 })] : [];
    return [...same, ...folders(request, { isWorkdir: true })];
  }
  return managersOf(facts, facts.graph.stageOf(place.instruction), place.instruction.index).flatMap(
    ({ manager, mounts }, order) =>
      mounts.map((mount) =>
        itemOf(request, {
          label: /target=([^,]*)/.exec(mount)?.[1] ?? "",
          kind: CompletionItemKind.Folder,
          detail: t("the cache of {0}", manager),
          order,
        }),
      ),
  );
}

/** Names that other mounts of the type have in this file. */
function ids(request: MountRequest, type: string): readonly CompletionItem[] {
  const { facts } = request.outcome.analysis;
  const used = facts.runs.flatMap(({ instruction }) =>
    instruction === request.place.instruction
      ? []
      : instruction.mounts.flatMap((mount) => (mount.type === type ? (mount.options.get("id") ?? []) : [])),
  );
  return [...new Set(used)].map((label, order) =>
    itemOf(request, { label, kind: CompletionItemKind.Value, detail: t("used in this file"), order }),
  );
}
