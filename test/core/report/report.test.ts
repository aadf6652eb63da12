import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultSettings } from "../../../server/src/core/analyze.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";
import type { ImageSizes, Report } from "../../../server/src/core/report/model.ts";
import { imageReport } from "../../../server/src/core/report/report.ts";
import { linesOf } from "../../../server/src/lsp/positions.ts";
import { contexts } from "../../support/contexts.ts";
import { dockerfiles } from "../../support/dockerfiles.ts";
import { specKnown } from "../../support/known.ts";

type Files = Readonly<Record<string, string | number>>;

function reportOf(
  text: string,
  files?: Files,
  known = specKnown(files && new Map(Object.entries(files))),
): Report {
  return imageReport(text, { file: "Dockerfile", known, settings: defaultSettings, linesOf });
}

const node = `FROM node:20
RUN apt-get update && apt-get install -y curl
WORKDIR /app
COPY . .
RUN npm ci
CMD ["node", "server.js"]
`;
const nodeFiles: Files = {
  "package.json": '{"name":"a"}',
  "package-lock.json": "{}",
  "server.js": 900,
  "lib/a.js": 800,
  "node_modules/a/index.js": 9_000_000,
  ".git/objects/pack": 4_000_000,
};

const likely = ({ segments }: ImageSizes): number =>
  segments.reduce((sum, { weight }) => sum + (weight?.unpacked.likely ?? 0), 0);

describe("the figures", () => {
  test("of the parts add up to the total, before and after the fixes", () => {
    const { before, safe, after } = reportOf("FROM debian:12\nRUN apt-get update\nCOPY app /app\n", {
      app: 5_000_000,
    });
    for (const sizes of [before, safe, after]) {
      expect(likely(sizes)).toBe(sizes.knownBytes);
      expect(sizes.total?.unpacked.likely).toBe(sizes.knownBytes);
    }
    expect(before.segments.map(({ kind, currentLine }) => [kind, currentLine])).toEqual([
      ["base", 1],
      ["run", 2],
      ["copy", 3],
    ]);
    expect(before.segments[2]?.weight?.unpacked).toEqual({ low: 5e6, likely: 5e6, high: 5e6 });
  });

  test("hold what the stages below the last one add", () => {
    const { before } = reportOf("FROM debian:12 AS a\nCOPY x /x\nFROM a\nCOPY y /y\n", {
      x: 3_000_000,
      y: 1_000_000,
    });
    expect(before.segments.map(({ label, stage }) => [label, stage])).toEqual([
      ["debian:12", "a"],
      ["COPY x /x", "a"],
      ["COPY y /y", "stage 1"],
    ]);
    expect(before.knownBytes).toBe(117_000_000 + 4_000_000);
  });

  test("are open at the upper end where a part is not known", () => {
    const { before } = reportOf(`${node}RUN curl -o /tool https://example.com/tool\n`, nodeFiles);
    expect(before.unknownParts).toBe(1);
    expect(before.total?.unpacked.high).toBeNull();
    expect(before.segments.find(({ label }) => label.startsWith("RUN curl"))).toMatchObject({ weight: null });
  });

  test("of the fixes are the whole difference, the base first", () => {
    const { savings, before, after } = reportOf(node, nodeFiles);
    expect(savings.start).toBe(before.knownBytes);
    expect(savings.end).toBe(after.knownBytes);
    expect(savings.fixes.reduce((sum, { change }) => sum + change, savings.start)).toBe(savings.end);
    expect(savings.fixes[0]).toMatchObject({
      rule: "fat-base-image",
      titles: ["Use node:20-slim"],
      safety: "review",
      currentLine: 1,
      change: expect.closeTo(200_000_000 - 1_090_000_000, -8),
    });
    // Not what the fix says of itself, but what the .dockerignore that it writes takes out of COPY.
    expect(savings.fixes.find(({ rule }) => rule === "missing-dockerignore")?.change).toBe(-13_000_000);
  });

  const size = { numRuns: 40, seed: 7 };
  test("add up whatever the file is, and survive JSON", () => {
    fc.assert(
      fc.property(dockerfiles, contexts, (text, files) => {
        const report = reportOf(text, undefined, specKnown(files));
        const { before, after, savings, cache, context } = report;
        for (const sizes of [before, report.safe, after]) {
          expect(likely(sizes)).toBe(sizes.knownBytes);
          if (sizes.total) expect(sizes.total.unpacked.likely).toBe(sizes.knownBytes);
        }
        expect(savings.fixes.reduce((sum, { change }) => sum + change, savings.start)).toBe(savings.end);
        expect([savings.start, savings.end]).toEqual([before.knownBytes, after.knownBytes]);
        for (const strip of cache ? [cache.before, cache.after] : []) {
          const work = strip.steps.reduce((sum, step) => sum + step.work, 0);
          if (strip.steps.length > 0) expect(work).toBeCloseTo(1, 6);
        }
        if (context) expect(context.entries.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(context.bytes);
        expect(JSON.parse(JSON.stringify(report))).toEqual(report);
      }),
      size,
    );
  });
});

describe("a report about little", () => {
  test.each([
    ["an empty file", ""],
    ["a comment", "# nothing\n"],
    ["arguments alone", "ARG A=1\n"],
    ["nonsense", "<script>\n"],
  ])("%s has no image", (_, text) => {
    const report = reportOf(text);
    expect(report.before).toEqual({ total: null, knownBytes: 0, unknownParts: 0, layers: 0, segments: [] });
    expect(report).toMatchObject({ cache: null, context: null, bases: [] });
  });

  test("scratch is empty and known", () => {
    const { before, bases } = reportOf("FROM scratch\nCOPY app /\n", { app: 10 });
    expect(before.total?.unpacked).toEqual({ low: 10, likely: 10, high: 10 });
    expect(bases).toEqual([]);
  });

  test("of an image that nobody knows says what is known on top of it", () => {
    const { before } = reportOf("FROM registry.example/x:1\nCOPY app /\n", { app: 10 });
    expect(before).toMatchObject({ total: null, knownBytes: 10, unknownParts: 1 });
  });

  test("without a build context still tells what a change rebuilds", () => {
    const { cache, context } = reportOf(node);
    expect(context).toBeNull();
    expect(cache?.change).toBe("what COPY . . takes");
    expect(cache?.before.steps.filter(({ isRebuilt }) => isRebuilt === "certain")).toHaveLength(2);
  });

  test("a trigger of ONBUILD is no layer of this image", () => {
    const { before } = reportOf("FROM debian:12\nONBUILD COPY . /src\n", { a: 1000 });
    expect(before.segments).toHaveLength(1);
    expect(before.layers).toBe(0);
  });

  test("nothing at all known is fine", () => {
    const report = reportOf(node, undefined, nothingKnown);
    expect(report.before.total).toBeNull();
    expect(report.bases).toEqual([]);
  });
});

describe("the cache", () => {
  test("asks about a source file, not a manifest, and sees what the fixes are good for", () => {
    const { cache } = reportOf(node, nodeFiles);
    expect(cache?.change).toMatch(/\.js$/);
    const rebuilt = (strip: "before" | "after") =>
      cache?.[strip].steps.filter(({ isRebuilt }) => isRebuilt === "certain").map(({ label }) => label);
    expect(rebuilt("before")).toEqual(["COPY . .", "RUN npm ci"]);
    expect(rebuilt("after")).toEqual([expect.stringMatching(/^COPY .*\. \.$/)]);
    expect(cache?.after.share.certain).toBeLessThan(cache?.before.share.certain ?? 0);
  });

  test("measures the build with the fixes by the one without", () => {
    const { cache } = reportOf("FROM debian:12\nCOPY a /a\nRUN make\nUSER 1000\n", { a: 10 });
    expect(cache?.before.work).toBe(1);
    expect(cache?.after.work).toBe(1);
  });
});

describe("the stages", () => {
  const { stages } = reportOf(
    "FROM golang:1.25 AS build\nCOPY . .\nRUN go build -o /app\nFROM debian:12 AS idle\nFROM build AS more\n" +
      "FROM debian:12-slim\nRUN --mount=type=bind,from=build,target=/x true\nCOPY --from=build /app /app\nCOPY --from=build /b /b\n" +
      "COPY --from=busybox:1 /bin/sh /sh\n",
    { a: 1 },
  );

  test("are joined by what they take from each other", () => {
    const names = new Map(stages.before.nodes.map(({ id, name }) => [id, name]));
    expect(
      stages.before.edges.map(({ from, to, kind, paths }) => [names.get(from), names.get(to), kind, paths]),
    ).toEqual(
      expect.arrayContaining([
        ["golang:1.25", "build", "base", []],
        ["build", "more", "base", []],
        ["build", "stage 3", "copy", ["/app", "/b"]],
        ["build", "stage 3", "mount", []],
        ["busybox:1", "stage 3", "copy", ["/bin/sh"]],
        ["debian:12-slim", "stage 3", "base", []],
      ]),
    );
  });

  test("carry megabytes where they are known", () => {
    const edge = stages.before.edges.find(
      ({ from, kind }) => from === "image debian:12-slim" && kind === "base",
    );
    expect(edge?.weight?.unpacked.likely).toBe(75_000_000);
    expect(stages.before.edges.find(({ kind }) => kind === "mount")?.weight).toBeNull();
  });

  test("say which one ships and which one nobody builds", () => {
    const flags = stages.before.nodes.map(({ name, isFinal, isBuilt }) => [name, isFinal, isBuilt]);
    expect(flags).toEqual(
      expect.arrayContaining([
        ["stage 3", true, true],
        ["idle", false, false],
        ["build", false, true],
      ]),
    );
  });
});

describe("the build context", () => {
  test("tells what is sent, and what the fixes keep out", () => {
    const { context } = reportOf(node, nodeFiles);
    expect(context).toMatchObject({ ignoreFile: null, complete: true, bytes: 13_001_714 });
    const git = context?.entries.find(({ path }) => path === ".git");
    expect(git).toEqual({ path: ".git", bytes: 4_000_000, sentBefore: 4_000_000, sentAfter: 0 });
  });

  test("names what is kept out as a whole without a size", () => {
    const { context } = reportOf("FROM debian:12\nCOPY . /a\n", {
      ".dockerignore": "out\n",
      "out/": 0,
      a: 9,
    });
    expect(context?.unmeasured).toEqual(["out"]);
  });

  test("opens what is large and gathers what is small", () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`src/f${at}`, 100 + at]));
    const { context } = reportOf("FROM debian:12\nCOPY src /src\n", { ...many, big: 900 });
    expect(context?.entries.length).toBeLessThan(45);
    expect(context?.entries.some(({ path }) => path === "src/…")).toBe(true);
    expect(context?.entries.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(context?.bytes);
  });
});

test("the other bases are of the same line, largest first, with what is used marked", () => {
  const { bases } = reportOf(node, nodeFiles);
  expect(bases.map(({ reference, isBefore, isAfter }) => [reference, isBefore, isAfter])).toEqual([
    ["node:20", true, false],
    ["node:22-slim", false, true],
    ["node:20-slim", false, false],
    ["node:20-alpine", false, false],
  ]);
  expect(bases.find(({ reference }) => reference === "node:20-alpine")).toMatchObject({
    libc: "musl",
    packageManager: "apk",
  });
});
