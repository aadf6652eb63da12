import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { baseNames } from "../../scripts/engine/bases.ts";
import { analysisOf, defaultSettings } from "../../server/src/core/analyze.ts";
import type { Safety } from "../../server/src/core/edits/fix.ts";
import { parseReference } from "../../server/src/core/images/reference.ts";
import type { Known } from "../../server/src/core/known.ts";
import { optimize } from "../../server/src/core/optimize.ts";
import { specKnown } from "../support/known.ts";
import { readCases } from "./support/cases.ts";
import {
  isShared,
  nameOf,
  ourWarnings,
  referenceWarnings,
  sharedNames,
  type Warning,
} from "./support/checks.ts";
import { explained } from "./support/differences.ts";
import { givenEngine } from "./support/engine.ts";

/** BuildKit's own linter and ours say the same, and no fix makes BuildKit complain. */
const engine = givenEngine();
const empty = mkdtempSync(path.join(tmpdir(), "plimsoll-checks-"));
afterAll(() => rmSync(empty, { recursive: true }));

interface Checked {
  readonly name: string;
  readonly text: string;
  readonly context: string;
  readonly known: Known;
}

const goldens = path.join(import.meta.dirname, "../optimize");
const smells = path.join(import.meta.dirname, "smells");
const files: readonly Checked[] = [
  ...readCases().map(checkedCase),
  ...foldersOf(goldens).map(checkedGolden),
  ...readdirSync(smells)
    .filter((name) => name.endsWith(".Dockerfile"))
    .map(checkedSmells),
];
/** Checks that both sides have reported for the same instruction, and the differences that were come upon. */
const names = new Set<string>();
const met = new Set<(typeof explained)[number]>();

beforeAll(async () => {
  const stub = "plimsoll-stub:latest";
  await engine.docker(["build", "-q", "-t", stub, "-"], { input: 'FROM scratch\nCMD ["none"]\n' });
  const missing = new Set(files.flatMap(basesOf).filter((name) => !baseNames.includes(name)));
  // The check asks for nothing of an image but its configuration.
  for (const name of missing) await engine.docker(["tag", stub, name]);
});

const levels: readonly (readonly Safety[])[] = [["safe"], ["safe", "review"]];

describe("checks", () => {
  test.concurrent.for(files)("$name", async ({ name, text, context, known }, { expect }) => {
    const reference = await referenceWarnings(engine, text, context);
    const ours = ourWarnings(text, known);
    for (const warning of reference) if (ours.includes(warning)) names.add(nameOf(warning));
    expect(ours.filter(isUnexplained(name, reference)), "said by us alone").toEqual([]);
    expect(reference.filter(isShared).filter(isUnexplained(name, ours)), "said by BuildKit alone").toEqual(
      [],
    );

    for (const allow of levels) {
      const fixed = optimize(text, { known, settings: defaultSettings, allow });
      const after = await referenceWarnings(engine, fixed.text, context);
      expect(added(reference, after), `what is new after the fixes\n${fixed.text}`).toEqual([]);
    }
  });

  test("every check that both know has been found by both somewhere", ({ expect }) => {
    expect([...names].sort()).toEqual([...sharedNames].sort());
  });

  test("every difference that is explained is still there", ({ expect }) => {
    expect(explained.filter((difference) => !met.has(difference))).toEqual([]);
  });
});

function isUnexplained(name: string, others: readonly Warning[]): (warning: Warning) => boolean {
  return (warning) => {
    if (others.includes(warning)) return false;
    const difference = explained.find(({ file, starts }) => file === name && warning.startsWith(starts));
    if (difference) met.add(difference);
    return !difference;
  };
}

/** Names of which there are more than before. */
function added(before: readonly Warning[], after: readonly Warning[]): readonly Warning[] {
  const count = (warnings: readonly Warning[], name: string): number =>
    warnings.filter((warning) => nameOf(warning) === name).length;
  return after.filter((warning) => count(after, nameOf(warning)) > count(before, nameOf(warning)));
}

function checkedCase({ name, text, folder }: ReturnType<typeof readCases>[number]): Checked {
  return { name, text, context: folder, known: specKnown(filesOf(folder)) };
}

function checkedGolden(name: string): Checked {
  const folder = path.join(goldens, name);
  const context = path.join(folder, "context");
  const text = readFileSync(path.join(folder, "Dockerfile"), "utf8");
  if (!existsSync(context)) return { name, text, context: empty, known: specKnown(undefined) };
  return { name, text, context, known: specKnown(filesOf(context)) };
}

function checkedSmells(name: string): Checked {
  const text = readFileSync(path.join(smells, name), "utf8");
  return { name, text, context: smells, known: specKnown(filesOf(smells)) };
}

function foldersOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
}

/** Manifests by content, as the linters of both sides read the ignore file and nothing else of it. */
function filesOf(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries.map((entry) => {
      const full = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, full), readFileSync(full, "utf8")];
    }),
  );
}

/** The images that the file stands on or copies from before and after the fixes, with their tags. */
function basesOf({ text, known }: Checked): readonly string[] {
  const { text: fixed } = optimize(text, { known, settings: defaultSettings, allow: ["safe", "review"] });
  const references = [text, fixed].flatMap((one) => {
    const { facts } = analysisOf(one, { known, settings: defaultSettings, rules: [] });
    const copied = facts.stages.flatMap((stage) =>
      stage.stage.instructions.flatMap((instruction) => {
        const from = instruction.keyword === "COPY" ? instruction.from?.value : undefined;
        return from === undefined || facts.graph.resolve(from, stage) ? [] : [parseReference(from)];
      }),
    );
    return [...facts.stages.map(({ reference }) => reference), ...copied];
  });
  return references.flatMap((reference) => {
    if (!reference) return [];
    return [reference.tag === undefined ? `${reference.familiar}:latest` : reference.familiar];
  });
}
