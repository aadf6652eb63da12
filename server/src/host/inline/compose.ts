import type { Document, Node, YAMLMap } from "yaml";
import { folderStated } from "./folder.ts";
import type { InlineDockerfile } from "./inlineText.ts";
import { scalarText } from "./scalars.ts";
import { asBuilt } from "./variables.ts";

/** Every `dockerfile_inline` of a compose file, each once; undefined when the file is no YAML. */
export async function composeInlines(file: string): Promise<readonly InlineDockerfile[] | undefined> {
  const { parseAllDocuments, isAlias, isMap, isScalar, isSeq } = await import("yaml");
  const found = new Map<Node, InlineDockerfile>();
  for (const document of parseAllDocuments(file, { prettyErrors: false })) {
    if (!("contents" in document)) return [];
    if (document.errors.length > 0) return undefined;
    readDocument(document);
  }
  return [...found.values()];

  function readDocument(document: Document): void {
    const resolved = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);

    /** Its own entry, else that of what is merged into it. */
    function entry(node: unknown, key: string, seen = new Set<YAMLMap>()): unknown {
      const map = resolved(node);
      if (!isMap(map) || seen.has(map)) return undefined;
      seen.add(map);
      const own = map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
      if (own) return resolved(own.value);
      const merged = map.items.filter((pair) => isScalar(pair.key) && pair.key.value === "<<");
      for (const { value } of merged) {
        const source = resolved(value);
        for (const one of isSeq(source) ? source.items : [source]) {
          const inherited = entry(one, key, seen);
          if (inherited !== undefined) return inherited;
        }
      }
      return undefined;
    }

    const services = entry(document.contents, "services");
    for (const pair of isMap(services) ? services.items : []) {
      const build = entry(pair.value, "build");
      const scalar = entry(build, "dockerfile_inline");
      if (!isScalar(scalar) || found.has(scalar)) continue;
      const written = scalarText(file, scalar);
      const name = isScalar(pair.key) ? String(pair.key.value) : "";
      if (!written) continue;
      const { writing } = written;
      const dollars = "all";
      const stated = entry(build, "context");
      const context = folderStated(isScalar(stated) ? stated.value : stated);
      found.set(scalar, {
        owner: `services.${name}`,
        context,
        writing,
        dollars,
        ...asBuilt(written, dollars, statedDefault),
      });
    }
  }
}

/** `NAME:-value`, unless the environment has another one. */
function statedDefault(expression: string): string | undefined {
  return /^\w+:?-(.*)$/.exec(expression)?.[1];
}
