import { type ClientOptions, startClient } from "./client.ts";
import type { OpenDocument } from "./document.ts";

/** Labels in the order in which an editor lists them. */
export async function labels(doc: OpenDocument, place: string): Promise<readonly string[]> {
  const { items } = await doc.completions(place);
  return items
    .toSorted((a, b) => ((a.sortText ?? "") < (b.sortText ?? "") ? -1 : 1))
    .map(({ label }) => label);
}

export async function labelsIn(
  text: string,
  place: string,
  options: ClientOptions = {},
): Promise<readonly string[]> {
  return labels(await (await startClient(options)).open(text), place);
}

/** The text after the entry was taken. */
export async function completedIn(
  text: string,
  place: string,
  label: string,
  options: ClientOptions = {},
): Promise<string> {
  return (await (await startClient(options)).open(text)).completed(place, label);
}

/** What an editor shows behind the entry. */
export async function detailIn(
  text: string,
  place: string,
  label: string,
  options: ClientOptions = {},
): Promise<string | undefined> {
  const { items } = await (await (await startClient(options)).open(text)).completions(place);
  return items.find((item) => item.label === label)?.detail;
}
