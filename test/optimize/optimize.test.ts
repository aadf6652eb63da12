import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { defaultSettings } from "../../server/src/core/analyze.ts";
import type { Safety } from "../../server/src/core/edits/fix.ts";
import { optimize } from "../../server/src/core/optimize.ts";
import { specKnown } from "../support/known.ts";

/**
 * Whole files before and after. A case is a folder with a `Dockerfile`, perhaps a `context/`, and what comes of it:
 * `safe.Dockerfile` with safe fixes alone, `review.Dockerfile` with the reviewed ones too, `findings.txt` with what is
 * said at first and what is left. `UPDATE_GOLDENS=1` writes them; the difference is to be reviewed.
 */
const cases = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const levels: readonly (readonly [string, readonly Safety[]])[] = [
  ["safe.Dockerfile", ["safe"]],
  ["review.Dockerfile", ["safe", "review"]],
];

describe.each(cases.map((entry) => entry.name))("%s", (name) => {
  const folder = path.join(import.meta.dirname, name);
  const text = readFileSync(path.join(folder, "Dockerfile"), "utf8");
  const known = specKnown(contextFiles(path.join(folder, "context")));
  const run = (allow: readonly Safety[]) => optimize(text, { known, settings: defaultSettings, allow });

  test.each(levels)("%s", (file, allow) => {
    const optimized = run(allow);
    for (const { failures } of [optimized.before, optimized.after]) expect(failures).toEqual([]);
    expectGolden(path.join(folder, file), optimized.text);
  });

  test("findings.txt", () => {
    const { before, after } = run(["safe", "review"]);
    const listed = [before, after].map(({ findings }) =>
      findings.map((finding) => `${finding.severity} ${finding.rule.id}: ${finding.message}`).join("\n"),
    );
    expectGolden(path.join(folder, "findings.txt"), `${listed.join("\n\nleft after all fixes:\n")}\n`);
  });
});

test("a good file has nothing to hear", () => {
  const text = readFileSync(path.join(import.meta.dirname, "already-good/Dockerfile"), "utf8");
  const { before } = optimize(text, { known: specKnown(undefined), settings: defaultSettings, allow: ["safe", "review"] });
  expect(before.findings.map(({ rule, severity }) => `${severity} ${rule.id}`)).toEqual([]);
});

function expectGolden(file: string, content: string): void {
  if (process.env.UPDATE_GOLDENS === "1") writeFileSync(file, content);
  expect(content).toBe(readFileSync(file, "utf8"));
}

function contextFiles(folder: string): ReadonlyMap<string, string> | undefined {
  if (!existsSync(folder)) return undefined;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const full = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, full).replaceAll("\\", "/"), readFileSync(full, "utf8")];
    }),
  );
}
