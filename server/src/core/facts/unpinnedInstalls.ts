import type { Span } from "../edits/span.ts";
import type { Word } from "../shell/script.ts";
import type { Facts } from "./facts.ts";
import type { Manager } from "./packagePrograms.ts";
import { unpinnedPackages } from "./pins.ts";

/** An install that takes whatever version is newest. */
export interface UnpinnedInstall {
  /** The package, or the command where there are several. */
  readonly span: Span;
  readonly message: string;
}

/** Every install of these managers with packages that have no version, in order. */
export function unpinnedInstalls(facts: Facts, managers: readonly Manager[]): readonly UnpinnedInstall[] {
  return facts.packages.flatMap((call) => {
    const words = managers.includes(call.manager) ? unpinnedPackages(facts, call) : [];
    const [first, second, ...rest] = words;
    if (!first) return [];
    if (!second)
      return [{ span: first.span, message: `${inWords(first)} can be another version in the next build` }];
    const others = rest.length === 0 ? inWords(second) : `${rest.length + 1} more packages`;
    const start = call.command.nameWord.span.start;
    const end = call.actionWord?.span.end ?? call.command.nameWord.span.end;
    const message = `${inWords(first)} and ${others} can be other versions in the next build`;
    return [{ span: { start, end }, message }];
  });
}

/** An address may be long. */
function inWords({ value }: Word): string {
  return value.length > 32 ? `${value.slice(0, 31)}…` : value;
}
