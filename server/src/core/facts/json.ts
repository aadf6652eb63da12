export type JsonObject = Readonly<Record<string, unknown>>;

const none: JsonObject = {};

/** The object that a text of JSON holds; empty for anything else. */
export function jsonObject(text: string | undefined): JsonObject {
  if (text === undefined) return none;
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? json : none;
  } catch {
    return none;
  }
}

/** The object below these keys; empty where there is none. */
export function objectAt(json: JsonObject, ...keys: readonly string[]): JsonObject {
  let found = json;
  for (const key of keys) {
    const next = Object.hasOwn(found, key) ? found[key] : undefined;
    if (!isObject(next)) return none;
    found = next;
  }
  return found;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
