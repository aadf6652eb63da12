import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Safety } from "../../server/src/core/edits/fix.ts";
import type { ShellDialect, ShellProblem } from "../../server/src/core/shell/problems.ts";

/** One fenced `dockerfile` block of a specification with what must come of it. */
export interface Example {
  /** 1-based line of the opening fence. */
  readonly line: number;
  /** The section heading it stands under. */
  readonly section: string;
  /** The text that is analyzed, caret lines taken out. */
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly fixes: readonly ExpectedFix[];
  readonly settings: Readonly<Record<string, unknown>> | undefined;
  /** What the project's `.plimsoll.json` holds. */
  readonly config: unknown;
  /** Files of the build context: path → content, or bytes for a file whose content does not matter. */
  readonly context: ReadonlyMap<string, string | number> | undefined;
  /** What the latest commits changed; undefined when nobody looks. */
  readonly history: SpecHistory | undefined;
  /** What ShellCheck says about the scripts; undefined when nobody asks it. */
  readonly shellAnswers: readonly ShellAnswer[] | undefined;
  /** First and last line (0-based, inclusive) of the block's content in the file, for updating. */
  readonly lines: readonly [number, number];
}

/** So many commits, and in how many of the latest of them each file or folder was changed. */
export interface SpecHistory {
  readonly commits: number;
  readonly changes: Readonly<Record<string, number>>;
}

/** Found in every script that has the text `at`, and with `fix` not yet in its place. */
export interface ShellAnswer extends Pick<ShellProblem, "code" | "severity" | "message"> {
  readonly at: string;
  readonly fix?: string;
  /** The shell that the script has to be checked for; any when not given. */
  readonly dialect?: ShellDialect;
}

/** `^^^^ message` below a line: the words above the carets are found, with this message. */
export interface Mark {
  /** 0-based line in `Example.text`. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** `^^^^+`: the finding goes on over the next lines. */
  readonly continues: boolean;
  readonly message: string;
}

export interface ExpectedFix {
  /** What is shown: the Dockerfile, or the ignore file that the fix writes. */
  readonly of: "dockerfile" | "dockerignore";
  readonly safety: Safety;
  /** Beginning of the title, when not the first fix is meant. */
  readonly title: string | undefined;
  readonly text: string;
  readonly line: number;
  readonly lines: readonly [number, number];
}

interface Block {
  readonly info: string;
  readonly content: readonly string[];
  readonly line: number;
  readonly section: string;
}

const caretLine = /^(\s*)(\^+)(\+?)(?:\s(.*))?$/;

/** The files that specify a rule: `<id>.md`, and what the folder `<id>` holds. */
export function specificationFiles(folder: string, id: string): readonly string[] {
  const first = join(folder, `${id}.md`);
  const more = join(folder, id);
  return [
    ...(existsSync(first) ? [first] : []),
    ...(existsSync(more)
      ? readdirSync(more)
          .sort()
          .map((name) => join(more, name))
      : []),
  ];
}

/** Reads a specification. The format is described in CONTRIBUTING.md. */
export function readSpecification(path: string): readonly Example[] {
  const blocks = fencedBlocks(readFileSync(path, "utf8"));
  const examples: Example[] = [];
  let settings: Record<string, unknown> | undefined;
  let config: unknown;
  let context: Map<string, string | number> | undefined;
  let shellAnswers: readonly ShellAnswer[] | undefined;
  let history: SpecHistory | undefined;
  let section = "";
  for (const block of blocks) {
    if (block.section !== section) {
      settings = undefined;
      config = undefined;
      shellAnswers = undefined;
      section = block.section;
    }
    const [language, kind, ...rest] = block.info.split(/\s+/);
    const text = block.content.join("\n");
    if (language === "json" && kind === "settings") settings = JSON.parse(text);
    else if (language === "json" && kind === "config") config = JSON.parse(text);
    else if (language === "json" && kind === "shellcheck") shellAnswers = JSON.parse(text);
    else if (language === "json" && kind === "history") history = JSON.parse(text);
    else if (language === "context") context = addListing(context, block.content);
    else if (kind?.startsWith("file=")) context = new Map(context ?? []).set(kind.slice(5), `${text}\n`);
    else if ((language === "dockerfile" || language === "dockerignore") && kind === "fixed") {
      const example = examples.at(-1);
      if (!example) throw new Error(`${path}:${block.line}: a fixed block stands before any example`);
      examples[examples.length - 1] = {
        ...example,
        fixes: [...example.fixes, expectedFix(block, language, rest.join(" "))],
      };
    } else if (language === "dockerignore")
      context = new Map(context ?? []).set(".dockerignore", `${text}\n`);
    else if (language === "dockerfile") {
      examples.push({ ...readExample(block), settings, config, context, history, shellAnswers });
      context = undefined;
      history = undefined;
    }
  }
  return examples;
}

function addListing(context: Map<string, string | number> | undefined, lines: readonly string[]) {
  const files = new Map(context ?? []);
  for (const line of lines) {
    const [path, bytes] = line.trim().split(/\s+/);
    if (path) files.set(path, Number(bytes ?? 0));
  }
  return files;
}

function expectedFix(block: Block, of: ExpectedFix["of"], rest: string): ExpectedFix {
  const [, safety = "safe", title] = /^(safe|review|draft)?\s*(?:"(.*)")?$/.exec(rest) ?? [];
  return {
    of,
    safety: safety as Safety,
    title,
    text: `${block.content.join("\n")}\n`,
    line: block.line,
    lines: contentLines(block),
  };
}

function readExample(block: Block) {
  const kept: string[] = [];
  const marks: Mark[] = [];
  for (const line of block.content) {
    const caret = caretLine.exec(line);
    if (!caret || kept.length === 0) {
      kept.push(line);
      continue;
    }
    const [, indent = "", carets = "", plus, message = ""] = caret;
    marks.push({
      line: kept.length - 1,
      column: indent.length,
      length: carets.length,
      continues: plus === "+",
      message,
    });
  }
  const text = `${kept.join("\n")}\n`;
  return { line: block.line, section: block.section, text, marks, fixes: [], lines: contentLines(block) };
}

function contentLines(block: Block): [number, number] {
  return [block.line, block.line + block.content.length - 1];
}

function fencedBlocks(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  let section = "";
  let open: { info: string; content: string[]; line: number } | undefined;
  for (const [index, line] of markdown.split("\n").entries()) {
    const fence = /^```(.*)$/.exec(line);
    if (open) {
      if (fence && fence[1] === "") {
        blocks.push({ ...open, section });
        open = undefined;
      } else open.content.push(line);
    } else if (fence) open = { info: (fence[1] ?? "").trim(), content: [], line: index + 1 };
    else if (line.startsWith("#")) section = line.replace(/^#+\s*/, "");
  }
  return blocks;
}
