import type { Part } from "./dockerfile.ts";
import { type FlatText, sourceSpan } from "./flatText.ts";

/**
 * The strings of a JSON array, or undefined when BuildKit would take the text for a shell form: anything but an
 * array of strings in double quotes.
 */
export function readJsonForm(body: FlatText): readonly Part[] | undefined {
  const values = parseStrings(body.text);
  if (!values) return undefined;
  const parts: Part[] = [];
  const string = /"(?:[^"\\]|\\.)*"/g;
  for (const match of body.text.matchAll(string)) {
    const value = values[parts.length];
    if (value === undefined) return undefined;
    parts.push({ text: match[0], value, span: sourceSpan(body, match.index, match.index + match[0].length) });
  }
  return parts.length === values.length ? parts : undefined;
}

/** Whether a text is a JSON array of strings. */
export function isJsonForm(text: string): boolean {
  return parseStrings(text) !== undefined;
}

function parseStrings(text: string): readonly string[] | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith("[") || !trimmed.endsWith("]")) return undefined;
  let values: unknown;
  try {
    values = JSON.parse(trimmed);
  } catch {
    return undefined;
  }
  if (!Array.isArray(values) || !values.every((value) => typeof value === "string")) return undefined;
  return values;
}
