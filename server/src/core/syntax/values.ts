import { closestName } from "../facts/closest.ts";

/** A value that is refused, in words, and what was clearly meant. */
export interface Complaint {
  readonly message: string;
  readonly meant?: string | undefined;
  /** What has to be true for that; a slip of the pen when not given. */
  readonly assumption?: string;
  /** Which part of the value it is about; all of it when not given. */
  readonly part?: { readonly start: number; readonly end: number };
}

export function oneOf(value: string, allowed: readonly string[], claim: string): Complaint | undefined {
  if (allowed.includes(value)) return undefined;
  const lower = value.toLowerCase();
  return {
    message: `${value || "an empty value"} ${claim}: ${inWords(allowed)}`,
    meant: allowed.includes(lower) ? lower : closestName(value, allowed, 1),
  };
}

/** Go's time.ParseDuration, and not under a millisecond; an empty one stands for the default. */
export function durationComplaint(value: string): Complaint | undefined {
  if (value === "" || /^[-+]?0$/.test(value)) return undefined;
  const message = `${value} is no duration: a number with ms, s, m or h`;
  if (/^\d+(\.\d+)?$/.test(value)) return { message, meant: `${value}s`, assumption: "seconds are meant" };
  const match = /^([-+]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.exec(value);
  if (!match) return { message };
  const [, sign, terms = ""] = match;
  let milliseconds = 0;
  for (const [, amount, unit = ""] of terms.matchAll(/([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g))
    milliseconds += Number(amount) * (inMilliseconds.get(unit) ?? 0);
  if (milliseconds === 0) return undefined;
  if (sign === "-") return { message: `${value} is less than nothing` };
  return milliseconds < 1 ? { message: `${value} is less than a millisecond` } : undefined;
}

const inMilliseconds: ReadonlyMap<string, number> = new Map([
  ["ns", 1e-6],
  ["us", 1e-3],
  ["µs", 1e-3],
  ["μs", 1e-3],
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
]);

export function retriesComplaint(value: string): Complaint | undefined {
  if (value === "" || (/^[+]?\d+$/.test(value) && Number(value) < 2 ** 31)) return undefined;
  return { message: `${value} is no number of retries` };
}

/** Octal up to 7777, or what chmod knows, such as `u=rwX,go-w`. */
export function chmodComplaint(value: string): Complaint | undefined {
  if (value === "" || value.includes("$")) return undefined;
  if (/^\d+$/.test(value))
    return /^0*[0-7]{1,4}$/.test(value) ? undefined : { message: `${value} is no octal mode from 0 to 7777` };
  const isSymbolic = value.split(",").every((clause) => /^[ugoa]*([-+=]([rwxXst]*|[ugo]))+$/.test(clause));
  return isSymbolic ? undefined : { message: `${value} is no mode: octal such as 755, or u=rwx,go=rx` };
}

/** Go's strconv.ParseBool. */
export function isBoolean(value: string): boolean {
  return /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value);
}

/** Source: the signals of Linux in github.com/moby/sys/signal. */
const signals: readonly string[] =
  "ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ".split(
    " ",
  );
const realTime = /^(RTMIN(\+([1-9]|1[0-5]))?|RTMAX(-([1-9]|1[0-4]))?)$/;

export function signalComplaint(value: string): Complaint | undefined {
  if (/^[-+]?\d+$/.test(value))
    return Number(value) === 0 ? { message: "0 is the number of no signal" } : undefined;
  const name = value.toUpperCase().replace(/^SIG/, "");
  if (signals.includes(name) || realTime.test(name)) return undefined;
  const known = signals.map((signal) => `SIG${signal}`);
  return { message: `${value} is no signal`, meant: closestName(`SIG${name}`, known) };
}

function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
