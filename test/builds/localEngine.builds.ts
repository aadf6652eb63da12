import { describe, expect, test } from "vitest";
import { analysisOf, defaultSettings } from "../../server/src/core/analyze.ts";
import { estimateImage } from "../../server/src/core/estimate/estimate.ts";
import { parseReference } from "../../server/src/core/images/reference.ts";
import { readAddress } from "../../server/src/host/engine/address.ts";
import { readBuiltImages } from "../../server/src/host/engine/builtImages.ts";
import { engineAt } from "../../server/src/host/engine/engine.ts";
import { localImages } from "../../server/src/host/engine/localImages.ts";
import { build } from "./support/build.ts";
import { copyOf, readCases } from "./support/cases.ts";
import { givenEngine } from "./support/engine.ts";
import { history, inspect } from "./support/image.ts";
import { engineImages, knownAround } from "./support/known.ts";

const engine = givenEngine();

function asExtension() {
  const address = readAddress(JSON.parse(process.env.PLIMSOLL_ENGINE ?? "").socket);
  if (!address) throw new Error("the engine listens nowhere");
  return async () => engineAt(address);
}

describe("the container engine, asked as the extension asks it", () => {
  test("knows the size of its images, and no other image", async () => {
    const reference = parseReference("debian:bookworm-slim");
    const other = parseReference("debian:nobody-has-this");
    const source = localImages(asExtension());
    const { signal } = new AbortController();
    const { size, layers } = await inspect(engine, "debian:bookworm-slim");
    expect(reference && (await source.lookup(reference, "linux/amd64", signal))).toMatchObject({
      uncompressedBytes: size,
      layerCount: layers.length,
      osFamily: "debian",
    });
    expect(reference && (await source.lookup(reference, "linux/s390x", signal))).toBeUndefined();
    expect(other && (await source.lookup(other, "linux/amd64", signal))).toBeUndefined();
  });

  test.each(["apt-several", "node-typescript", "python-wheels"])(
    "measures what the instructions of %s added",
    async (name) => {
      const one = readCases().find((candidate) => candidate.name === name);
      if (!one) throw new Error(name);
      const { context, done } = copyOf(one);
      try {
        const tag = `plimsoll-measured:${name}`;
        await build(engine, { tag, text: one.text, context, secrets: one.stated.secrets });
        const known = {
          ...(await knownAround(context, one.text, await engineImages(engine))),
          builtImages: await readBuiltImages(asExtension()),
        };
        const { facts } = analysisOf(one.text, { known, settings: defaultSettings, rules: [] });
        const { steps = [], total } = estimateImage(facts).final ?? {};
        const measured = steps.flatMap(({ amount, note }, at) => {
          const [, image] = /^measured in (?!the build context)(.+)$/.exec(note) ?? [];
          return image === undefined ? [] : [{ at, image, bytes: amount?.unpacked.likely }];
        });
        expect(measured.length).toBeGreaterThan(0);
        // Earlier runs of the tests may have left younger images of the same file.
        for (const { at, image, bytes } of measured) {
          const real = (await history(engine, image)).slice(-steps.length);
          expect(bytes).toBe(real[at]?.bytes);
        }
        expect(total?.unpacked.likely).toBeCloseTo((await inspect(engine, tag)).size, -5);
      } finally {
        done();
      }
    },
  );
});
