/** Something in the project that builds a Dockerfile, and says with which context. */
export interface Caller {
  readonly kind: "compose" | "bake" | "devcontainer" | "workflow";
  /** Absolute path of the file that says it. */
  readonly file: string;
  /** What in it: `services.web`, `target.app`, `jobs.build`. */
  readonly place: string;
  /** Absolute path; undefined when the context is not a folder of this machine. */
  readonly context: string | undefined;
  /** Absolute path. */
  readonly dockerfile: string;
  /** The stage that is built, when not the last one. */
  readonly target: string | undefined;
  /** Values of build arguments that are known. */
  readonly args: Readonly<Record<string, string>>;
  /** Names of further contexts, which `COPY --from` may name. */
  readonly namedContexts: readonly string[];
}

/** What a caller's file states about one build, before paths are resolved. */
export interface StatedBuild {
  readonly place: string;
  readonly context: string;
  /** Relative to the context, or to the file's folder where the format wants it so. */
  readonly dockerfile: string;
  readonly target?: unknown;
  readonly args?: unknown;
  readonly namedContexts?: unknown;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function recordAt(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const found = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return isRecord(found) ? found : {};
}

/** A text with its `${VARIABLE:-default}`s replaced by their defaults; undefined when one has none. */
export function withDefaults(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  let isKnown = true;
  const text = value.replace(
    /\$\$|\$\{(\w+)(?::?-([^}]*))?\}|\$(\w+)/g,
    (whole, _name, fallback?: string) => {
      if (whole === "$$") return "$";
      if (fallback === undefined) isKnown = false;
      return fallback ?? "";
    },
  );
  return isKnown ? text : undefined;
}

/** `KEY=value` lines or a mapping, with the values that are known. */
export function argsOf(given: unknown): Readonly<Record<string, string>> {
  const pairs = Array.isArray(given)
    ? given.map((line) => splitPair(String(line)))
    : Object.entries(isRecord(given) ? given : {}).map(([name, value]) => [name, value] as const);
  const args: Record<string, string> = {};
  for (const [name, value] of pairs) {
    const known =
      typeof value === "number" || typeof value === "boolean" ? String(value) : withDefaults(value);
    if (known !== undefined && name !== "") args[name] = known;
  }
  return args;
}

function splitPair(line: string): readonly [string, string | undefined] {
  const equals = line.indexOf("=");
  return equals < 0 ? [line.trim(), undefined] : [line.slice(0, equals).trim(), line.slice(equals + 1)];
}

/** A place on the network, and not a folder. */
export function isRemoteContext(context: string): boolean {
  return /^(https?|git|ssh):\/\/|^git@|^docker-image:|^target:|^oci-layout:/.test(context);
}
