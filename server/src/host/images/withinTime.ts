/** Rejects when the time is up or the signal is aborted, whether or not the work heeds the signal that it gets. */
export async function withinTime<T>(
  milliseconds: number,
  outer: AbortSignal,
  work: (limited: AbortSignal) => Promise<T>,
): Promise<T> {
  outer.throwIfAborted();
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
  const limited = AbortSignal.any([outer, limit.signal]);
  const ended = new Promise<never>((_, reject) => {
    limited.addEventListener("abort", () => reject(limited.reason), { once: true });
  });
  return Promise.race([work(limited), ended]).finally(() => clearTimeout(timer));
}
