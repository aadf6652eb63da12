import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import type { Span } from "../../core/edits/span.ts";
import { accountsIn } from "../../core/facts/accounts.ts";
import { imageUsers } from "../../core/images/users.ts";
import { t } from "../../l10n/t.ts";
import type { ArgumentCursor } from "./cursor.ts";
import { itemOf } from "./item.ts";
import { type CompletionRequest, within } from "./request.ts";

type UserRequest = CompletionRequest<ArgumentCursor & { readonly span: Span }>;

interface Named {
  readonly name: string;
  readonly detail: string;
}

/** Users for USER, and behind a colon groups. */
export function users(request: UserRequest): readonly CompletionItem[] {
  const { place, offset, outcome } = request;
  const typed = outcome.analysis.facts.dockerfile.text.slice(place.span.start, offset);
  const colon = typed.indexOf(":");
  if (colon < 0) return items(request, accounts(request, "user"));
  return items(within(request, place.span.start + colon + 1, place.span.end), accounts(request, "group"));
}

/** The same for `--chown=`, where a user mostly comes with the group of the same name. */
export function owners(request: UserRequest): readonly CompletionItem[] {
  const { place, offset, outcome } = request;
  const typed = outcome.analysis.facts.dockerfile.text.slice(place.span.start, offset);
  if (typed.includes(":")) return users(request);
  const groups = new Set(accounts(request, "group").map(({ name }) => name));
  const pairs = accounts(request, "user").flatMap(({ name, detail }) =>
    groups.has(name) ? [{ name: `${name}:${name}`, detail }] : [],
  );
  return items(request, [...pairs, ...accounts(request, "user")]);
}

function items(request: UserRequest, named: readonly Named[]): readonly CompletionItem[] {
  return named.map(({ name, detail }, order) =>
    itemOf(request, { label: name, kind: CompletionItemKind.Value, detail, order }),
  );
}

/** Those that the file makes first, then those of the base image; root last. */
function accounts({ place, outcome }: UserRequest, kind: "user" | "group"): readonly Named[] {
  const { facts } = outcome.analysis;
  const { instruction } = place;
  const stage = facts.graph.stageOf(instruction);
  if (!stage) return [];
  const found = new Map<string, string>();
  for (const account of accountsIn(facts, stage).toReversed()) {
    const { index } = account.run.instruction;
    if (account.kind === kind && index < instruction.index && !found.has(account.name))
      found.set(account.name, t("made in this file"));
  }
  const { isScratch, reference } = stage.root;
  const existing = reference && imageUsers(reference).existing;
  if (existing && !found.has(existing.name))
    found.set(
      existing.name,
      kind === "user"
        ? t("of the base image, number {0}", existing.uid)
        : t("of the base image, number {0}", existing.gid),
    );
  // An image from scratch has no list of users: only numbers mean something there.
  if (isScratch && found.size === 0) return [{ name: "65532", detail: t("a number, as there are no names") }];
  if (!facts.isWindowsFile && !found.has("root"))
    found.set("root", kind === "user" ? t("may do everything") : t("number {0}", 0));
  return [...found].map(([name, detail]) => ({ name, detail }));
}
