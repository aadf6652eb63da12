/** A program that reads a script in the place of the shell in force. */
export interface Interpreter {
  readonly program: string;
  /** Behind the program, one blank between them. */
  readonly options: string;
}

/** The interpreter that the first line of a script names. */
export function shebang(script: string): Interpreter | undefined {
  const [, first = "", rest = ""] = /^#![ \t]*(\S+)[ \t]*(.*)/.exec(script) ?? [];
  if (first === "") return undefined;
  if (baseName(first) !== "env") return { program: first, options: rest };
  const [program = "", ...options] = rest.split(/\s+/).filter((word) => !word.startsWith("-S"));
  return { program, options: options.join(" ") };
}

/** A here-document that is a script as a whole. */
export interface HeredocScript {
  /** Beside the here-document, as in `RUN <<EOF bash`. */
  readonly interpreter: Interpreter | undefined;
}

/** @returns undefined for a line that says anything else than who reads the one here-document */
export function heredocScript(line: string): HeredocScript | undefined {
  const words = line
    .trim()
    .replace(/<<(-?)\s+/g, "<<$1")
    .split(/\s+/);
  const [program, ...others] = words.filter((word) => !/^\d*<<-?["']?[^\s"'<]+["']?$/.test(word));
  const isOne = words.length === others.length + (program === undefined ? 1 : 2);
  if (!isOne) return undefined;
  if (program === undefined) return { interpreter: undefined };
  const options = others.join(" ");
  // `-c` and `-s` have operands.
  return isPosixShell(program) && /^(-[abefhkmnuvxCE]*(o [a-z]+)?( |$))*$/.test(options)
    ? { interpreter: { program, options } }
    : undefined;
}

export function isPosixShell(program: string): boolean {
  return /^(sh|bash|dash|ash|zsh|ksh)$/.test(baseName(program));
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
