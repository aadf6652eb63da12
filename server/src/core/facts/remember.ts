/**
 * Keeps what was computed for an object of a file (a RUN, a script, a call) until another file is looked at.
 * `compute` must depend on the object alone. A weak map would do too, but costs the garbage collector more than most
 * of what is kept here costs to compute.
 */
export function remember<K extends object, T>(compute: (key: K) => T): (key: K) => T {
  let kept = new Map<K, { readonly value: T }>();
  let keptFor = file;
  return (key) => {
    if (keptFor !== file) {
      kept = new Map();
      keptFor = file;
    }
    let found = kept.get(key);
    if (!found) {
      found = { value: compute(key) };
      kept.set(key, found);
    }
    return found.value;
  };
}

let file = 0;

/** Another file is looked at from now on; what is asked about the one before is computed again. */
export function rememberAnew(): void {
  file += 1;
}
