import path from "node:path";
import type { Known } from "../core/known.ts";
import { type Surroundings, surroundingsOf } from "../host/buildContext/contexts.ts";
import { usualLimits } from "../host/buildContext/listing.ts";
import type { Snapshot } from "../host/buildContext/snapshot.ts";
import type { LoadedConfig } from "../host/config/loader.ts";
import { type Commits, historyOf, readCommits, repositoryOf } from "../host/git/history.ts";
import { bundledImages } from "../host/images/bundled.ts";
import type { InlineDockerfile } from "../host/inline/inlineText.ts";
import { t } from "../l10n/t.ts";
import type { Settings } from "./arguments.ts";
import { createConfiguration } from "./configuration.ts";
import { createOnline } from "./online.ts";

/** What one run of the command line knows of the world. */
export interface World {
  /** `file` as it was named on the command line. */
  around(file: string, text: string): Promise<Here>;
  /** The same for a Dockerfile that stands in `file`. */
  inside(file: string, inline: InlineDockerfile): Promise<Here>;
}

/** What is known and wanted around one Dockerfile. */
export interface Here {
  readonly known: Known;
  readonly config: Omit<LoadedConfig, "files">;
  /** Undefined for standard input, and when nobody is to look. */
  readonly surroundings: Surroundings | undefined;
}

/** Absolute paths of a Dockerfile, and of the build context where what holds the Dockerfile states it. */
interface Place {
  readonly dockerfile: string;
  readonly stated: string | undefined;
}

/** `readsHistory`: asks git how often files change. */
export function createWorld(
  { platform, context, config: configChoice, registry }: Settings,
  { readsHistory = false }: { readonly readsHistory?: boolean } = {},
): World {
  const configuration = createConfiguration(configChoice);
  const taken = new Map<string, Promise<Snapshot>>();
  const told = new Set<Snapshot>();
  const commits = new Map<string, Promise<Commits | undefined>>();
  const online = registry.mode === "offline" ? undefined : createOnline(registry);
  const known: Known = {
    images: bundledImages,
    context: undefined,
    platform,
    today: new Date().toISOString().slice(0, 10),
  };

  function tell({ discovery, snapshot }: Surroundings): void {
    if (snapshot.gap === undefined || told.has(snapshot)) return;
    told.add(snapshot);
    const folder = path.relative("", discovery.folder) || ".";
    process.stderr.write(
      `plimsoll: ${t("the build context {0} is not known in full: {1}", folder, snapshot.gap)}\n`,
    );
  }

  /** Git runs while the build context is being read. */
  async function commitsAround(dockerfile: string) {
    const repository = readsHistory ? await repositoryOf(path.dirname(dockerfile)) : undefined;
    if (repository === undefined) return undefined;
    const reading = commits.get(repository) ?? readCommits(repository);
    commits.set(repository, reading);
    return { repository, reading };
  }

  async function historyAround(dockerfile: string, surrounded: Promise<Surroundings>) {
    const found = await commitsAround(dockerfile);
    const { folder } = (await surrounded).discovery;
    const read = await found?.reading;
    return found && read && historyOf(read, found.repository, folder);
  }

  return {
    async around(file, text) {
      const config = await configuration.of(file);
      const isUnplaced = file === "-" && context === "found";
      const dockerfile = path.resolve(file === "-" ? "Dockerfile" : file);
      const place = isUnplaced ? undefined : { dockerfile, stated: undefined };
      return withImages(text, await hereAround(place, text, config));
    },
    async inside(file, { owner, text, context: stated }) {
      const config = await configuration.of(file);
      const place = stated !== undefined && {
        dockerfile: `${path.resolve(file)}#${owner}`,
        stated: path.resolve(path.dirname(file), stated),
      };
      return withImages(text, await hereAround(place || undefined, text, config));
    },
  };

  async function withImages(text: string, here: Here): Promise<Here> {
    if (!online) return here;
    return { ...here, known: { ...here.known, images: await online.imagesOf(text, here.known) } };
  }

  async function hereAround(place: Place | undefined, text: string, config: Here["config"]): Promise<Here> {
    if (context === "none" || !place) return { known, config, surroundings: undefined };
    const { dockerfile, stated } = place;
    const surrounded = surroundingsOf({
      dockerfile,
      text,
      set: context === "found" ? (config.context ?? stated) : path.resolve(context.path),
      limits: usualLimits,
      taken,
    });
    const [surroundings, history] = await Promise.all([surrounded, historyAround(dockerfile, surrounded)]);
    tell(surroundings);
    return { known: { ...known, context: surroundings.snapshot.context, history }, config, surroundings };
  }
}
