import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { inRoot } from "../../scripts/support/paths.ts";
import { settings } from "../../server/src/core/settings.ts";

// What package.json promises VS Code and what the client does are written in two places. These hold them together.

interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

interface Contributes {
  readonly commands: readonly { readonly command: string; readonly icon?: string }[];
  readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
  readonly configuration: readonly { readonly title: string; readonly properties: object }[];
  readonly walkthroughs: readonly {
    readonly steps: readonly {
      readonly description: string;
      readonly media: { readonly svg: string; readonly altText: string };
      readonly completionEvents: readonly string[];
    }[];
  }[];
}

const texts: Readonly<Record<string, string>> = JSON.parse(readFileSync(inRoot("package.nls.json"), "utf8"));
/** `%key%` → its text */
const inEnglish = (key: string): string => texts[key.replaceAll("%", "")] ?? key;
const manifest = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
const contributes: Contributes = manifest.contributes;
const { commands, menus } = contributes;
const clientText = readdirSync(inRoot("client/src"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => readFileSync(inRoot("client/src", file), "utf8"))
  .join("\n");

test("every command in the manifest is registered by the client, and the other way round", () => {
  const registered = [...clientText.matchAll(/registerCommand\(\s*"([^"]+)"/g)].map(([, id]) => id);
  // What Node and browsers do differently is registered by both.
  expect([...new Set(registered)].sort()).toEqual(commands.map(({ command }) => command).sort());
});

describe.each(Object.entries(menus))("menu %s", (menu, items) => {
  test.each(items)("$command exists and has its condition", ({ command, when, group }) => {
    const known = commands.find((candidate) => candidate.command === command);
    expect(known).toBeDefined();
    expect(when).toMatch(/dockerfile|plimsoll-preview|virtualWorkspace/i);
    // A button in the title bar without an icon would show its whole title.
    if (menu === "editor/title" && group?.startsWith("navigation")) expect(known?.icon).toMatch(/^\$\(/);
  });
});

test("the buttons of the preview show in the preview only", () => {
  const buttons = Object.values(menus)
    .flat()
    .filter(({ command }) => command.startsWith("plimsoll.preview."));
  for (const { when } of buttons) expect(when).toBe("resourceScheme == plimsoll-preview");
});

test.each(["untrustedWorkspaces", "virtualWorkspaces"])("%s is said to be limited, and how", (kind) => {
  // That it is so is tried in test/lsp/trustProcess.test.ts.
  const { supported, description } = manifest.capabilities[kind];
  expect(supported).toBe("limited");
  const words = kind === "untrustedWorkspaces" ? ["registry", "container engine", "git"] : ["context", "git"];
  for (const word of [...words, "ShellCheck"]) expect(inEnglish(description)).toContain(word);
});

test("a workspace that is not trusted names no program and no registry", () => {
  const keys = contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
  const programs = keys.filter((key) => key.endsWith(".path"));
  const registries = keys.filter((key) => key.startsWith("plimsoll.registry."));
  expect([programs.length, registries.length]).toEqual([1, 3]);
  expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual([
    ...programs,
    ...registries,
  ]);
});

test("what a walkthrough shows as plain text has no Markdown of code", () => {
  const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
  for (const { description } of steps) expect(inEnglish(description)).not.toContain("`");
});

test("every setting is in one section, and no section is empty", () => {
  const keys = contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
  expect(keys.toSorted()).toEqual(settings.map(({ key }) => `plimsoll.${key}`).sort());
  for (const { title, properties } of contributes.configuration) {
    expect(Object.keys(properties).length, title).toBeGreaterThan(0);
    expect(title).toMatch(/^%.*%$/);
    expect(inEnglish(title)).not.toMatch(/setting|extension|configuration/i);
  }
});

describe("the walkthrough", () => {
  const [walkthrough] = contributes.walkthroughs;

  test("has at most five steps, each with a picture that follows the theme and a way to be done", () => {
    expect(contributes.walkthroughs).toHaveLength(1);
    expect(walkthrough?.steps.length).toBeLessThanOrEqual(5);
    for (const { media, completionEvents, description } of walkthrough?.steps ?? []) {
      const picture = readFileSync(inRoot(media.svg), "utf8");
      expect(picture).toContain("var(--vscode-");
      expect(picture).toContain(`<title>${inEnglish(media.altText)}</title>`);
      expect(completionEvents.length).toBeGreaterThan(0);
      expect(inEnglish(description)).toMatch(/\]\((command:|https:)/);
    }
  });

  test("runs only commands that are there", () => {
    const text = JSON.stringify(walkthrough);
    const ours = [...text.matchAll(/(?:command:|onCommand:)(plimsoll\.[\w.]+)/g)].map(([, id]) => id);
    expect(ours.length).toBeGreaterThan(0);
    for (const id of ours) expect(commands.map(({ command }) => command)).toContain(id);
  });
});
