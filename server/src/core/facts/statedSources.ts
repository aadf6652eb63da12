import type { Dockerfile } from "../document/dockerfile.ts";
import { isRemote } from "./copies.ts";
import { withTriggers } from "./facts.ts";

/** Paths that COPY and ADD take from the build context by name: no variable, no wildcard, not the context itself. */
export function statedSources(dockerfile: Dockerfile): readonly string[] {
  const sources = new Set<string>();
  for (const instruction of withTriggers(dockerfile)) {
    if ((instruction.keyword !== "COPY" && instruction.keyword !== "ADD") || instruction.from) continue;
    for (const { value } of instruction.sources) {
      if (isRemote(value) || /[$*?[\\]|<</.test(value)) continue;
      const path = value.replace(/^(\.?\/)+/, "").replace(/\/+$/, "");
      if (path !== "" && path !== ".") sources.add(path);
    }
  }
  return [...sources];
}
