const variable =
  /\\(.)|'([^']*)'|"((?:[^"\\]|\\.)*)"|\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-+?])((?:[^{}]|\{[^{}]*\})*))?\})|\$\{[^}]*\}|[^\\'"$]+|./gs;

type LookUp = (name: string) => string | undefined;

/**
 * Puts variables into a Dockerfile word as BuildKit does (frontend/dockerfile/shell/lex.go): `$X`, `${X}`,
 * `${X:-word}`, `${X-word}`, `${X:+word}`, `${X:?word}`; quotes are taken off, single quotes protect.
 * @returns undefined when a value is not known, a quote is not closed, or a modifier is used that is not handled here
 */
export function expandVariables(text: string, escape: string, lookUp: LookUp): string | undefined {
  return expanded(text, { escape, lookUp, isQuoted: false });
}

interface Surroundings {
  readonly escape: string;
  readonly lookUp: LookUp;
  /** Between double quotes single ones mean themselves. */
  readonly isQuoted: boolean;
}

function expanded(text: string, around: Surroundings): string | undefined {
  if (!/[$'"\\`]/.test(text)) return text;
  let result = "";
  for (const match of text.matchAll(variable)) {
    const part = expandedPart(match, around);
    if (part === undefined) return undefined;
    result += part;
  }
  return result;
}

function expandedPart(match: RegExpExecArray, around: Surroundings): string | undefined {
  const [whole, escaped, single, double, bare, braced, operator, word = ""] = match;
  if (escaped !== undefined) return around.escape === "\\" ? escaped : whole;
  if (single !== undefined && around.isQuoted) {
    const inner = expanded(single, around);
    return inner === undefined ? undefined : `'${inner}'`;
  }
  if (single !== undefined) return single;
  if (double !== undefined) return expanded(double, { ...around, isQuoted: true });
  const name = bare ?? braced;
  if (name !== undefined) return withModifier(around.lookUp(name), operator, () => expanded(word, around));
  const isOpenQuote = (whole === "'" || whole === '"') && !around.isQuoted;
  return isOpenQuote || whole.startsWith("${") ? undefined : whole;
}

function withModifier(
  value: string | undefined,
  operator: string | undefined,
  word: () => string | undefined,
): string | undefined {
  switch (operator) {
    case ":-":
      return value ? value : word();
    case "-":
      return value ?? word();
    case ":+":
      return value ? word() : value;
    case "+":
      return value === undefined ? undefined : word();
    default:
      return value;
  }
}

/** Names of the variables in a text, single-quoted and escaped ones left out. */
export function variableNames(text: string): readonly string[] {
  const names: string[] = [];
  for (const match of text.matchAll(variable)) {
    const name = match[4] ?? match[5];
    if (name !== undefined) names.push(name);
    if (match[7] !== undefined) names.push(...variableNames(match[7]));
    if (match[3] !== undefined) names.push(...variableNames(match[3]));
  }
  return names;
}

/** One variable in a text, by offsets into it. */
export interface VariableUse {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** `:-`, `-`, `:+`, `+`, `:?` or `?` of `${NAME:-word}`; undefined for a plain `$NAME` or `${NAME}`. */
  readonly operator: string | undefined;
}

/** Where the variables of a text stand, single-quoted and escaped ones left out. */
export function variableUses(text: string, offset = 0): readonly VariableUse[] {
  if (!text.includes("$")) return [];
  const uses: VariableUse[] = [];
  for (const match of text.matchAll(variable)) {
    const [whole, , , double, bare, braced, operator, word] = match;
    const start = offset + match.index;
    const end = start + whole.length;
    const name = bare ?? braced;
    if (name !== undefined) uses.push({ name, start, end, operator });
    if (word !== undefined) uses.push(...variableUses(word, end - 1 - word.length));
    if (double !== undefined) uses.push(...variableUses(double, start + 1));
  }
  return uses;
}
