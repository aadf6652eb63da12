import type { Locator } from "playwright-core";
import type { Window } from "./story.ts";

/** What VS Code is told to speak, and the window of the stories about it. */
export interface Language {
  readonly name: string;
  readonly window: Extract<Window, "usual" | "chinese">;
}

export const languages: readonly Language[] = [
  { name: "in English", window: "usual" },
  { name: "in Chinese", window: "chinese" },
];

/** Waits for it to be there. Chinese shows by its characters. */
export async function saysIn({ window }: Language, shown: Locator): Promise<void> {
  await shown.waitFor();
  const said = (await shown.textContent()) ?? "";
  if (/[\u4e00-\u9fff]/.test(said) !== (window === "chinese"))
    throw new Error(`In the wrong language: ${said}`);
}
