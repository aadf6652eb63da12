import { readFile, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { configForFile, type FileConfig, type Layer } from "../../core/config/forFile.ts";
import { readHadolintConfig } from "../../core/config/hadolintConfig.ts";
import type {
  ConfigProblem,
  ConfigValues,
  ProjectConfig,
  ReadConfig,
} from "../../core/config/projectConfig.ts";
import { readConfig } from "../../core/config/readConfig.ts";
import type { Span } from "../../core/edits/span.ts";
import type { Rule } from "../../core/rule.ts";
import { hadolintNames, ownNames } from "./names.ts";
import { type ParsedFile, parseJson, parseYaml } from "./parseFile.ts";

/** A mistake in a configuration file. */
export interface FileProblem {
  readonly span: Span;
  readonly message: string;
}

/** One configuration file as it is on disk. */
export interface ConfigFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly config: ProjectConfig;
  readonly problems: readonly FileProblem[];
}

/** What holds for one Dockerfile, and the files that say it, the weakest first. */
export interface LoadedConfig extends FileConfig {
  readonly files: readonly ConfigFile[];
}

/** Finds and reads configuration files; what was read is kept until `forget`. */
export interface ConfigLoader {
  /** `path` of a Dockerfile, absolute. Never rejects: what cannot be read counts as absent. */
  of(path: string): Promise<LoadedConfig>;
  /** This one file, and no other. Undefined when it cannot be read. */
  only(configPath: string, path: string): Promise<LoadedConfig | undefined>;
  /** What holds where no configuration is read. */
  readonly none: LoadedConfig;
  forget(): void;
}

/** Larger files are no configuration. */
const maxBytes = 1_000_000;

export function createConfigLoader(rules: readonly Rule[]): ConfigLoader {
  let read = new Map<string, Promise<ConfigFile | undefined>>();

  function fileAt(path: string): Promise<ConfigFile | undefined> {
    const known = read.get(path) ?? readConfigFile(path, rules);
    read.set(path, known);
    return known;
  }

  async function nearest(folder: string, names: readonly string[]): Promise<ConfigFile | undefined> {
    for (const name of names) {
      const file = await fileAt(join(folder, name));
      if (file) return file;
    }
    const above = dirname(folder);
    return above === folder ? undefined : nearest(above, names);
  }

  function loaded(files: readonly ConfigFile[], path: string): LoadedConfig {
    const layers = files.map((file): Layer => ({ config: file.config, path: pathFrom(file, path) }));
    return { files, ...configForFile(layers) };
  }

  return {
    async of(path) {
      const folder = dirname(path);
      const found = [await nearest(folder, hadolintNames), await nearest(folder, ownNames)];
      return loaded(
        found.filter((file) => file !== undefined),
        path,
      );
    },
    async only(configPath, path) {
      const file = await fileAt(configPath);
      return file && loaded([file], path);
    },
    none: { files: [], ...configForFile([]) },
    forget() {
      read = new Map();
    },
  };
}

function pathFrom({ path }: ConfigFile, file: string): string {
  return relative(dirname(path), file).split(sep).join("/");
}

async function readConfigFile(path: string, rules: readonly Rule[]): Promise<ConfigFile | undefined> {
  const text = await textOf(path);
  if (text === undefined) return undefined;
  if (/\.ya?ml$/.test(path)) {
    const parsed = await parseYaml(text);
    return { path, text, ...understood(parsed, [], (value) => readHadolintConfig(value, rules)) };
  }
  const parsed = parseJson(text);
  const read = (value: unknown): ReadConfig => readConfig(value, rules);
  const inPlace = (file: ReturnType<typeof understood>): ConfigFile => ({
    path,
    text,
    problems: file.problems,
    config: withAbsoluteContext(file.config, dirname(path)),
  });
  if (!path.endsWith("package.json")) return inPlace(understood(parsed, [], read));
  // A package.json that is broken or does not name us is none of our business.
  const manifest = parsed.value;
  const isOurs = typeof manifest === "object" && manifest !== null && Object.hasOwn(manifest, "plimsoll");
  return isOurs ? inPlace(understood(parsed, ["plimsoll"], read)) : undefined;
}

function withAbsoluteContext(config: ProjectConfig, folder: string): ProjectConfig {
  const { overrides } = config;
  const absolute = <T extends ConfigValues>(values: T): T =>
    values.context === undefined ? values : { ...values, context: resolve(folder, values.context) };
  return { ...absolute(config), ...(overrides && { overrides: overrides.map(absolute) }) };
}

/** `at` leads to the configuration in the file. */
function understood(
  parsed: ParsedFile,
  at: ConfigProblem["path"],
  read: (value: unknown) => ReadConfig,
): Pick<ConfigFile, "config" | "problems"> {
  if (parsed.mistake) return { config: {}, problems: [parsed.mistake] };
  const { config, problems } = read(valueAt(parsed.value, at));
  const placed = problems.map(({ path, message }) => ({ span: parsed.spanOf([...at, ...path]), message }));
  return { config, problems: placed };
}

function valueAt(value: unknown, path: ConfigProblem["path"]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, key)
        ? (at as Readonly<Record<string | number, unknown>>)[key]
        : undefined,
    value,
  );
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    const stats = await stat(path);
    return stats.isFile() && stats.size <= maxBytes ? await readFile(path, "utf8") : undefined;
  } catch {
    return undefined;
  }
}
