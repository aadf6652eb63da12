/** Among more names than this nobody can tell which was meant. */
const crowd = 300;

/**
 * The one candidate that a misspelt name clearly means: a slip or two away, and no other is as near. Names that differ
 * in their digits alone are different on purpose, and so are short ones.
 * @param least how many slips are allowed even in a short name, where there are few names to choose from
 */
export function closestName(name: string, candidates: Iterable<string>, least = 0): string | undefined {
  const wanted = name.toLowerCase();
  const digitless = withoutDigits(wanted);
  const allowed = Math.max(least, wanted.length < 4 ? 0 : wanted.length < 7 ? 1 : 2);
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  let isTied = false;
  const seen = new Set<string>();
  let count = 0;
  for (const candidate of candidates) {
    count += 1;
    if (count > crowd) return undefined;
    if (seen.has(candidate) || Math.abs(candidate.length - name.length) > allowed) continue;
    seen.add(candidate);
    const other = candidate.toLowerCase();
    if (candidate === name || (other !== wanted && withoutDigits(other) === digitless)) continue;
    const distance = slips(wanted, other);
    if (distance > allowed || (best && distance > best.distance)) continue;
    isTied = best?.distance === distance;
    best = { candidate, distance };
  }
  return isTied ? undefined : best?.candidate;
}

function withoutDigits(name: string): string {
  return name.replace(/\d+/g, "");
}

/** Letters left out, added, mistaken or swapped with their neighbour on the way from one word to the other. */
function slips(from: string, to: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const changed = (last[column - 1] ?? 0) + (isSame ? 0 : 1);
      const isSwapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const swapped =
        isSwapped && row > 1 && column > 1 ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      now.push(Math.min(changed, swapped, (last[column] ?? 0) + 1, (now[column - 1] ?? 0) + 1));
    }
    beforeLast = last;
    last = now;
  }
  return last[to.length] ?? 0;
}
