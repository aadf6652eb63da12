import { findNodeAtLocation, type ParseError, parseTree } from "jsonc-parser";
import { folderStated } from "./folder.ts";
import type { InlineDockerfile } from "./inlineText.ts";
import { quotedText } from "./scalars.ts";
import { asBuilt } from "./variables.ts";

/** Every `dockerfile-inline` of a JSON file for bake; undefined when the file is no JSON. */
export function bakeInlines(file: string): readonly InlineDockerfile[] | undefined {
  const errors: ParseError[] = [];
  const tree = parseTree(file.replace(/^\uFEFF/, " "), errors, { allowTrailingComma: true });
  if (!tree || errors.length > 0) return undefined;
  const valueOf = (expression: string): string | undefined => {
    const stated: unknown = findNodeAtLocation(tree, ["variable", expression.trim(), "default"])?.value;
    return typeof stated === "string" || typeof stated === "number" ? String(stated) : undefined;
  };
  const targets = findNodeAtLocation(tree, ["target"])?.children ?? [];
  return targets.flatMap(({ children: [key, target] = [] }): readonly InlineDockerfile[] => {
    const node = target && findNodeAtLocation(target, ["dockerfile-inline"]);
    if (node?.type !== "string") return [];
    const written = quotedText(file, node.offset, node.offset + node.length);
    if (!written) return [];
    const { writing } = written;
    const dollars = "before braces";
    const stated = target && findNodeAtLocation(target, ["context"]);
    const inherits = target && findNodeAtLocation(target, ["inherits"]);
    const context = inherits && !stated ? undefined : folderStated(stated?.value);
    return [
      { owner: `target.${key?.value}`, context, writing, dollars, ...asBuilt(written, dollars, valueOf) },
    ];
  });
}
