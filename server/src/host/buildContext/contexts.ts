import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, relative } from "node:path";
import { parseDockerfile } from "../../core/document/parse.ts";
import { statedSources } from "../../core/facts/statedSources.ts";
import type { BuildContext } from "../../core/known.ts";
import { type Discovery, discoverContext, repositoryAround } from "./discover.ts";
import type { ListingLimits } from "./listing.ts";
import { type Snapshot, takeSnapshot } from "./snapshot.ts";

/** What is known about the surroundings of one Dockerfile. */
export interface Surroundings {
  readonly discovery: Discovery;
  readonly snapshot: Snapshot;
}

export interface SurroundingsInput {
  /** Absolute path. */
  readonly dockerfile: string;
  readonly text: string;
  /** Absolute path of the workspace folder; the repository when not given. */
  readonly top?: string | undefined;
  /** Absolute path that the user has set. */
  readonly set?: string | undefined;
  readonly limits: ListingLimits;
  readonly signal?: AbortSignal | undefined;
  /** Snapshots of this run, which other Dockerfiles may share. */
  readonly taken?: Taken | undefined;
}

export type Taken = Map<string, Promise<Snapshot>>;

/** Finds the build context of a Dockerfile and reads it. Rejects only when it is aborted. */
export async function surroundingsOf(input: SurroundingsInput): Promise<Surroundings> {
  const { dockerfile, text, set, limits, signal, taken } = input;
  const top = input.top ?? (await repositoryAround(dockerfile));
  const sources = statedSources(parseDockerfile(text));
  const discovery = await discoverContext({ dockerfile, top, set, sources });
  signal?.throwIfAborted();
  const snapshot = await takeSnapshot({ folder: discovery.folder, dockerfile, limits, signal, taken });
  return { discovery, snapshot };
}

interface Log {
  info(line: string): void;
  error(line: string): void;
}

/** A Dockerfile that is open, as an editor describes it. */
export type OpenFile = Omit<SurroundingsInput, "signal" | "taken">;

/** A Dockerfile that need not be open. */
export type SurveyedFile = Omit<OpenFile, "text"> & {
  /** As it is on disk when not given. */
  readonly text: string | undefined;
  readonly taken: Taken;
};

export interface Survey {
  readonly text: string;
  readonly surroundings: Surroundings;
}

/**
 * Build contexts of the open Dockerfiles. Asking costs nothing; the disk is read when a file is opened or saved, or
 * when something in its context has changed, and the listener hears when more is known.
 */
export class Contexts {
  readonly #log: Log;
  readonly #pause: number;
  readonly #entries = new Map<string, Entry>();
  #listener: () => void = () => undefined;

  constructor(log: Log, pauseMilliseconds = 300) {
    this.#log = log;
    this.#pause = pauseMilliseconds;
  }

  known(dockerfile: string): Surroundings | undefined {
    return this.#entries.get(dockerfile)?.surroundings;
  }

  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  /** The file was opened or saved, or its settings have changed. */
  look(file: OpenFile): void {
    const entry = this.#entries.get(file.dockerfile) ?? newEntry(file);
    entry.file = file;
    this.#entries.set(file.dockerfile, entry);
    this.#schedule(entry, 0);
  }

  /** Reads a Dockerfile and its build context now, and keeps neither. Undefined when the file cannot be read. */
  async survey(file: SurveyedFile): Promise<Survey | undefined> {
    const text = file.text ?? (await readFile(file.dockerfile, "utf8").catch(() => undefined));
    return text === undefined ? undefined : { text, surroundings: await surroundingsOf({ ...file, text }) };
  }

  /** Files on disk have come, gone or changed. Paths are absolute. */
  touched(paths: readonly string[]): void {
    for (const entry of this.#entries.values())
      if (paths.some((path) => concerns(entry, path))) this.#schedule(entry, this.#pause);
  }

  forget(dockerfile: string): void {
    const entry = this.#entries.get(dockerfile);
    this.#entries.delete(dockerfile);
    clearTimeout(entry?.timer);
    entry?.running?.abort();
  }

  #schedule(entry: Entry, pause: number): void {
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => void this.#read(entry), pause);
  }

  async #read(entry: Entry): Promise<void> {
    entry.running?.abort();
    const running = new AbortController();
    entry.running = running;
    try {
      const surroundings = await surroundingsOf({ ...entry.file, signal: running.signal });
      if (running.signal.aborted) return;
      entry.surroundings = surroundings;
      this.#tell(entry, surroundings);
      this.#listener();
    } catch (error) {
      if (!running.signal.aborted) this.#log.error(`The build context could not be read: ${String(error)}`);
    }
  }

  /** Once for each thing that there is to tell. */
  #tell(entry: Entry, { discovery, snapshot }: Surroundings): void {
    const { gap } = snapshot;
    const lines = [
      ...discovery.problems,
      ...(gap === undefined ? [] : [`The build context ${discovery.folder} is not known in full: ${gap}`]),
    ];
    for (const line of lines.filter((one) => !entry.told.has(one))) {
      entry.told.add(line);
      this.#log.info(line);
    }
  }
}

interface Entry {
  file: OpenFile;
  surroundings: Surroundings | undefined;
  running: AbortController | undefined;
  timer: NodeJS.Timeout | undefined;
  readonly told: Set<string>;
}

function newEntry(file: OpenFile): Entry {
  return { file, surroundings: undefined, running: undefined, timer: undefined, told: new Set() };
}

/** Something in the context, or something that may say which context it is. */
function concerns({ file, surroundings }: Entry, path: string): boolean {
  if (path === file.dockerfile) return false;
  if (isBelow(path, file.top ?? dirname(file.dockerfile)) && maySayContext(path)) return true;
  if (!surroundings) return false;
  const { folder } = surroundings.discovery;
  return isBelow(path, folder) && !isInIgnoredFolder(surroundings.snapshot.context, relative(folder, path));
}

/** Nobody sees what happens there, such as an install into node_modules. */
function isInIgnoredFolder(context: BuildContext, path: string): boolean {
  const parts = path.split(/[\\/]/);
  return parts.some((_, index) => index > 0 && context.isIgnored(parts.slice(0, index).join("/")));
}

function maySayContext(path: string): boolean {
  return /compose[^/\\]*\.ya?ml$|docker-bake[^/\\]*\.json$|devcontainer\.json$|workflows[/\\][^/\\]+\.ya?ml$|ignore$/.test(
    path,
  );
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
}
