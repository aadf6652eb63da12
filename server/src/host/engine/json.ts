/** What an answer holds at a path of keys; undefined where it holds something else. */
export function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = at(value, keys);
  return typeof found === "string" && found !== "" ? found : undefined;
}

export function numberAt(value: unknown, ...keys: readonly string[]): number | undefined {
  const found = at(value, keys);
  return typeof found === "number" && Number.isFinite(found) && found >= 0 ? found : undefined;
}

export function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = at(value, keys);
  return Array.isArray(found) ? found : [];
}

function at(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
