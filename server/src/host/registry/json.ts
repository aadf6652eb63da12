import { isRecord } from "../images/storedFacts.ts";

/** An object of JSON. The parser's own message would quote the text. */
export function parseJson(body: Uint8Array, what: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    if (isRecord(value) && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw new Error(`the ${what} is no JSON object`);
}
