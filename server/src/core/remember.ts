/**
 * Keeps what was computed for an object of a file (a RUN, a script, a call) until another file is looked at.
 * `compute` must depend on the object alone. A weak map would do too, but costs the garbage collector more than most
 * of what is kept here costs to compute.
 */
export function remember<K extends object, T>(compute: (key: K) => T): (key: K) => T {
  let kept = new Map<K, T>();
  let keptFor = file;
  return (key) => {
    if (keptFor !== file) {
      kept = new Map();
      keptFor = file;
    }
    const found = kept.get(key);
    if (found !== undefined || kept.has(key)) return found as T;
    const value = compute(key);
    kept.set(key, value);
    return value;
  };
}

let file = 0;

/** Another file is looked at from now on; what is asked about the one before is computed again. */
export function rememberAnew(): void {
  file += 1;
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
