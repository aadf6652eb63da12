import { type HclBlock, type HclExpression, parseHcl } from "./parseHcl.ts";

/** What bake would have to be asked for; the readers of callers take no such text for a path. */
const notKnown = "${notKnown}";

/** Variables made of variables can stand for gigabytes. */
const longest = 4096;

type Variables = ReadonlyMap<string, string>;

/** A bake file in HCL as the value that the same file in JSON would have, with the defaults of its variables. */
export async function bakeValue(text: string): Promise<unknown> {
  const blocks = await parseHcl(text);
  const variables = variablesOf(text, blocks);
  const target: Record<string, Record<string, unknown>> = {};
  for (const { type, labels, attributes } of blocks) {
    const [name] = labels;
    if (type !== "target" || name === undefined) continue;
    const values = [...attributes].map(([key, value]) => [key, plainValue(text, value, variables)]);
    // A later block of the same name adds to the earlier one.
    target[name] = { ...target[name], ...Object.fromEntries(values) };
  }
  return { target };
}

export function variablesOf(text: string, blocks: readonly HclBlock[]): Variables {
  const variables = new Map<string, string>();
  for (const { type, labels, attributes } of blocks) {
    const [name] = labels;
    const value = attributes.get("default");
    if (type !== "variable" || name === undefined || value === undefined) continue;
    const plain = plainValue(text, value, variables);
    if (typeof plain !== "string" && typeof plain !== "number") continue;
    if (String(plain).length <= longest) variables.set(name, String(plain));
  }
  return variables;
}

/** JSON-able; where something is not known it has `${…}` in it. */
export function plainValue(text: string, value: HclExpression, variables: Variables): unknown {
  switch (value.kind) {
    case "quoted":
      return filled(unescaped(text.slice(value.span.start + 1, value.span.end - 1)), variables);
    case "heredoc":
      return filled(text.slice(value.body.start, value.body.end), variables);
    case "list":
      return value.items.map((item) => plainValue(text, item, variables));
    case "object":
      return Object.fromEntries(
        value.entries.map(([key, item]) => [key, plainValue(text, item, variables)] as const),
      );
    case "constant":
      return value.value;
    case "variable":
      return variables.get(value.name) ?? notKnown;
    case "unknown":
      return notKnown;
  }
}

/** `$${` stays as it is: the readers know it. */
function filled(template: string, variables: Variables): string {
  return template.replace(/\$\$\{|\$\{([^}]*)\}/g, (whole, name?: string) =>
    name === undefined ? whole : (variables.get(name.trim()) ?? notKnown),
  );
}

function unescaped(text: string): string {
  const known: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };
  return text.replace(/\\([nrt"\\])/g, (_, letter: string) => known[letter] ?? letter);
}
