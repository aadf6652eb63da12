/** Keeps what was computed for an object as long as the object lives. `compute` must depend on the object alone. */
export function remember<K extends object, T>(compute: (key: K) => T): (key: K) => T {
  const kept = new WeakMap<K, { readonly value: T }>();
  return (key) => {
    let found = kept.get(key);
    if (!found) {
      found = { value: compute(key) };
      kept.set(key, found);
    }
    return found.value;
  };
}
