/** How long work on the disk may keep everything else waiting. */
const sliceMilliseconds = 8;

interface SlicesInput {
  readonly milliseconds: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Takes steps until one says that nothing is left to do, and lets other work go on between a few of them.
 * @returns false when the time was up before
 * @throws the signal's reason when it is aborted
 */
export async function inSlices(step: () => boolean, { milliseconds, signal }: SlicesInput): Promise<boolean> {
  const started = performance.now();
  let sliceStarted = started;
  while (step()) {
    const now = performance.now();
    if (now - started > milliseconds) return false;
    if (now - sliceStarted < sliceMilliseconds) continue;
    await new Promise((later) => setImmediate(later));
    signal?.throwIfAborted();
    sliceStarted = performance.now();
  }
  return true;
}
