/**
 * The variables that a script sets for itself, each with the offset behind which its name means the script's own.
 * Assignments in front of a command are left out, because they hold for that command only.
 */
export function ownVariables(script: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  if (!/=|\bfor\b|\bread\b/.test(script)) return found;
  for (const match of script.matchAll(setting)) {
    const name = match[1] ?? match[2] ?? match[3];
    if (name !== undefined && !found.has(name)) found.set(name, match.index + match[0].length);
  }
  return found;
}

// At the start of a command: a lone `NAME=value`, `export NAME=value` and the like, `for NAME in`, `read NAME`.
const setting =
  /(?<=^|[\n;&|({]|\b(?:then|do|else)\s)[^\S\n]*(?:([A-Za-z_]\w*)\+?=(?:"[^"]{0,500}"|'[^']{0,500}'|\$\([^)]{0,500}\)|[^\s;&|"'()])*(?=[^\S\n]*(?:$|[\n;&|)]))|(?:export|local|readonly|declare)\s+([A-Za-z_]\w*)=|(?:for|read(?:\s+-\w+)*)\s+([A-Za-z_]\w*))/g;
