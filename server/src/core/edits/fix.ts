import type { Amount } from "../estimate/amount.ts";
import type { Span } from "./span.ts";

/**
 * How far a fix may be trusted.
 * - `safe`: the built image behaves the same, the build cannot newly fail, every comment is kept.
 * - `review`: right under an assumption that cannot be checked here; the assumption is shown.
 * - `draft`: a starting point to edit; never applied in bulk.
 */
export type Safety = "safe" | "review" | "draft";

/** Replaces the text of `span` (UTF-16 offsets into the text that was analyzed) by `text`. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/**
 * Creates a file, or replaces all of its content: a fix that extends a file holds what was in it. `path` is relative to
 * the build context.
 */
export interface FileEdit {
  readonly path: string;
  readonly content: string;
}

/** Edits are sorted and disjoint. Several fixes on one problem are alternatives of which at most one is applied. */
export interface Fix {
  /** A verb phrase: "Add --no-cache-dir". */
  readonly title: string;
  readonly safety: Safety;
  readonly edits: readonly Edit[];
  readonly files?: readonly FileEdit[];
  /** What a `review` or `draft` fix takes for granted, as a sentence without a full stop. Never on a `safe` fix. */
  readonly assumption?: string;
  /** What the final image loses by this fix, when that is known. */
  readonly saves?: Amount;
}
