import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { inRoot } from "../../scripts/support/paths.ts";

// What package.json promises VS Code and what the client does are written in two places. These hold them together.

interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

const { contributes, capabilities } = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));
const commands: readonly { readonly command: string; readonly icon?: string }[] = contributes.commands;
const menus: Readonly<Record<string, readonly MenuItem[]>> = contributes.menus;
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

test("a workspace that is not trusted names no program and no registry", () => {
  const keys = Object.keys(contributes.configuration.properties);
  const programs = keys.filter((key) => key.endsWith(".path"));
  const registries = keys.filter((key) => key.startsWith("plimsoll.registry."));
  expect([programs.length, registries.length]).toEqual([1, 3]);
  expect(capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual([...programs, ...registries]);
});
