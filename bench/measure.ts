/** One measured figure, with what it should be. */
export interface Row {
  readonly what: string;
  readonly figure: string;
  readonly target?: string;
  readonly isMet?: boolean;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * Milliseconds of processor time of one call: the median over rounds in which all contestants take turns, so that a
 * noisy moment hits all. Processor time, because other work on the machine does not count in it.
 */
export function compare(
  contestants: Readonly<Record<string, () => void>>,
  rounds: number,
): Readonly<Record<string, number>> {
  const times: Record<string, number[]> = {};
  for (const [name, run] of Object.entries(contestants)) {
    run();
    times[name] = [];
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(contestants)) {
      const start = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(start);
      times[name]?.push((user + system) / 1000);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

/** The same work over and over, as often as it takes to read so many lines: small files pay their share of the garbage. */
export function readingInAll(lines: number, each: number, run: () => unknown): () => void {
  const count = Math.max(1, Math.round(lines / each));
  return () => {
    for (let at = 0; at < count; at += 1) run();
  };
}

export function ratio(value: number, base: number): string {
  return `${(value / base).toFixed(2)} ×`;
}

export function atMost(what: string, value: number, limit: number, figure: string, target: string): Row {
  return { what, figure, target, isMet: value <= limit };
}
