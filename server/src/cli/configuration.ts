import path from "node:path";
import { rules } from "../core/rules/index.ts";
import { type ConfigFile, createConfigLoader, type LoadedConfig } from "../host/config/loader.ts";
import { t } from "../l10n/t.ts";
import type { ConfigChoice } from "./arguments.ts";
import { lineIndex } from "./lines.ts";
import { UserError } from "./userError.ts";

/** The configuration of each file, for one run. Mistakes in it are told once, on standard error. */
export interface Configuration {
  /** `file` as it was named on the command line; `-` counts as a Dockerfile in the current folder. */
  of(file: string): Promise<Omit<LoadedConfig, "files">>;
}

export function createConfiguration(choice: ConfigChoice): Configuration {
  const loader = createConfigLoader(rules);
  const told = new Set<ConfigFile>();
  return {
    async of(file) {
      const absolute = path.resolve(file === "-" ? "Dockerfile" : file);
      const loaded = await loaderAnswer(absolute);
      for (const one of loaded.files) {
        if (!told.has(one)) tellProblems(one);
        told.add(one);
      }
      return loaded;
    },
  };

  async function loaderAnswer(file: string): Promise<LoadedConfig> {
    if (choice === "found") return loader.of(file);
    if (choice === "none") return loader.none;
    const loaded = await loader.only(path.resolve(choice.path), file);
    if (!loaded) throw new UserError(t("cannot read the configuration {0}", choice.path));
    return loaded;
  }
}

function tellProblems({ path: file, text, problems }: ConfigFile): void {
  const name = path.relative("", file);
  for (const { span, message } of problems) {
    const { line, column } = lineIndex(text)(span.start);
    process.stderr.write(`plimsoll: ${name}:${line}:${column}: ${message}\n`);
  }
}
