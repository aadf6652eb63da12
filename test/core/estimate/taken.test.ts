import { describe, expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { estimateImage } from "../../../server/src/core/estimate/estimate.ts";
import { rangeInWords } from "../../../server/src/core/estimate/words.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import { specKnown } from "../../support/known.ts";

const lock = JSON.stringify({
  lockfileVersion: 3,
  packages: {
    "": {},
    "node_modules/express": {},
    "node_modules/typescript": { dev: true },
    "node_modules/@esbuild/darwin-x64": { os: ["darwin"] },
    "node_modules/linked": { link: true },
  },
});
const files = new Map<string, string | number>([
  ["package.json", '{"dependencies":{"express":"5"},"devDependencies":{"typescript":"5"}}'],
  ["package-lock.json", lock],
  ["src/main.ts", 3000],
  ["public/logo.png", 50_000],
]);

/** What the last instruction of the last stage adds. */
function last(text: string, context: typeof files | undefined = files): string {
  const { final } = estimateImage(deriveFacts(parseDockerfile(text), specKnown(context)));
  const { amount, note } = final?.steps.at(-1) ?? { amount: undefined, note: "no step" };
  return amount ? rangeInWords(amount.unpacked) : note;
}

function likely(text: string): number {
  const { final } = estimateImage(deriveFacts(parseDockerfile(text), specKnown(files)));
  return final?.steps.at(-1)?.amount?.unpacked.likely ?? Number.NaN;
}

const node = "FROM node:22 AS build\nWORKDIR /app\nCOPY package*.json ./\n";

describe("what COPY takes from a stage", () => {
  test("files of the build context, whole folders and parts of them", () => {
    const build = "FROM alpine:3.22 AS build\nCOPY . /src\nFROM scratch\n";
    expect(last(`${build}COPY --from=build /src/public /www\n`)).toBe("50 kB");
    expect(last(`${build}COPY --from=build /src/public/logo.png /src/src/main.ts /www/\n`)).toBe("53 kB");
    expect(last(`${build}COPY --from=0 /src /www\n`)).toBe("53 kB");
  });

  test("node_modules by its lock file, without what is pruned", () => {
    const all = likely(
      `${node}RUN npm ci\nFROM node:22-slim\nCOPY --from=build /app/node_modules /app/node_modules\n`,
    );
    const pruned = likely(
      `${node}RUN npm ci\nRUN npm prune --omit=dev\nFROM node:22-slim\nCOPY --from=build /app/node_modules /app/node_modules\n`,
    );
    expect(all - pruned).toBeGreaterThan(15_000_000);
    expect(pruned).toBeLessThan(1_000_000);
  });

  test("a program, a virtual environment, and what a stage below has", () => {
    const go = "FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /out/app\nFROM scratch\n";
    expect(last(`${go}COPY --from=build /out/app /app\n`)).toBe("1 MB – 150 MB");
    const python =
      "FROM python:3.12 AS build\nRUN python -m venv /opt/venv && /opt/venv/bin/pip install flask\n";
    expect(
      last(`${python}FROM build AS more\nFROM python:3.12-slim\nCOPY --from=more /opt/venv /opt/venv\n`),
    ).toBe("8 MB – 2.53 GB");
  });

  test.each([
    ["an image", "FROM scratch\nCOPY --from=busybox /bin/sh /bin/sh\n"],
    ["a stage further down", "FROM scratch\nCOPY --from=later /x /x\nFROM alpine:3.22 AS later\n"],
    [
      "a file of the base image",
      "FROM alpine:3.22 AS a\nFROM scratch\nCOPY --from=a /etc/passwd /etc/passwd\n",
    ],
    ["the whole file system", "FROM alpine:3.22 AS a\nCOPY . /src\nFROM scratch\nCOPY --from=a / /\n"],
  ])("nobody knows what %s holds", (_, text) => {
    const { stages } = estimateImage(deriveFacts(parseDockerfile(text), specKnown(files)));
    const taken = stages
      .flatMap(({ steps }) => steps)
      .find(({ instruction }) => "from" in instruction && instruction.from);
    expect(taken).toMatchObject({ amount: undefined });
  });
});

describe("npm installs", () => {
  test("without packages for development where they are left out", () => {
    expect(likely(`${node}RUN npm ci`)).toBeGreaterThan(15_000_000);
    expect(likely(`${node}RUN npm ci --omit=dev`)).toBeLessThan(5_000_000);
    expect(likely(`${node}ENV NODE_ENV=production\nRUN npm ci`)).toBeLessThan(5_000_000);
  });

  test("with npm's cache where it is kept", () => {
    const kept = likely(`${node}RUN npm ci`);
    expect(kept).toBeGreaterThan(1.5 * likely(`${node}RUN npm ci && npm cache clean --force`));
    expect(kept).toBeGreaterThan(1.5 * likely(`${node}RUN --mount=type=cache,target=/root/.npm npm ci`));
  });

  test("by package.json alone the range is wide, and by a broken lock file too", () => {
    const manifest = new Map(files);
    manifest.delete("package-lock.json");
    const wide = last(`${node}RUN npm ci && npm cache clean --force`, manifest);
    expect(wide).toMatch(/MB – \d\d+ MB$/);
    manifest.set("package-lock.json", '{"packages": {');
    expect(last(`${node}RUN npm ci && npm cache clean --force`, manifest)).toBe(wide);
  });
});
