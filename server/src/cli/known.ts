import path from "node:path";
import type { Known } from "../core/known.ts";
import { type Surroundings, surroundingsOf } from "../host/buildContext/contexts.ts";
import { usualLimits } from "../host/buildContext/listing.ts";
import type { Snapshot } from "../host/buildContext/snapshot.ts";
import type { LoadedConfig } from "../host/config/loader.ts";
import { bundledImages } from "../host/images/bundled.ts";
import type { Settings } from "./arguments.ts";
import { createConfiguration } from "./configuration.ts";

/** What one run of the command line knows of the world. */
export interface World {
  /** `file` as it was named on the command line. */
  around(file: string, text: string): Promise<Here>;
}

/** What is known and wanted around one Dockerfile. */
export interface Here {
  readonly known: Known;
  readonly config: Omit<LoadedConfig, "files">;
  /** Undefined for standard input, and when nobody is to look. */
  readonly surroundings: Surroundings | undefined;
}

export function createWorld({ platform, context, config: configChoice }: Settings): World {
  const configuration = createConfiguration(configChoice);
  const taken = new Map<string, Promise<Snapshot>>();
  const told = new Set<Snapshot>();
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
    process.stderr.write(`plimsoll: the build context ${folder} is not known in full: ${snapshot.gap}\n`);
  }

  return {
    async around(file, text) {
      const config = await configuration.of(file);
      if (context === "none" || (file === "-" && context === "found"))
        return { known, config, surroundings: undefined };
      const surroundings = await surroundingsOf({
        dockerfile: path.resolve(file === "-" ? "Dockerfile" : file),
        text,
        set: context === "found" ? config.context : path.resolve(context.path),
        limits: usualLimits,
        taken,
      });
      tell(surroundings);
      return { known: { ...known, context: surroundings.snapshot.context }, config, surroundings };
    },
  };
}
