import type { hclLanguage } from "codemirror-lang-hcl";
import type { Span } from "../../core/edits/span.ts";

type SyntaxNode = ReturnType<typeof hclLanguage.parser.parse>["topNode"];

/** What stands behind an `=` of HCL. */
export type HclExpression =
  /** In double quotes; the span has them in it. */
  | { readonly kind: "quoted"; readonly span: Span }
  /** The lines between `<<NAME` and `NAME`, line breaks included; `<<-NAME` takes off what all are indented by. */
  | { readonly kind: "heredoc"; readonly body: Span; readonly isFlush: boolean }
  | { readonly kind: "list"; readonly items: readonly HclExpression[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [string, HclExpression])[] }
  | { readonly kind: "constant"; readonly value: number | boolean | null }
  | { readonly kind: "variable"; readonly name: string }
  /** Calls, conditions, templates with directives: nothing of it is worked out. */
  | { readonly kind: "unknown" };

const unknown: HclExpression = { kind: "unknown" };

/** `target "app" { … }` */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: ReadonlyMap<string, HclExpression>;
}

/** Milliseconds. A file that is no HCL at all makes the parser look for a way out at each character. */
const patience = 1500;

/** Deeper lists in lists are in no file that somebody wrote. */
const deepest = 50;

/**
 * Reads the blocks at the top of HCL 2; what is not finished or not understood is `unknown`, and the rest is there. None
 * are found in a text that takes too long. The parser is loaded when the first such file is met. UTF-16 offsets.
 */
export async function parseHcl(text: string): Promise<readonly HclBlock[]> {
  const { hclLanguage } = await import("codemirror-lang-hcl");
  const parse = hclLanguage.parser.startParse(text);
  const deadline = performance.now() + patience;
  let tree = parse.advance();
  while (!tree && performance.now() < deadline) tree = parse.advance();
  const blocks = tree?.topNode.getChild("Body")?.getChildren("Block") ?? [];
  return blocks.map((block) => blockOf(text, block));
}

function hasError(node: SyntaxNode): boolean {
  let isFound = false;
  node.toTree().iterate({
    enter({ type }) {
      isFound ||= type.isError;
      return !isFound;
    },
  });
  return isFound;
}

function blockOf(text: string, block: SyntaxNode): HclBlock {
  const attributes = block.getChild("Body")?.getChildren("Attribute") ?? [];
  return {
    type: textOf(text, block.getChild("BlockType")),
    labels: block.getChildren("BlockLabel").map((label) => unquoted(textOf(text, label))),
    attributes: new Map(
      attributes.map((attribute) => [
        textOf(text, attribute.getChild("Identifier")),
        hasError(attribute) ? unknown : expressionOf(text, attribute.getChild("Expression")),
      ]),
    ),
  };
}

function expressionOf(text: string, expression: SyntaxNode | null, depth = 0): HclExpression {
  if (depth > deepest) return unknown;
  const inner = expression?.firstChild;
  switch (inner?.name) {
    case "LiteralValue":
    case "TemplateExpr":
      return literalOf(text, inner.firstChild);
    case "CollectionValue":
      return collectionOf(text, inner.firstChild, depth + 1);
    case "VariableExpr":
      return inner.nextSibling === null ? { kind: "variable", name: textOf(text, inner) } : unknown;
    default:
      return unknown;
  }
}

function literalOf(text: string, literal: SyntaxNode | null): HclExpression {
  switch (literal?.name) {
    case "StringLit":
    case "QuotedTemplate":
      return { kind: "quoted", span: { start: literal.from, end: literal.to } };
    case "HeredocTemplate":
      return heredocOf(text, literal);
    case "NumericLit":
      return { kind: "constant", value: Number(textOf(text, literal)) };
    case "BoolLit":
      return { kind: "constant", value: textOf(text, literal) === "true" };
    case "NullLit":
      return { kind: "constant", value: null };
    default:
      return unknown;
  }
}

function heredocOf(text: string, heredoc: SyntaxNode): HclExpression {
  if (heredoc.getChild("TemplateDirective")) return unknown;
  const start = text.indexOf("\n", heredoc.from) + 1;
  // The node ends with the name, which has its last line for itself.
  const end = text.lastIndexOf("\n", heredoc.to - 1) + 1;
  return {
    kind: "heredoc",
    body: { start, end },
    isFlush: textOf(text, heredoc.getChild("HeredocStart")) === "<<-",
  };
}

function collectionOf(text: string, collection: SyntaxNode | null, depth: number): HclExpression {
  if (collection?.name === "Tuple")
    return {
      kind: "list",
      items: collection.getChildren("Expression").map((item) => expressionOf(text, item, depth)),
    };
  if (collection?.name !== "Object") return unknown;
  const entries = collection.getChildren("ObjectElem").map((element) => {
    const key = unquoted(textOf(text, element.getChild("ObjectKey")));
    return [key, expressionOf(text, element.getChild("Expression"), depth)] as const;
  });
  return { kind: "object", entries };
}

function textOf(text: string, node: SyntaxNode | null): string {
  return node ? text.slice(node.from, node.to) : "";
}

function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/, "$1");
}
