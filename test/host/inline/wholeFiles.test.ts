import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { inRoot } from "../../../scripts/support/paths.ts";
import { defaultSettings } from "../../../server/src/core/analyze.ts";
import { applyEdits, sortEdits } from "../../../server/src/core/edits/apply.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";
import { inlineDockerfiles } from "../../../server/src/host/inline/find.ts";
import { optimizeAround } from "../../../server/src/host/inline/optimizeAround.ts";
import { writtenBack } from "../../../server/src/host/inline/writtenBack.ts";

// The whole files of test/optimize, each inside another file: it becomes there what it becomes on its own.

const texts = readdirSync(inRoot("test/optimize"))
  .map((name) => inRoot("test/optimize", name, "Dockerfile"))
  .filter((file) => existsSync(file))
  .map((file) => readFileSync(file, "utf8"));

const lines = (text: string, indent: string): string => text.replace(/^(?=.)/gm, indent);
const forBake = (text: string): string => text.replaceAll("${", "$$${");
const forCompose = (text: string): string => text.replaceAll("$", "$$$$");

const holders: readonly (readonly [string, string, (text: string) => string])[] = [
  [
    "a literal block",
    "compose.yaml",
    (text) =>
      `services:\n  a:\n    build:\n      dockerfile_inline: |\n${lines(forCompose(text), "        ")}    ports: []\n`,
  ],
  [
    "a literal block with the line ends of Windows",
    "compose.yaml",
    (text) =>
      `services:\n  a:\n    build:\n      dockerfile_inline: |+\n${lines(forCompose(text), "          ")}`.replace(
        /\r?\n/g,
        "\r\n",
      ),
  ],
  [
    "a literal block with variables",
    "compose.yaml",
    (text) =>
      `services:\n  a:\n    build:\n      dockerfile_inline: |\n${lines(forCompose(text), "        ")
        .replace(/FROM (\S+)/, "FROM ${BASE:-$1}")
        .replace(/(COPY|ADD) (.*) (\S+)$/m, "$1 $2 ${DIR:-$3}")}    ports: []\n`,
  ],
  [
    "double quotes",
    "compose.yaml",
    (text) =>
      `services:\n  a:\n    build:\n      dockerfile_inline: ${JSON.stringify(forCompose(text))}\n    ports: []\n`,
  ],
  [
    "JSON",
    "docker-bake.json",
    (text) => JSON.stringify({ target: { a: { "dockerfile-inline": forBake(text) } } }),
  ],
  [
    "a here-document of HCL",
    "docker-bake.hcl",
    (text) => `target "a" {\n  dockerfile-inline = <<-END\n${lines(forBake(text), "    ")}  END\n}\n`,
  ],
];

describe.each(holders)("in %s", (_, name, holding) => {
  test.each(["safe", "review"] as const)("all files with their %s fixes", async (level) => {
    let changed = 0;
    for (const text of texts) {
      const file = holding(text);
      const [inline] = (await inlineDockerfiles(name, file)) ?? [];
      if (!inline) throw new Error(`not found: ${file}`);
      const input = {
        known: nothingKnown,
        settings: defaultSettings,
        allow: level === "safe" ? (["safe"] as const) : (["safe", "review"] as const),
      };
      const optimized = optimizeAround(inline.text, inline.variables, input);
      const { edits, leftOut } = writtenBack(inline, optimized, file);
      expect(edits, text).toBeDefined();
      // Only what concerns a variable of the file is left out.
      if (inline.variables.length === 0) expect(leftOut).toEqual([]);
      const after = applyEdits(file, sortEdits(edits ?? []));
      const [again] = (await inlineDockerfiles(name, after)) ?? [];
      expect(again?.text).toBe(optimized.text);
      expect(after.match(/\$\{(?:BASE|DIR):-[^}]*\}/g)).toEqual(file.match(/\$\{(?:BASE|DIR):-[^}]*\}/g));
      if (after !== file) changed += 1;
    }
    expect(changed).toBeGreaterThan(8);
  });
});
