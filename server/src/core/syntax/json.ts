/**
 * The strings of an array. An array with anything else in it is refused; undefined for what is no array to BuildKit,
 * and so plain words.
 */
export function jsonOf(text: string): readonly string[] | "other values" | undefined {
  if (!text.startsWith("[")) return undefined;
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(values)) return undefined;
  const strings: string[] = [];
  for (const value of values) {
    if (typeof value !== "string") return "other values";
    strings.push(value);
  }
  return strings;
}
