import type { HttpAnswer } from "./http.ts";

/** Milliseconds. */
const second = 1_000;
const quarterOfAnHour = 900 * second;
const hour = 3_600 * second;
const longestPause = 6 * hour;

const maxAtOnce = 4;
/** Of the pulls that a registry grants, those that are left to the user. */
const reserve = 0.2;

interface Pause {
  readonly until: number;
  readonly reason: string;
}

/** How often registries are asked: a few requests at once, none while one has asked to be left alone. */
export class Pace {
  private readonly pauses = new Map<string, Pause>();
  /** Registries whose pulls are nearly used up, and until when they are left to the user. */
  private readonly reserved = new Map<string, number>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  async run(registry: string, signal: AbortSignal, work: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
    this.refuse(this.pauses.get(registry));
    while (this.running >= maxAtOnce) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running += 1;
    try {
      signal.throwIfAborted();
      const answer = await work();
      this.heed(registry, answer);
      return answer;
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  /** Throws when the next pull should be the user's own. */
  spendPull(registry: string): void {
    const until = this.reserved.get(registry);
    if (until !== undefined)
      this.refuse({ until, reason: "few pulls are left of those that the registry grants" });
  }

  private refuse(pause: Pause | undefined): void {
    if (!pause || Date.now() >= pause.until) return;
    const time = new Date(pause.until).toISOString().slice(11, 16);
    throw new Error(`${pause.reason}; it is not asked before ${time} UTC`);
  }

  private heed(registry: string, { status, headers }: HttpAnswer): void {
    const after = retryAfter(headers["retry-after"]);
    if (status === 429 || (status === 503 && after !== undefined)) {
      const until = Date.now() + Math.min(longestPause, Math.max(second, after ?? quarterOfAnHour));
      const pause = { until, reason: "the registry has had too many requests" };
      this.pauses.set(registry, pause);
      this.refuse(pause);
    }
    const [limit, left] = [headers["ratelimit-limit"], headers["ratelimit-remaining"]].map(firstNumber);
    if (limit === undefined || left === undefined) return;
    if (left < limit * reserve) this.reserved.set(registry, Date.now() + hour);
    else this.reserved.delete(registry);
  }
}

/** Seconds or a date. */
function retryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const milliseconds = /^\d+$/.test(value.trim()) ? Number(value) * second : Date.parse(value) - Date.now();
  return Number.isFinite(milliseconds) ? milliseconds : undefined;
}

/** `100;w=21600` */
function firstNumber(value: string | readonly string[] | undefined): number | undefined {
  const found = /^\d+/.exec(String(value ?? ""))?.[0];
  return found === undefined ? undefined : Number(found);
}
