import { bakeInlines } from "./bake.ts";
import { bakeHclInlines } from "./bakeHcl.ts";
import { composeInlines } from "./compose.ts";
import type { InlineDockerfile } from "./inlineText.ts";
import { inlineKey, isBake, isHcl } from "./names.ts";

/**
 * The Dockerfiles that a compose file or a file for bake holds, in their order. Undefined when the file is broken; one in
 * HCL has those that are complete.
 */
export async function inlineDockerfiles(
  file: string,
  text: string,
): Promise<readonly InlineDockerfile[] | undefined> {
  if (!text.includes(inlineKey(file))) return [];
  const found = await (isHcl(file) ? bakeHclInlines : isBake(file) ? bakeInlines : composeInlines)(text);
  return found && named(found.filter((inline) => inline.text.trim() !== ""));
}

/** Two documents of one YAML file may have a service of the same name. A half of a character has no place in addresses. */
function named(inlines: readonly InlineDockerfile[]): readonly InlineDockerfile[] {
  const counts = new Map<string, number>();
  return inlines.map((inline) => {
    const owner = inline.owner.replace(/\p{Surrogate}/gu, "\uFFFD");
    const count = (counts.get(owner) ?? 0) + 1;
    counts.set(owner, count);
    return { ...inline, owner: count === 1 ? owner : `${owner} (${count})` };
  });
}
