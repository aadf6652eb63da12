import type { Fix, Safety } from "./edits/fix.ts";
import type { Span } from "./edits/span.ts";
import type { Amount } from "./estimate/amount.ts";
import type { Facts } from "./facts/facts.ts";
import type { UnusedIgnore } from "./suppressions.ts";

export type Severity = "error" | "warning" | "information" | "hint";
export type RuleGroup = "size" | "cache" | "security" | "reproducibility" | "correctness" | "style";

/**
 * When the optimizer applies a rule's fixes. A change in a later phase starts again at the first.
 * - `word`: words and flags inside a command or an instruction
 * - `instruction`: one instruction becomes another, is added or removed
 * - `order`: instructions are merged, split or moved
 * - `stage`: stages are added or restructured
 * - `user`: who runs the container, once it is clear which stage that is
 */
export type Phase = "word" | "instruction" | "order" | "stage" | "user";
export const phases: readonly Phase[] = ["word", "instruction", "order", "stage", "user"];

/** What a rule found. The engine adds id and severity to make a Finding. */
export interface Problem {
  /** Exactly the words that the fix changes, or that the message speaks about. */
  readonly span: Span;
  /** What is there and what it costs; no full stop, under 120 characters. */
  readonly message: string;
  /** Alternatives, the recommended one first. */
  readonly fixes?: readonly Fix[];
  /** Another tool's name for just this occurrence, which ignore comments may use. */
  readonly code?: ProblemCode;
  /** Set when this occurrence weighs more or less than the rule's default. */
  readonly severity?: Severity;
  /** The text in `span` has no effect and is shown faded. */
  readonly isUnnecessary?: boolean;
  /** What the final image carries because of this, when known. */
  readonly costs?: Amount;
}

export interface ProblemCode {
  /** "SC2046" */
  readonly id: string;
  /** Address of the page that explains it. */
  readonly page: string;
}

export interface Rule {
  /** Kebab-case, names the smell: `pip-cache`. */
  readonly id: string;
  readonly group: RuleGroup;
  /** One sentence: what the rule reports. */
  readonly summary: string;
  /** Two to five sentences, Markdown: the cost in size, time or risk, and what the fixes do. */
  readonly why: string;
  readonly severity: Severity | "off";
  readonly phase: Phase;
  /** Every safety level that its fixes can have, best first; empty when it offers none. */
  readonly safety: readonly Safety[];
  /** The peers' ids for the same smell: hadolint DL…, BuildKit check names, DS-…, CKV…. */
  readonly aliases: readonly string[];
  /** What it is silent without, or says less. Then nobody can tell whether an ignore comment for it is of use. */
  readonly needs?: "context" | "images" | "shellProblems";
  /** True for the `Problem.code`s that it would report if it came upon them. */
  knowsCode?(id: string): boolean;
  check(facts: Facts): Iterable<Problem>;
  /**
   * The engine asks this when every rule has spoken, with the ids in ignore comments that switched nothing off. It
   * exists for `unused-ignore` alone: what that one says follows from the other rules' findings, and a rule sees none
   * but its own. Its findings cannot make an ignore comment used.
   */
  checkIgnores?(facts: Facts, unused: readonly UnusedIgnore[]): Iterable<Problem>;
}

export interface Finding extends Problem {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly fixes: readonly Fix[];
}

/** Gives a rule its type, and keeps its declaration readable. */
export function defineRule(rule: Rule): Rule {
  return rule;
}
