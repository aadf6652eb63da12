/** "a", "a and b", "a, b and 3 more": as many as fit into `room` characters, the first one in any case. */
export function namesInWords(names: readonly string[], room = 36): string {
  const [first = "", ...rest] = names;
  const shown = [shortened(first)];
  let length = first.length;
  for (const name of rest) {
    length += name.length + 2;
    if (length > room) break;
    shown.push(name);
  }
  const left = names.length - shown.length;
  const last = left > 0 ? `${left} more` : shown.length > 1 ? shown.pop() : undefined;
  return last === undefined ? shown.join(", ") : `${shown.join(", ")} and ${last}`;
}

/** Short enough for two of them in one message; the end of a path says most. */
export function shortened(path: string): string {
  return path.length <= longestPath ? path : `…${path.slice(1 - longestPath)}`;
}

const longestPath = 32;

/** ".dockerignore", "app.dockerignore"; a long name is not spelt out. */
export function ignoreFileInWords(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.length <= longestName ? name : "the ignore file";
}

const longestName = 24;
