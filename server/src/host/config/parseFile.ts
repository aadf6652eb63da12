import { findNodeAtLocation, getNodeValue, type ParseError, parseTree } from "jsonc-parser";
import type { ConfigProblem } from "../../core/config/projectConfig.ts";
import type { Span } from "../../core/edits/span.ts";
import { t } from "../../l10n/t.ts";

/** A configuration file's value, with a way back from a path in it to the text. */
export interface ParsedFile {
  readonly value: unknown;
  /** Where the entry stands: UTF-16 offsets; for the top, or for what is not there, the first line. */
  spanOf(path: ConfigProblem["path"]): Span;
  /** The text is not JSON or YAML at all; `value` is undefined then. */
  readonly mistake: { readonly span: Span; readonly message: string } | undefined;
}

/** JSON as people write it in settings files: comments and a comma behind the last entry are fine. */
export function parseJson(text: string): ParsedFile {
  const errors: ParseError[] = [];
  // A byte order mark is no part of the value; a blank keeps the offsets as they are.
  const tree = parseTree(text.replace(/^\uFEFF/, " "), errors, { allowTrailingComma: true });
  const [first] = errors;
  const mistake = first && {
    span: { start: first.offset, end: first.offset + Math.max(first.length, 1) },
    message: t("this is not valid {0} here; the defaults are used", "JSON"),
  };
  return {
    value: tree && !mistake ? getNodeValue(tree) : undefined,
    spanOf(path) {
      const node = tree && path.length > 0 ? findNodeAtLocation(tree, [...path]) : undefined;
      if (!node) return firstLine(text);
      // A wrong key is shown together with its value.
      const shown = node.parent?.type === "property" ? node.parent : node;
      return { start: shown.offset, end: shown.offset + shown.length };
    },
    mistake,
  };
}

/** YAML 1.2. The parser is loaded when the first such file is met. */
export async function parseYaml(text: string): Promise<ParsedFile> {
  const { parseDocument, isNode } = await import("yaml");
  const document = parseDocument(text, { prettyErrors: false, merge: true });
  const [first] = document.errors;
  const mistake = first && {
    span: { start: first.pos[0], end: Math.max(first.pos[1], first.pos[0] + 1) },
    message: t("this is not valid {0} here; the defaults are used", "YAML"),
  };
  return {
    // A few aliases of aliases can stand for gigabytes.
    value: mistake ? undefined : valueOf(() => document.toJS({ maxAliasCount: 100 })),
    spanOf(path) {
      const node = document.getIn([...path], true);
      const range = isNode(node) ? node.range : undefined;
      return path.length > 0 && range ? { start: range[0], end: range[1] } : firstLine(text);
    },
    mistake,
  };
}

function valueOf(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function firstLine(text: string): Span {
  const end = text.search(/[\r\n]/);
  return { start: 0, end: end < 0 ? text.length : end };
}
