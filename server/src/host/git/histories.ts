import type { ChangeHistory } from "../../core/known.ts";
import { type Commits, historyOf, readCommits, repositoryOf } from "./history.ts";

export interface HistoriesInput {
  /** In a workspace that is not trusted git is not started. */
  readonly isTrusted: boolean;
  /** A repository is not read again before so much time has passed. Milliseconds. */
  readonly pause?: number;
}

const usualPause = 60_000;

/**
 * Histories of build contexts for an editor. Asking costs nothing; git runs in the background when somebody looks, and
 * the listeners hear when something new is known.
 */
export class Histories {
  readonly #pause: number;
  readonly #repositories = new Map<string, Repository>();
  readonly #folders = new Map<string, ChangeHistory | undefined>();
  readonly #listeners: (() => void)[] = [];
  #isTrusted: boolean;

  constructor({ isTrusted, pause = usualPause }: HistoriesInput) {
    this.#isTrusted = isTrusted;
    this.#pause = pause;
  }

  /** @param folder absolute path of a build context */
  known(folder: string): ChangeHistory | undefined {
    return this.#folders.get(folder);
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** A Dockerfile with this build context was opened or saved. Never rejects. */
  async look(folder: string): Promise<void> {
    if (!this.#folders.has(folder)) this.#folders.set(folder, undefined);
    if (!this.#isTrusted) return;
    const top = await repositoryOf(folder);
    if (top === undefined) return;
    const repository = this.#repositories.get(top) ?? newRepository();
    this.#repositories.set(top, repository);
    repository.folders.add(folder);
    if (Date.now() - repository.readAt >= this.#pause) {
      repository.readAt = Date.now();
      repository.reading = readCommits(top);
    }
    const commits = await repository.reading;
    const state = JSON.stringify(commits);
    if (state !== repository.state) for (const each of repository.folders) this.#folders.set(each, undefined);
    repository.state = state;
    if (commits && !this.#folders.get(folder)) this.#learn(repository, commits, top);
  }

  /** The workspace has become trusted. */
  trust(): void {
    if (this.#isTrusted) return;
    this.#isTrusted = true;
    for (const folder of this.#folders.keys()) void this.look(folder);
  }

  #learn({ folders }: Repository, commits: Commits, top: string): void {
    for (const folder of folders) this.#folders.set(folder, historyOf(commits, top, folder));
    for (const listener of this.#listeners) listener();
  }
}

interface Repository {
  readonly folders: Set<string>;
  reading: Promise<Commits | undefined>;
  /** What was read last, to tell whether there is news. */
  state: string | undefined;
  /** Milliseconds since 1970. */
  readAt: number;
}

function newRepository(): Repository {
  return { folders: new Set(), reading: Promise.resolve(undefined), state: undefined, readAt: 0 };
}
