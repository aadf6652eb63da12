import type { KnownShellProblems } from "../../core/known.ts";
import type { ShellText } from "../../core/shell/problems.ts";
import { AnswerCache, answerKey } from "./cache.ts";
import { findProgram } from "./program.ts";
import { runShellCheck } from "./run.ts";

/** ShellCheck for an editor: answers that are there at once, and processes in the background for the others. */
export interface ShellCheckWatch {
  /** @param program the setting that names it, "" for the one on PATH */
  known(program: string): KnownShellProblems;
  /** The scripts that a document has now; those that it had before are not wanted any more. */
  want(uri: string, program: string, scripts: readonly ShellText[]): void;
  forget(uri: string): void;
  onChange(listener: () => void): void;
  /** From now on programs may be started. */
  trust(): void;
}

export interface ShellCheckInput {
  /** In a workspace that is not trusted no program is started, whoever names it. */
  readonly isTrusted: boolean;
  readonly log: { info(line: string): void; error(line: string): void };
  /** How long no document may have changed before its scripts are handed over. Milliseconds. */
  readonly pause?: number;
  readonly timeLimit?: number;
}

interface Wanted {
  readonly key: string;
  readonly program: string;
  readonly script: ShellText;
}

const usualPause = 400;
/** Milliseconds in which several answers become one change: each change analyses every open document again. */
const announcementPause = 100;
const maxAtOnce = 2;
/** A program that fails so often in a row is not asked any more. */
const maxFailures = 3;
/** UTF-16 units. Longer scripts would take ShellCheck longer than they may. */
const longestScript = 50_000;

export function watchShellCheck({ isTrusted, log, pause, timeLimit }: ShellCheckInput): ShellCheckWatch {
  const cache = new AnswerCache();
  const wanted = new Map<string, readonly Wanted[]>();
  const underWay = new Map<string, AbortController>();
  const failures = new Map<string, number>();
  const missing = new Set<string>();
  const listeners: (() => void)[] = [];
  let mayRun = isTrusted;
  let timer: NodeJS.Timeout | undefined;
  let isAnnounced = false;

  function start(): void {
    clearTimeout(timer);
    timer = undefined;
    if (!mayRun) return;
    timer = setTimeout(() => {
      timer = undefined;
      runNext();
    }, pause ?? usualPause);
  }

  function runNext(): void {
    for (const one of [...wanted.values()].flat()) {
      if (underWay.size >= maxAtOnce) return;
      if (underWay.has(one.key) || cache.get(one.key) || hasFailed(one.program)) continue;
      const program = findProgram(one.program);
      if (program === undefined) sayMissing(one.program);
      else void run(program, one);
    }
  }

  async function run(path: string, { key, program, script }: Wanted): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    underWay.set(key, controller);
    try {
      cache.set(key, await runShellCheck({ program: path, script, signal, ...(timeLimit && { timeLimit }) }));
      failures.delete(program);
      announce();
    } catch (error) {
      if (!signal.aborted) fail(key, program, error);
    }
    if (underWay.get(key) === controller) underWay.delete(key);
    if (!timer) runNext();
  }

  function fail(key: string, program: string, error: unknown): void {
    cache.set(key, "failed");
    const count = (failures.get(program) ?? 0) + 1;
    failures.set(program, count);
    const reason = error instanceof Error ? error.message : String(error);
    if (count === 1) log.error(`ShellCheck failed: ${reason}`);
    if (count === maxFailures)
      log.error(`ShellCheck failed ${count} times in a row and is not asked any more.`);
  }

  function hasFailed(program: string): boolean {
    return (failures.get(program) ?? 0) >= maxFailures;
  }

  function sayMissing(program: string): void {
    if (missing.has(program)) return;
    missing.add(program);
    if (program === "") log.info("There is no shellcheck on PATH, so shell scripts are not checked.");
    else log.error(`The setting plimsoll.shellcheck.path names no program by its full path: ${program}`);
  }

  /** Counts from the first answer, so that a slow trickle does not hold back those that are there. */
  function announce(): void {
    if (isAnnounced) return;
    isAnnounced = true;
    setTimeout(() => {
      isAnnounced = false;
      for (const listener of listeners) listener();
    }, announcementPause);
  }

  function cancelUnwanted(): void {
    const keys = new Set([...wanted.values()].flat().map(({ key }) => key));
    for (const [key, controller] of underWay) {
      if (keys.has(key)) continue;
      underWay.delete(key);
      controller.abort();
    }
  }

  return {
    known: (program) => ({
      of(script) {
        const answer = cache.get(answerKey(program, script));
        return answer === "failed" ? undefined : answer;
      },
    }),
    want(uri, program, scripts) {
      const unknown = scripts
        .filter(({ text }) => text.length <= longestScript)
        .map((script) => ({ key: answerKey(program, script), program, script }))
        .filter(({ key }) => !cache.get(key));
      wanted.set(uri, unknown);
      cancelUnwanted();
      if (unknown.length > 0) start();
    },
    forget(uri) {
      wanted.delete(uri);
      cancelUnwanted();
    },
    onChange: (listener) => listeners.push(listener),
    trust() {
      mayRun = true;
      start();
    },
  };
}
