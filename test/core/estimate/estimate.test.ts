import { describe, expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { aptRecommendsStep } from "../../../server/src/core/estimate/aptInstalls.ts";
import { estimateImage, type ImageEstimate } from "../../../server/src/core/estimate/estimate.ts";
import { rangeInWords } from "../../../server/src/core/estimate/words.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import { contextOf } from "../../support/known.ts";
import { smallTable } from "../images/fixture.ts";

const files = new Map<string, string | number>([
  ["src/main.js", 600_000],
  ["src/big.bin", 400_000],
  ["package.json", 1000],
]);

function estimate(text: string, context: typeof files | undefined = files): ImageEstimate {
  const known = {
    images: smallTable,
    context: context && contextOf(context),
    platform: "linux/amd64",
    today: undefined,
  };
  return estimateImage(deriveFacts(parseDockerfile(text), known));
}

/** What the last instruction of the file adds on disk, and why. */
function lastStep(text: string, context: typeof files | undefined = files): string {
  const step = estimate(text, context).final?.steps.at(-1);
  return `${step?.amount ? rangeInWords(step.amount.unpacked) : "not known"}: ${step?.note}`;
}

describe("what one instruction adds", () => {
  test.each([
    ["ENV A=1", "0 B: metadata"],
    ["CMD node .", "0 B: metadata"],
    ["WORKDIR /app", "0 B: an empty folder"],
    ["COPY src /app/src", "1 MB: measured in the build context"],
    ["COPY . /app", "1 MB: measured in the build context"],
    ["COPY package.json src/main.js /app/", "601 kB: measured in the build context"],
    ["COPY nothing /app", "not known: a source is not in the build context"],
    ["ADD https://example.com/x.tgz /x", "not known: a download"],
    [
      "COPY --from=nginx:alpine /etc/nginx /etc/nginx",
      "not known: what nginx:alpine holds there is not known",
    ],
    ["RUN useradd app && mkdir /data && chown app /data", "0 B: next to nothing"],
    ["RUN node --version", "0 B: next to nothing"],
    ["RUN npm ci", "0 B – 1 GB: a project's packages, by rule of thumb"],
    ["RUN make all", "0 B – 150 MB: what is compiled, by rule of thumb"],
    ["RUN python3 -m venv /opt/venv", "8 MB – 30 MB: a virtual environment, by rule of thumb"],
    ["RUN curl -o /tool https://example.com/tool", "not known: what curl writes is not known"],
    ['RUN ["make", "all"]', "not known: the command is not understood"],
    ["RUN $INSTALL", "not known: $INSTALL is not known"],
  ])("%s", (instruction, expected) => {
    expect(lastStep(`FROM node:22\n${instruction}\n`)).toBe(expected);
  });

  test("without a build context a COPY is not known", () => {
    const known = { images: smallTable, context: undefined, platform: "linux/amd64", today: undefined };
    const { final } = estimateImage(deriveFacts(parseDockerfile("FROM node:22\nCOPY . .\n"), known));
    expect(final?.steps[0]).toMatchObject({ amount: undefined, note: "the build context is not known" });
  });
});

describe("apt", () => {
  const from = "FROM debian:12-slim\n";

  test("an install is estimated, its lists are counted where they stay", () => {
    const [withLists, without] = ["", " && rm -rf /var/lib/apt/lists/*"].map(
      (end) =>
        estimate(`${from}RUN apt-get update && apt-get install -y --no-install-recommends curl${end}\n`).final
          ?.total,
    );
    expect((withLists?.unpacked.likely ?? 0) - (without?.unpacked.likely ?? 0)).toBe(20_000_000);
  });

  test("removing the lists in a later RUN saves nothing", () => {
    const update = `${from}RUN apt-get update\n`;
    const later = estimate(`${update}RUN rm -rf /var/lib/apt/lists/*\n`).final?.total;
    expect(later?.unpacked).toEqual(estimate(update).final?.total?.unpacked);
  });

  test("lists are stored again only where they were gone", () => {
    const update = "RUN apt-get update\n";
    const once = estimate(from + update).final?.total?.unpacked.likely ?? 0;
    expect(estimate(from + update + update).final?.total?.unpacked.likely).toBe(once);
    const again = estimate(`${from + update}RUN rm -rf /var/lib/apt/lists/*\n${update}`).final?.total
      ?.unpacked.likely;
    expect(again).toBe(once + 20_000_000);
  });

  test("recommended packages come along unless they are switched off", () => {
    const size = (option: string) =>
      estimate(`${from}RUN apt-get install -y ${option} git\n`).final?.total?.unpacked.likely ?? 0;
    expect(size("")).toBeGreaterThan(size("--no-install-recommends"));
    expect(size("-o APT::Install-Recommends=false")).toBe(size("--no-install-recommends"));
  });

  test("what recommended packages add can be told by itself", () => {
    const costs = (run: string) => {
      const facts = deriveFacts(parseDockerfile(`${from}RUN ${run}\n`), {
        images: smallTable,
        context: undefined,
        platform: "linux/amd64",
        today: undefined,
      });
      const install = facts.packages.find(({ action }) => action === "install");
      return install && aptRecommendsStep(facts, install)?.unpacked.likely;
    };
    expect(costs("apt-get install -y git")).toBeGreaterThan(5_000_000);
    expect(costs("apt-get install -y git no-such-package")).toBe(costs("apt-get install -y git"));
    expect(costs("apt-get install -y --no-install-recommends git")).toBeUndefined();
    expect(costs("apt-get install -y $PACKAGES")).toBeUndefined();
  });

  test("what is there already is not counted again, in a stage that is built on too", () => {
    const file = `${from}RUN apt-get install -y --no-install-recommends gcc\nFROM 0\nRUN apt-get install -y --no-install-recommends gcc\n`;
    expect(
      lastStep(file.replace("FROM debian:12-slim", "FROM debian:12-slim AS a").replace("FROM 0", "FROM a")),
    ).toMatch(/^0 B/);
  });

  test("what the same RUN removes again leaves nothing", () => {
    expect(lastStep(`${from}RUN apt-get install -y gcc && apt-get purge -y --auto-remove gcc\n`)).toMatch(
      /^0 B/,
    );
    expect(
      lastStep(`${from}RUN apt-get install -y gcc && apt-mark auto '.*' && apt-get purge -y --auto-remove\n`),
    ).toMatch(/^not known/);
  });

  test("an unknown package makes it the least, and the total too", () => {
    const { final } = estimate(`${from}RUN apt-get install -y curl no-such-package\n`);
    expect(final?.steps[0]?.note).toBe("the size of no-such-package is not known");
    expect(final?.steps[0]?.amount?.unpacked.high).toBe(Number.POSITIVE_INFINITY);
    expect(final?.unknownSteps).toBe(1);
    expect(final?.total?.unpacked.high).toBe(Number.POSITIVE_INFINITY);
  });

  test("on another system it is not known", () => {
    expect(lastStep("FROM alpine:3.22\nRUN apt-get install -y curl\n")).toBe(
      "not known: what apt-get install writes is not known",
    );
  });
});

test("two small packages of Alpine were measured", () => {
  expect(lastStep("FROM alpine:3.22\nRUN apk add --no-cache ca-certificates tzdata\n")).toBe(
    "655 kB – 1.3 MB: Alpine 3.24 package index",
  );
  expect(lastStep("FROM alpine:3.22\nRUN apk add --no-cache curl\n")).toMatch(/^not known/);
});

describe("chown -R stores files again", () => {
  const copied = "FROM debian:12-slim\nCOPY src /app/\n";
  test.each([
    [`${copied}RUN chown -R app /app`, "1 MB: measured in the build context"],
    [`${copied}RUN chown app /app`, "0 B: next to nothing"],
    [`${copied}RUN apt-get install -y curl\nRUN chown -R app /app`, "1 MB: measured in the build context"],
    [`${copied}RUN make -C /app\nRUN chown -R app /app`, "not known: what is stored again is not known"],
    ["FROM debian:12-slim\nRUN mkdir /data && chown -R app /data", "0 B: next to nothing"],
    ["FROM debian:12-slim\nRUN chown -R app /usr/share", "not known: what is stored again is not known"],
  ])("%s", (file, expected) => expect(lastStep(`${file}\n`)).toBe(expected));
});

describe("totals", () => {
  test("are the base and the steps, each byte once", () => {
    const { final } = estimate("FROM node:22-alpine\nCOPY src /app\nENV A=1\n");
    expect(final?.total?.unpacked).toEqual({ low: 171e6, likely: 171e6, high: 171e6 });
    expect(final).toMatchObject({ layers: 1, unknownSteps: 0 });
  });

  test("a stage built on another has everything of it", () => {
    const { stages, final } = estimate(
      "FROM node:22-alpine AS a\nCOPY src /app\nFROM a\nCOPY package.json /app/\n",
    );
    expect(final?.base).toEqual(stages[0]?.total);
    expect(final?.layers).toBe(2);
    expect(final?.total?.unpacked.likely).toBe(171_001_000);
  });

  test("scratch is empty, and an unknown base leaves the total unknown", () => {
    expect(estimate("FROM scratch\nCOPY src /\n").final?.total?.unpacked.likely).toBe(1_000_000);
    expect(estimate("FROM example.com/app\nCOPY src /\n").final?.total).toBeUndefined();
  });

  test("an unknown step makes the total a lower bound", () => {
    const { final } = estimate("FROM node:22-alpine\nRUN curl -o /tool https://example.com/tool\n");
    expect(final?.total?.unpacked).toEqual({ low: 170e6, likely: 170e6, high: Number.POSITIVE_INFINITY });
  });
});
