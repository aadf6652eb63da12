import { isDeepStrictEqual } from "node:util";
import type { ImageFacts } from "../../core/images/types.ts";
import type { KnownImages } from "../../core/known.ts";
import type { RegistrySettings } from "../../core/settings.ts";
import type { RegistryQuestion } from "../registry/registry.ts";
import { mayAsk } from "./registryPolicy.ts";
import type { ImageSource } from "./source.ts";

/** Asks a registry, in this process or wherever the network is reached best. */
export type AskRegistry = (
  question: RegistryQuestion,
  signal: AbortSignal,
) => Promise<ImageFacts | undefined>;

/** All registries as one source, which asks only whom the settings allow. Until there are any, that is nobody. */
export interface RegistrySource extends ImageSource {
  /** True when these are other settings than before. */
  use(settings: RegistrySettings): boolean;
}

export interface RegistrySourceInput {
  readonly ask: AskRegistry;
  /** Fills in what a registry does not say. */
  readonly table: KnownImages;
}

export function registrySource({ ask, table }: RegistrySourceInput): RegistrySource {
  let settings: RegistrySettings | undefined;
  return {
    name: "registry",
    use(wanted) {
      if (isDeepStrictEqual(settings, wanted)) return false;
      settings = wanted;
      return true;
    },
    async lookup(reference, platform, signal, previous) {
      // What it said once is better than nothing, and says itself how old it is.
      if (!settings || !mayAsk(reference, settings))
        return previous?.source === "registry" ? previous : undefined;
      const facts = await ask({ reference, platform, previous, settings }, signal);
      return facts && completed(facts, table.facts(reference, platform));
    },
  };
}

/** A registry knows neither the unpacked size nor, often, the operating system. */
function completed(facts: ImageFacts, known: ImageFacts | undefined): ImageFacts {
  if (!known || (facts.osFamily !== undefined && facts.osFamily !== known.osFamily)) return facts;
  const isSameImage = known.standsInFor === undefined && known.compressedBytes === facts.compressedBytes;
  return {
    ...facts,
    uncompressedBytes: isSameImage ? known.uncompressedBytes : facts.uncompressedBytes,
    os: facts.os ?? known.os,
    osFamily: facts.osFamily ?? known.osFamily,
    libc: facts.libc ?? known.libc,
    packageManager: facts.packageManager ?? known.packageManager,
    shell: facts.shell ?? known.shell,
    runtime: facts.runtime ?? known.runtime,
  };
}
