import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, test } from "vitest";
import { analyze, defaultSettings } from "../../server/src/core/analyze.ts";
import { nothingKnown } from "../../server/src/core/known.ts";
import invalidOnbuild from "../../server/src/core/rules/correctness/invalid-onbuild.ts";
import invalidPort from "../../server/src/core/rules/correctness/invalid-port.ts";
import invalidSyntax from "../../server/src/core/rules/correctness/invalid-syntax.ts";
import { givenEngine } from "./support/engine.ts";
import { accepted, refused } from "./support/syntaxTexts.ts";

/** BuildKit and we refuse and accept the same. */
const engine = givenEngine();
const folder = mkdtempSync(path.join(tmpdir(), "plimsoll-syntax-"));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(path.join(folder, "f"), "");

const rules = [invalidSyntax, invalidOnbuild, invalidPort];

describe("refused by both", () => {
  test.concurrent.for(refused)("%j", async (text, { expect }) => {
    expect(ours(text)).not.toEqual([]);
    expect(await theirs(text)).not.toBe("");
  });
});

describe("accepted by both", () => {
  test.concurrent.for(accepted)("%j", async (text, { expect }) => {
    expect(ours(text)).toEqual([]);
    expect(await theirs(text)).toBe("");
  });
});

/** What is said about the texts that the build stops at. */
function ours(text: string): readonly string[] {
  return analyze(text, { known: nothingKnown, settings: defaultSettings, rules })
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => message);
}

/** The error with which the build stops; empty when it does not. */
async function theirs(text: string): Promise<string> {
  const place = mkdtempSync(path.join(tmpdir(), "plimsoll-syntax-"));
  try {
    const file = path.join(place, "Dockerfile");
    writeFileSync(file, text);
    const { stdout, stderr } = await engine.tryDocker([
      "build",
      "--call=check,format=json",
      "-f",
      file,
      folder,
    ]);
    if (!stdout.startsWith("{")) throw new Error(`the check fails: ${stderr}\n${text}`);
    const { buildError }: { readonly buildError?: { readonly message: string } } = JSON.parse(stdout);
    return buildError?.message ?? "";
  } finally {
    rmSync(place, { recursive: true });
  }
}
