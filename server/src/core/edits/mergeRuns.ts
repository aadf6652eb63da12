import type { Dockerfile, Flag } from "../document/dockerfile.ts";
import type { RunFacts } from "../facts/runs.ts";
import { changesShellState, isPlainChain } from "../shell/script.ts";
import { insertAt, replaceSpan } from "./apply.ts";
import type { Edit } from "./fix.ts";
import { stopsOnError } from "./instructions.ts";
import { indentationAt, wholeLines } from "./lines.ts";
import type { Span } from "./span.ts";

/**
 * Whether two RUNs, one right behind the other, can become one without changing what they do: the same flags,
 * a script that is understood, and no state of the first shell that the second would notice.
 */
export function canMerge(a: RunFacts, b: RunFacts): boolean {
  if (a.form !== b.form || a.form === "exec" || !haveSameFlags(a, b)) return false;
  if (a.instruction.isOnbuildTrigger || b.instruction.isOnbuildTrigger || startsLoginShell(a)) return false;
  if (a.form === "heredoc") return canJoinHeredocs(a, b);
  return canEnclose(a) && canEnclose(b);
}

/** Joins RUNs that `canMerge` pair by pair. Each keeps its layout and its comments. */
export function mergeRuns(dockerfile: Dockerfile, runs: readonly RunFacts[]): readonly Edit[] {
  const [first] = runs;
  if (first?.form === "heredoc") return runs.flatMap((run, at) => joinHeredoc(dockerfile, runs[at - 1], run));
  return runs.flatMap((run, at) => {
    const before = runs[at - 1];
    const { open, close } = enclosure(run, at === runs.length - 1);
    const opening = before ? [joint(dockerfile, before, run, open)] : open === "" ? [] : [insertAt(bodyStart(run), open)];
    if (!before) return close === "" ? opening : [...opening, insertAt(run.instruction.span.end, close)];
    return close === "" || at === runs.length - 1 ? [...opening, ...closing(run, close)] : opening;
  });
}
