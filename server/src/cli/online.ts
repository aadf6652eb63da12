import { homedir } from "node:os";
import path from "node:path";
import { analysisOf, defaultSettings } from "../core/analyze.ts";
import { estimateImage } from "../core/estimate/estimate.ts";
import type { ImageFacts, ImageReference, Platform } from "../core/images/types.ts";
import type { Known, KnownImages } from "../core/known.ts";
import { rules } from "../core/rules/index.ts";
import type { RegistrySettings } from "../core/settings.ts";
import { askHere } from "../host/images/askHere.ts";
import { bundledImages } from "../host/images/bundled.ts";
import { imageChain } from "../host/images/knowledge.ts";
import { registrySource } from "../host/images/registries.ts";
import { imageKey } from "../host/images/source.ts";
import { saidNote } from "../l10n/said.ts";

/** Images as their registries describe them, for one run. */
export interface Online {
  /** Everything that the analysis of this text wants to know, asked in advance. */
  imagesOf(text: string, known: Known): Promise<KnownImages>;
  facts(reference: ImageReference, platform: Platform): Promise<ImageFacts | undefined>;
}

/** What is known about one image decides which other ones are looked at: a smaller one, its distribution. */
const maxRounds = 4;

export function createOnline(settings: RegistrySettings): Online {
  const source = registrySource({ ask: askHere().ask, table: bundledImages });
  source.use(settings);
  const { chain } = imageChain({
    cacheFolder: cacheFolder(),
    live: [source],
    log: { error: (line) => process.stderr.write(`plimsoll: ${saidNote(line)}\n`) },
  });
  const answers = new Map<string, ImageFacts | undefined>();

  async function facts(reference: ImageReference, platform: Platform): Promise<ImageFacts | undefined> {
    return chain.lookup(reference, platform, new AbortController().signal);
  }

  return {
    facts,
    async imagesOf(text, known) {
      const wanted = new Map<string, () => Promise<void>>();
      const images: KnownImages = {
        tags: (reference) => bundledImages.tags(reference),
        facts(reference, platform) {
          const key = imageKey(reference, platform);
          if (answers.has(key)) return answers.get(key);
          wanted.set(key, async () => void answers.set(key, await facts(reference, platform)));
          return bundledImages.facts(reference, platform);
        },
      };
      for (let round = 0; round < maxRounds; round += 1) {
        wanted.clear();
        const analysis = analysisOf(text, { known: { ...known, images }, settings: defaultSettings, rules });
        estimateImage(analysis.facts);
        if (wanted.size === 0) break;
        await Promise.all([...wanted.values()].map((ask) => ask()));
      }
      return images;
    },
  };
}

/** Where this system keeps what can be got again. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === "win32") return path.join(LOCALAPPDATA || homedir(), "plimsoll", "Cache");
  return path.join(XDG_CACHE_HOME || path.join(homedir(), ".cache"), "plimsoll");
}
