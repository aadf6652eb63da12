import { join } from "node:path";
import type { Locator, Page } from "playwright-core";

/** How a story sees and drives one VS Code window. */
export type Editor = {
  /** Everything that the words below do not cover. */
  readonly page: Page;
  /** The folder on disk that is open; empty where there is no disk. */
  readonly workspace: string;
  /** Opens a file of the workspace through Quick Open. */
  open(file: string): Promise<void>;
  /** Waits for the lens above the first FROM: the file is analysed, and no line moves any more. */
  analysed(): Promise<void>;
  /** Runs a command by its title in the palette. */
  command(title: string): Promise<void>;
  /** Presses a key until the effect shows: a key pressed while VS Code is busy can get lost. */
  pressUntil(key: string, effect: Locator): Promise<void>;
  /** Puts the cursor before the first occurrence of a text that is on screen. */
  cursorAt(text: string): Promise<void>;
  /** Puts the cursor at a place by keyboard; both count from 1. */
  goTo(line: number, column: number): Promise<void>;
  /** Rests the mouse on a text that is on screen; gives the hover that contains the expected words. */
  hover(text: string, expected: string): Promise<Locator>;
  /** Opens the quick fix menu at the cursor and takes the entry with this title. */
  quickFix(title: string): Promise<void>;
  /** Squiggles on screen, of one severity or of all. */
  squiggles(severity?: "error" | "warning" | "info" | "hint"): Locator;
  /** Rows of the Problems panel, which is opened if need be. */
  problems(): Promise<Locator>;
  /** Waits until the text on screen contains this. */
  shows(text: string): Promise<void>;
  /** Writes out/shots/<name>.png. */
  shot(name: string): Promise<void>;
};

const patience = 20_000;

export function driveEditor(page: Page, workspace: string, shots: string): Editor {
  const input = page.locator(".quick-input-widget input.input");
  const focusedRow = page.locator(".quick-input-list .monaco-list-row.focused");

  const pressUntil = async (key: string, effect: Locator): Promise<void> => {
    for (let tries = 5; ; tries -= 1) {
      await page.keyboard.press(key);
      const shown = effect.first().waitFor({ timeout: 4000 });
      if (tries === 0) return shown;
      if (await shown.then(isTrue, isFalse)) return;
    }
  };

  // Enter runs the focused row, so it has to be the right one first.
  const pick = async (key: string, typed: string, row: string): Promise<void> => {
    await pressUntil(key, input);
    await input.fill(typed);
    await focusedRow.filter({ hasText: row }).waitFor({ timeout: patience });
    await page.keyboard.press("Enter");
    await input.waitFor({ state: "hidden", timeout: patience });
  };

  const textOnScreen = (text: string): Locator =>
    page
      .locator(".editor-instance .view-line span span")
      .filter({ hasText: nonBreaking(text) })
      .first();

  return {
    page,
    workspace,
    pressUntil,
    async open(file) {
      const name = file.split("/").at(-1) ?? file;
      await pick("Control+P", file, name);
      await page.locator(".tab.active").filter({ hasText: name }).waitFor({ timeout: patience });
      await page.locator(".editor-instance .view-line").first().waitFor({ timeout: patience });
    },
    analysed: () => page.locator(".codelens-decoration a").first().waitFor(),
    command: (title) => pick("F1", `>${title}`, title),
    async cursorAt(text) {
      await textOnScreen(text).click({ position: { x: 1, y: 5 } });
    },
    async goTo(line, column) {
      await pressUntil("Control+G", input);
      await input.fill(`:${line}:${column}`);
      await page.keyboard.press("Enter");
      await input.waitFor({ state: "hidden", timeout: patience });
      await page
        .locator(".statusbar-item")
        .filter({ hasText: `Ln ${line}, Col ${column}` })
        .waitFor();
    },
    async hover(text, expected) {
      const found = page.locator(".monaco-hover:not(.hidden)").filter({ hasText: expected }).first();
      await textOnScreen(text).hover({ position: { x: 8, y: 8 } });
      await found.waitFor({ timeout: patience });
      return found;
    },
    async quickFix(title) {
      await pressUntil("Control+Period", page.locator(".action-widget").filter({ hasText: title }));
      await page.locator(".action-widget .monaco-list-row").filter({ hasText: title }).first().click();
    },
    squiggles: (severity) => page.locator(severity ? `.squiggly-${severity}` : '.cdr[class*="squiggly-"]'),
    async problems() {
      const panel = page.locator(".markers-panel");
      if (!(await panel.isVisible())) await pressUntil("Control+Shift+M", panel);
      return panel.locator(".monaco-list-row");
    },
    async shows(text) {
      await page
        .locator(".editor-instance .view-lines")
        .filter({ hasText: nonBreaking(text) })
        .first()
        .waitFor({ timeout: patience });
    },
    async shot(name) {
      await page.screenshot({ path: join(shots, `${name}.png`) });
    },
  };
}

/** The editor draws spaces as non-breaking ones. */
function nonBreaking(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "[ \\u00a0]"));
}

const isTrue = (): boolean => true;
const isFalse = (): boolean => false;
