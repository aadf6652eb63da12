import type { Registry } from "../registry/registry.ts";
import type { AskRegistry } from "./registries.ts";
import type { AskTags } from "./tagLists.ts";

/** A registry client in this process, which is loaded when the first image is asked for. */
export function registryHere(): () => Promise<Registry> {
  let registry: Promise<Registry> | undefined;
  return () => {
    registry ??= import("../registry/registry.ts").then(({ createRegistry }) =>
      createRegistry({ hasOwnProxies: false }),
    );
    return registry;
  };
}

/** Asks from this process, with the proxies that its environment names. */
export function askHere(): { readonly ask: AskRegistry; readonly askTags: AskTags } {
  const here = registryHere();
  return {
    ask: async (question, signal) => (await here()).lookup(question, signal),
    askTags: async ({ reference, settings }, signal) => (await here()).tags(reference, settings, signal),
  };
}
