import type { ImageReference } from "./types.ts";

const grammar =
  /^((?:[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*)(?::([\w][\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$/;

/** Reads an image reference as Docker does; undefined when it is malformed or still has variables. */
export function parseReference(text: string): ImageReference | undefined {
  const slash = text.indexOf("/");
  const first = slash < 0 ? "" : text.slice(0, slash);
  const hasHost = /[.:]|^localhost$|[A-Z]/.test(first);
  const registry = hasHost && first !== "index.docker.io" ? first : "docker.io";
  const match = grammar.exec(hasHost ? text.slice(slash + 1) : text);
  if (!match?.[1]) return undefined;
  const repository = registry === "docker.io" && !match[1].includes("/") ? `library/${match[1]}` : match[1];
  return { registry, repository, tag: match[2], digest: match[3], familiar: text };
}
