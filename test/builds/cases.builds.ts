import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, type ExpectStatic, test } from "vitest";
import { defaultSettings } from "../../server/src/core/analyze.ts";
import type { Known, KnownImages } from "../../server/src/core/known.ts";
import { type Optimized, optimize } from "../../server/src/core/optimize.ts";
import { type BuildInput, type BuiltStep, build, touch } from "./support/build.ts";
import { allowedBy, type Case, copyOf, readCases } from "./support/cases.ts";
import { configDifferences } from "./support/config.ts";
import { givenEngine } from "./support/engine.ts";
import { compareEstimate } from "./support/estimate.ts";
import { differences } from "./support/fileSystem.ts";
import { mayGrow } from "./support/growth.ts";
import { type Image, inspect, start } from "./support/image.ts";
import { engineImages, knownAround } from "./support/known.ts";
import { mispredicted } from "./support/prediction.ts";
import { type Row, totalsOf, writeProof } from "./support/proof.ts";

/** Every project of cases/, built as it is and as the fixes leave it. */
const engine = givenEngine();
const cases = readCases();
const rows: Row[] = [];
let images: KnownImages;

beforeAll(async () => {
  images = await engineImages(engine);
});

afterAll(() => {
  if (rows.length === cases.filter(({ stated }) => !stated.broken).length) writeProof(rows, images);
});

describe("cases", () => {
  test.concurrent.for(cases)("$name", async (one, { expect }) => {
    const before = copyOf(one);
    const after = copyOf(one);
    try {
      const known = await knownAround(before.context, one.text, images);
      const fixed = fix(one, known);
      for (const { path: name, content } of fixed.files) write(path.join(after.context, name), content);
      expect(applied(fixed), "the rules whose fixes are applied").toEqual([...one.stated.fixes].sort());

      const tags = { before: `plimsoll-before:${one.name}`, after: `plimsoll-after:${one.name}` };
      const builds = {
        before: { tag: tags.before, text: one.text, context: before.context, secrets: one.stated.secrets },
        after: { tag: tags.after, text: fixed.text, context: after.context, secrets: one.stated.secrets },
      };
      if (one.stated.broken === "build") {
        await expect(build(engine, builds.before), "the build as it was").rejects.toThrow("the build fails");
      } else await build(engine, builds.before);
      await build(engine, builds.after);
      await expectAnswers(expect, one, tags);
      if (one.stated.broken !== undefined) return;

      const built = { before: await inspect(engine, tags.before), after: await inspect(engine, tags.after) };
      expectSizes(expect, one, built, applied(fixed));
      if (one.stated.allow === "safe")
        expect(configDifferences(built.before, built.after, applied(fixed)), "the configuration").toEqual([]);
      if (one.stated.allow === "safe" || one.stated.sameFiles)
        expect(await differences(built.before, built.after), `the files\n${fixed.text}`).toEqual([]);

      await expectSafeAlone(expect, one, known, after.context);

      const estimates = await compareEstimate(engine, one.text, known, tags.before);
      const again: { before?: readonly BuiltStep[]; after?: readonly BuiltStep[] } = {};
      if (one.stated.touch !== undefined) {
        again.before = await expectPrediction(expect, one.text, known, one.stated.touch, builds.before);
        // Another change than before, or steps that are the same in both files would come from each other's cache.
        touch(after.context, one.stated.touch);
        again.after = await build(engine, builds.after);
      }
      rows.push({
        case: one,
        sizes: { before: built.before.size, after: built.after.size },
        estimates,
        again,
      });
    } finally {
      before.done();
      after.done();
    }
  });
});

describe("estimates of whole images", () => {
  test("are near the real sizes", ({ skip, expect }) => {
    skip(rows.length < 20, "too few cases were built");
    const { median, ninth, inside, images: count } = totalsOf(rows);
    expect(median).toBeLessThanOrEqual(0.1);
    expect(ninth).toBeLessThanOrEqual(0.25);
    expect(inside / count).toBeGreaterThanOrEqual(0.9);
  });
});

function fix({ text, stated }: Case, known: Known): Optimized {
  const { only, titles } = stated;
  return optimize(text, {
    known,
    settings: defaultSettings,
    allow: allowedBy(stated),
    accepts: ({ finding, fix: { title } }) =>
      (only?.includes(finding.rule.id) ?? true) && (titles?.some((start) => title.startsWith(start)) ?? true),
  });
}

function applied(fixed: Optimized): readonly string[] {
  return [...new Set(fixed.applied.map(({ finding }) => finding.rule.id))].sort();
}

function write(file: string, content: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** The safe ones among reviewed fixes keep their promise alone, too. */
async function expectSafeAlone(
  expect: ExpectStatic,
  one: Case,
  known: Known,
  context: string,
): Promise<void> {
  if (one.stated.allow === "safe") return;
  const safe = fix({ ...one, stated: { ...one.stated, allow: "safe" } }, known);
  if (safe.text === one.text) return;
  const tag = `plimsoll-safe:${one.name}`;
  await build(engine, { tag, text: safe.text, context, secrets: one.stated.secrets });
  const [before, after] = [await inspect(engine, `plimsoll-before:${one.name}`), await inspect(engine, tag)];
  expect(configDifferences(before, after, applied(safe)), "the configuration after safe fixes").toEqual([]);
  expect(await differences(before, after), `the files after safe fixes\n${safe.text}`).toEqual([]);
}

/**
 * Builds once more after a change, and compares what ran again with the cache model. BuildKit promises to reuse a
 * result, not to have it still: the model is refuted by a step that runs again each time, not by one that did once.
 */
async function expectPrediction(
  expect: ExpectStatic,
  text: string,
  known: Known,
  path: string,
  input: BuildInput,
): Promise<readonly BuiltStep[]> {
  const rebuild = async () => {
    touch(input.context, path);
    const steps = await build(engine, input);
    return { steps, wrong: mispredicted(text, known, path, steps) };
  };
  let { steps, wrong } = await rebuild();
  if (wrong.length > 0 && wrong.every((step) => step.endsWith(": ran again, predicted no"))) {
    console.log(`${input.tag} is built once more, because of ${wrong.join("; ")}`);
    ({ steps, wrong } = await rebuild());
  }
  expect(wrong, "what runs again after a change, against the cache model").toEqual([]);
  return steps;
}

async function expectAnswers(
  expect: ExpectStatic,
  { stated: { smoke, prints, broken } }: Case,
  tags: { readonly before: string; readonly after: string },
): Promise<void> {
  const answer = { code: 0, stdout: prints };
  if (broken === "start") expect((await start(engine, tags.before, smoke)).code, "as it was").not.toBe(0);
  if (!broken) expect(await start(engine, tags.before, smoke), "the image as it was").toEqual(answer);
  expect(await start(engine, tags.after, smoke), "the image after the fixes").toEqual(answer);
}

function expectSizes(
  expect: ExpectStatic,
  { stated: { allow, saves = 0 } }: Case,
  { before, after }: { readonly before: Image; readonly after: Image },
  rules: readonly string[],
): void {
  if (allow === "review")
    expect(after.size, "the size after the fixes").toBeLessThanOrEqual(before.size + mayGrow(rules));
  if (saves > 0)
    expect(100 - (after.size / before.size) * 100, "percent saved").toBeGreaterThanOrEqual(saves);
}
