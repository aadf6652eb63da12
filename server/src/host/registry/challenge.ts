/** One way in which a server wants to know who asks. */
export interface Challenge {
  /** In small letters: `basic`, `bearer`. */
  readonly scheme: string;
  /** Names in small letters. */
  readonly parameters: ReadonlyMap<string, string>;
}

const maxLength = 8_192;
const word = /[!#$%&'*+.^_`|~\w-]+/y;
const quoted = /"((?:[^"\\]|\\.)*)"/y;
const blanks = /[\s,]*/y;
const equals = /\s*=\s*/y;

/** Reads `WWW-Authenticate` (RFC 9110): several challenges may stand in one header, and commas within quotes. */
export function parseChallenges(header: string | undefined): readonly Challenge[] {
  const challenges: { readonly scheme: string; readonly parameters: Map<string, string> }[] = [];
  if (header === undefined || header.length > maxLength) return challenges;
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(header);
    if (!match) return undefined;
    at = pattern.lastIndex;
    return match;
  };
  for (;;) {
    take(blanks);
    const name = take(word)?.[0].toLowerCase();
    if (name === undefined) return challenges;
    if (!take(equals)) {
      challenges.push({ scheme: name, parameters: new Map() });
      continue;
    }
    const value = take(quoted)?.[1]?.replaceAll(/\\(.)/g, "$1") ?? take(word)?.[0] ?? "";
    challenges.at(-1)?.parameters.set(name, value);
  }
}
