/**
 * Keeps what was computed for an object of a file (a RUN, a script, a call) until another file is looked at.
 * `compute` must depend on the object alone. A weak map would do too, but costs the garbage collector more than most
 * of what is kept here costs to compute.
 */
export function remember<K extends object, T>(compute: (key: K) => T): (key: K) => T {
  const own = functions;
  functions += 1;
  return (key) => {
    kept[own] ??= new Map();
    const values = kept[own] as Map<K, T>;
    const found = values.get(key);
    if (found !== undefined || values.has(key)) return found as T;
    const value = compute(key);
    values.set(key, value);
    return value;
  };
}

let functions = 0;
/** By the number of the function. In one place, so that nothing of a file is kept in memory for who is not asked again. */
let kept: Map<object, unknown>[] = [];

/** Another file is looked at from now on; what is asked about the one before is computed again. */
export function rememberAnew(): void {
  kept = [];
}

/** The same for what follows from a text alone, such as the tag of an image: it comes up in file after file. */
export function rememberText<T>(compute: (text: string) => T): (text: string) => T {
  const kept = new Map<string, { readonly value: T }>();
  return (text) => {
    let found = kept.get(text);
    if (!found) {
      if (kept.size >= manyTexts) kept.clear();
      found = { value: compute(text) };
      kept.set(text, found);
    }
    return found.value;
  };
}

/** As many as the tags of a dozen images, in about a megabyte. */
const manyTexts = 5000;
