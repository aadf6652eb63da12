import type { Edit } from "../edits/fix.ts";
import type { Span } from "../edits/span.ts";
import type { Facts } from "../facts/facts.ts";

interface Named {
  readonly kind: "extract" | "inline" | "rewrite";
  /** A verb phrase: "Inline stage build". */
  readonly title: string;
}

/** A change that nothing asks for but the user. What is built stays the same. */
export interface Refactoring extends Named {
  /** Sorted and disjoint. */
  readonly edits: readonly Edit[];
}

/** One that the place suggests and the file does not allow. */
export interface Refused extends Named {
  /** Half a sentence without a full stop. */
  readonly whyNot: string;
}

export type Offer = Refactoring | Refused;

/** Undefined where a refactoring has nothing to do with the selection, which may be empty: a cursor. */
export type Refactor = (facts: Facts, selection: Span) => Offer | undefined;
