import { findNodeAtLocation, type ParseError, parseTree } from "jsonc-parser";
import { inlineOfTarget } from "./bakeTarget.ts";
import type { InlineDockerfile } from "./inlineText.ts";
import { quotedText } from "./scalars.ts";

/** Every `dockerfile-inline` of a JSON file for bake; undefined when the file is no JSON. */
export function bakeInlines(file: string): readonly InlineDockerfile[] | undefined {
  const errors: ParseError[] = [];
  const tree = parseTree(file.replace(/^\uFEFF/, " "), errors, { allowTrailingComma: true });
  if (!tree || errors.length > 0) return undefined;
  const valueOf = (variable: string): string | undefined => {
    const stated: unknown = findNodeAtLocation(tree, ["variable", variable, "default"])?.value;
    return typeof stated === "string" || typeof stated === "number" ? String(stated) : undefined;
  };
  const targets = findNodeAtLocation(tree, ["target"])?.children ?? [];
  return targets.flatMap(({ children: [key, target] = [] }): readonly InlineDockerfile[] => {
    const node = target && findNodeAtLocation(target, ["dockerfile-inline"]);
    if (!target || node?.type !== "string") return [];
    const written = quotedText(file, node.offset, node.offset + node.length);
    if (!written) return [];
    const inherits = findNodeAtLocation(target, ["inherits"]) !== undefined;
    const context: unknown = findNodeAtLocation(target, ["context"])?.value;
    return [inlineOfTarget(written, { name: String(key?.value), context, inherits, valueOf })];
  });
}
