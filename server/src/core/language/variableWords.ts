/** The name of a variable that a text puts in, by offsets into the text. */
export interface VariableWord {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * - `docker`: a word that BuildKit puts variables into; single quotes and the escape character protect
 * - `shell`: a POSIX script, with comments
 * - `raw`: a here-document, in which quotes protect nothing
 * - `windows`: PowerShell or cmd, where `$env:NAME` and `%NAME%` are variables of the environment
 */
export type VariableSyntax = "docker" | "shell" | "raw" | "windows";

/** The variables of a text in order, those within `${NAME:-…}` included. One pass, whatever the text. */
export function variableWords(text: string, syntax: VariableSyntax, escape: string): readonly VariableWord[] {
  if (syntax === "windows") return text.includes("$") || text.includes("%") ? ofWindows(text) : [];
  if (!text.includes("$")) return [];
  const words: VariableWord[] = [];
  const protects = syntax !== "raw";
  const escaping = syntax === "shell" ? "\\" : escape;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === escaping) at += 1;
    else if (character === "'" && protects && !isQuoted) at = closing(text, at, "'");
    else if (character === '"' && protects) isQuoted = !isQuoted;
    else if (character === "#" && syntax === "shell" && !isQuoted && startsWord(text, at))
      at = closing(text, at, "\n");
    else if (character === "$") {
      const start = text[at + 1] === "{" ? at + 2 : at + 1;
      const end = nameEnd(text, start);
      if (end === start) continue;
      words.push({ name: text.slice(start, end), start, end });
      at = end - 1;
    }
  }
  return words;
}

/** Where the next such character stands, else the end of the text. */
function closing(text: string, at: number, character: string): number {
  const found = text.indexOf(character, at + 1);
  return found < 0 ? text.length : found;
}

function startsWord(text: string, at: number): boolean {
  return at === 0 || /[\s;&|(]/.test(text.charAt(at - 1));
}

function nameEnd(text: string, start: number): number {
  let end = start;
  while (isNameCharacter(text.charCodeAt(end), end > start)) end += 1;
  return end;
}

function isNameCharacter(code: number, takesDigits: boolean): boolean {
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95) return true;
  return takesDigits && code >= 48 && code <= 57;
}

function ofWindows(text: string): readonly VariableWord[] {
  return [...text.matchAll(/(\$\{?env:|%)([A-Za-z_]\w*)/gi)].flatMap((match) => {
    const [, opening = "", name = ""] = match;
    const start = match.index + opening.length;
    const end = start + name.length;
    return opening === "%" && text[end] !== "%" ? [] : [{ name, start, end }];
  });
}
