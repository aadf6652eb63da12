import { findNodeAtLocation, type ParseError, parseTree } from "jsonc-parser";
import { folderStated } from "./folder.ts";
import { type InlineDockerfile, withSingleDollars } from "./inlineText.ts";
import { quotedText } from "./scalars.ts";

/** Every `dockerfile-inline` of a JSON file for bake; undefined when the file is no JSON. */
export function bakeInlines(file: string): readonly InlineDockerfile[] | undefined {
  const errors: ParseError[] = [];
  const tree = parseTree(file.replace(/^\uFEFF/, " "), errors, { allowTrailingComma: true });
  if (!tree || errors.length > 0) return undefined;
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
      { owner: `target.${key?.value}`, context, writing, dollars, ...withSingleDollars(written, dollars) },
    ];
  });
}
