import { describe, expect, test } from "vitest";
import { bundledImages } from "../../server/src/host/images/bundled.ts";
import { smallTable } from "../core/images/fixture.ts";
import { specImages } from "../support/known.ts";
import { modernClient, startClient } from "./support/client.ts";

const initializationOptions = { commands: ["plimsoll.useImage"] };

describe("hovering an image", () => {
  test("shows both sizes, what it is and where the figures come from", async () => {
    const client = await startClient({ images: specImages });
    const doc = await client.open("FROM node:20 AS build\n");
    expect(await doc.hover("node:2|0")).toBe(
      [
        "**`node:20`** · Docker Official Image · linux/amd64 · Plimsoll",
        "",
        "| Download (compressed) | On disk (unpacked) | Layers |",
        "| --- | --- | --- |",
        "| 380 MB | 1.09 GB | 5 |",
        "",
        "Debian bookworm (glibc) · shell `/bin/sh` · runs as root · built 2026-09-01",
        "",
        "Security fixes: Node.js 20 ended 2026-04-30, Debian 12 until 2028-06-30.",
        "",
        "Smaller:",
        "",
        "- `node:20-slim`: 72 MB download, 200 MB on disk (890 MB less), without compilers, git, curl and other build tools",
        "- `node:20-alpine`: 46 MB download, 130 MB on disk (960 MB less), without glibc (programs and prebuilt modules made for Debian do not run), bash and apt",
        "",
        "Figures from Plimsoll's own table, as of 2026-09-01.",
      ].join("\n"),
    );
    expect((await doc.hoverAt("nod|e:20"))?.range).toEqual(doc.rangeOf("|node:20|"));
  });

  test("names no other system where the packages of this one are installed", async () => {
    const client = await startClient({ images: specImages });
    const doc = await client.open("FROM node:20\nRUN apt-get install -y git\n");
    const text = await doc.hover("node:2|0");
    expect(text).toContain("node:20-slim");
    expect(text).not.toContain("alpine");
  });

  test("names no Alpine where glibc is needed, where a release is named, or for a stage that only makes something", async () => {
    const client = await startClient({ images: specImages });
    const glibc = await client.open("FROM node:20\nRUN bash ./x\n");
    expect(await glibc.hover("node:2|0")).not.toContain("alpine");
    const python = await client.open("FROM python:3.12\nRUN pip install flask\n");
    expect(await python.hover("python:3|.12")).not.toContain("alpine");
    const maker = await client.open("FROM node:20 AS a\nFROM debian:12\nCOPY --from=a /a /a\n");
    expect(await maker.hover("node:2|0")).toContain("node:20-slim");
    expect(await maker.hover("node:2|0")).not.toContain("alpine");
  });

  test("says that the file uses what a smaller image lacks", async () => {
    const client = await startClient({ images: specImages, initializationOptions });
    const doc = await client.open("FROM node:20\nRUN git clone https://example.com/x\n");
    const text = await doc.hover("node:2|0");
    expect(text).toContain("- `node:20-slim`: 72 MB download");
    expect(text).toContain("git, curl and other build tools, some of which this file uses");
  });

  test("offers an image without a shell where nothing needs one", async () => {
    const client = await startClient({ images: smallTable, initializationOptions });
    const doc = await client.open('FROM debian:12-slim\nCOPY server /server\nENTRYPOINT ["/server"]\n');
    expect(await doc.hover("debian:1|2")).toMatch(
      /- \[`gcr\.io\/distroless\/cc-debian12:latest`\]\(command:plimsoll\.useImage\?[^ ]* "Use it here"\): size not known, without a shell, apt and everything but/,
    );
    await doc.type('|"/server"|', '"/server.sh"');
    expect(await doc.hover("debian:1|2")).not.toContain("distroless");
  });

  test("names the chiseled image of .NET where nothing needs a shell", async () => {
    const images = { ...specImages, tags: bundledImages.tags };
    const client = await startClient({ images, initializationOptions });
    const run = 'COPY a /app\nENTRYPOINT ["/app/a"]\n';
    const doc = await client.open(`FROM mcr.microsoft.com/dotnet/aspnet:8.0\n${run}`);
    expect(await doc.hover("aspnet:8|.0")).toContain("`mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled`");
    expect(await doc.followed("aspnet:8|.0", "aspnet:8.0-noble-chiseled")).toBe(
      `FROM mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled\n${run}`,
    );
  });

  test("links to the change where the client names the command, and does it", async () => {
    const client = await startClient({ images: specImages, initializationOptions });
    expect(client.capabilities.executeCommandProvider).toEqual({ commands: ["plimsoll.useImage"] });
    const arg = await client.open(
      "ARG V=20\r\nFROM --platform=linux/amd64 node:$V AS a\r\n",
      "file:///a%20(b)/Dockerfile",
    );
    expect(await arg.followed("node:|$V", "node:20-slim")).toBe(
      "ARG V=20\r\nFROM --platform=linux/amd64 node:$V-slim AS a\r\n",
    );
  });

  test("a link that is followed too late changes what is there now, or nothing", async () => {
    const client = await startClient({ images: specImages, initializationOptions });
    const doc = await client.open("FROM node:20\n");
    const link = await doc.linkIn("node:2|0", "node:20-slim");
    await doc.type("|20|", "22");
    expect(await doc.follow(link)).toBe("FROM node:22\n");
    await doc.type("|22|", "20");
    expect(await doc.follow(link)).toBe("FROM node:20-slim\n");
    await client.connection.sendRequest("workspace/executeCommand", {
      command: "plimsoll.useImage",
      arguments: ["nonsense"],
    });
    expect(client.log).toEqual([]);
  });

  test("has no links for other clients", async () => {
    const client = await startClient({ images: specImages });
    expect(await (await client.open("FROM node:20\n")).hover("node:2|0")).not.toContain("command:");
    expect(client.capabilities).not.toHaveProperty("executeCommandProvider");
  });

  test("says which of the sizes is an estimate, and how old the other is", async () => {
    const client = await startClient({ images: smallTable, today: "2026-10-01" });
    const only = await (await client.open("FROM node:20-slim\n")).hover("node:2|0");
    expect(only).toMatch(
      /Download size from Plimsoll's own table, as of 2026-02-23, 220 days ago; size on disk estimated from it: \d+ MB – \d+ MB\.$/,
    );
    const disk = await (await client.open("FROM alpine:3.19\n")).hover("alpine:3|.19");
    expect(disk).toMatch(/Size on disk from .*; download estimated from it: .* – .*\.$/);
  });

  test("comes within 150 ms in a long file", async () => {
    const client = await startClient({ images: bundledImages, settings: { maxFileLines: 10_000 } });
    const doc = await client.open(`FROM node:20\n${"RUN echo a\nCOPY a /a\n".repeat(2500)}`);
    await doc.hover("node:2|0");
    const start = performance.now();
    await doc.hover("node:2|0");
    expect(performance.now() - start).toBeLessThan(150);
  });

  test("is plain text where the client shows no Markdown", async () => {
    const client = await startClient({
      images: specImages,
      capabilities: { ...modernClient, textDocument: { hover: { contentFormat: ["plaintext"] } } },
    });
    const doc = await client.open("FROM alpine:3.22\n");
    expect((await doc.hoverAt("alp|ine"))?.contents).toEqual({
      kind: "plaintext",
      value: [
        "alpine:3.22 · Docker Official Image · linux/amd64 · Plimsoll",
        "Download (compressed): 3.8 MB",
        "On disk (unpacked): 8.3 MB",
        "Layers: 5",
        "Alpine 3.22 (musl) · shell /bin/sh · runs as root · built 2026-09-01",
        "Security fixes: Alpine Linux 3.22 until 2027-05-01.",
        "Figures from Plimsoll's own table, as of 2026-09-01.",
      ].join("\n"),
    });
  });

  test("puts variables in and says which", async () => {
    const client = await startClient({ images: specImages });
    const doc = await client.open("ARG NODE=20\nARG KIND=slim\nFROM node:${NODE}-$KIND\n");
    const text = await doc.hover("node:$|{NODE}");
    expect(text).toContain("**`node:20-slim`**");
    expect(text).toContain("From `node:${NODE}-$KIND` with `NODE=20` (line 1) and `KIND=slim` (line 2).");
  });

  test("works on COPY --from and on mounts", async () => {
    const client = await startClient({ images: specImages });
    const doc = await client.open(
      "FROM node:20\nCOPY --from=nginx:stable-alpine /a /b\nRUN --mount=type=bind,from=golang:1.25,target=/go ls\n",
    );
    expect(await doc.hover("nginx:sta|ble")).toContain("20 MB");
    expect(await doc.hover("gol|ang:1.25")).toContain("310 MB");
  });

  test.each([
    ["FROM node:$VERSION\n", "node:$V|ERSION", "`$VERSION` has no value in this file"],
    ["FROM node:99\n", "node:9|9", "the repository is known, this tag is not"],
    ["FROM registry.example.com/team/app:1\n", "tea|m/app", "nothing is known about this repository"],
    ["FROM Node:20\n", "Nod|e:20", "no valid image reference"],
    ["FROM node:20\nCOPY --from=node:$V /a /b\n", "node:|$V", "Docker puts no variables in here"],
    ["FROM scratch\n", "scra|tch", "The empty image"],
  ])("says why nothing is known: %j", async (text, place, expected) => {
    const client = await startClient({ images: specImages });
    const doc = await client.open(text);
    expect(await doc.hover(place)).toContain(expected);
  });

  test("takes the platform of FROM", async () => {
    const client = await startClient({ settings: { platform: "linux/s390x" } });
    const doc = await client.open("FROM --platform=linux/arm64 a:1\nFROM b:1\n");
    expect(await doc.hover("a:|1")).toContain("linux/arm64");
    expect(await doc.hover("b:|1")).toContain("linux/s390x");
  });

  test("can be switched off", async () => {
    const client = await startClient({ images: specImages, settings: { hover: { image: false } } });
    const doc = await client.open("FROM node:20\n# plimsoll ignore=pip-cache\nRUN ls\n");
    expect(await doc.hover("node:2|0")).toBeUndefined();
    expect(await doc.hover("pip-|cache")).toContain("pip-cache");
  });

  test("is nothing elsewhere", async () => {
    const client = await startClient({ images: specImages, settings: { hover: { keywords: "off" } } });
    const doc = await client.open("FROM node:20\nRUN ls node:20-slim\n# node\n");
    expect(await doc.hover("FR|OM")).toBeUndefined();
    expect(await doc.hover("ls no|de")).toBeUndefined();
    expect(await doc.hover("# no|de")).toBeUndefined();
  });
});

describe("hovering a stage", () => {
  const text =
    "FROM node:20 AS deps\nFROM deps AS build\nFROM nginx AS unused\nFROM scratch\nCOPY --from=build /app/dist /app/a /\nRUN --mount=type=bind,from=1,target=/x ls\n";

  test("tells what it is built on, who uses it and what leaves it", async () => {
    const client = await startClient();
    const doc = await client.open(text);
    expect(await doc.hover("AS bui|ld")).toBe(
      [
        "**`build`** · stage 1 · line 2 · Plimsoll",
        "",
        "Built on stage `deps`. Only what is copied out of it is shipped.",
        "",
        "Used by",
        "",
        "- line 5: stage `3` takes `/app/dist` and `/app/a`",
        "- line 6: stage `3` mounts it",
      ].join("\n"),
    );
  });

  test("tells its size where the base is known", async () => {
    const client = await startClient({ images: specImages });
    const doc = await client.open("FROM node:20 AS base\nFROM base AS top\nENV A=1\n");
    expect(await doc.hover("AS to|p")).toContain(
      "With everything below it: 1.09 GB on disk, 380 MB to download.",
    );
  });

  test("works on every mention", async () => {
    const client = await startClient();
    const doc = await client.open(text);
    expect(await doc.hover("FROM de|ps")).toContain("**`deps`**");
    expect(await doc.hover("--from=bu|ild")).toContain("**`build`**");
    expect(await doc.hover("from=|1,")).toContain("**`build`**");
    expect(await doc.hover("un|used")).toContain("The image does not need it");
  });
});

test("hovering a rule id in an ignore comment explains the rule", async () => {
  const client = await startClient();
  const doc = await client.open(
    "FROM a\n# plimsoll ignore=pip-cache\nRUN ls\n# hadolint ignore=DL3008,DL3042\nRUN ls\n",
  );
  expect(await doc.hover("pip-|cache")).toBe(
    "**`pip-cache`** · Plimsoll\n\n`pip install` keeps its download cache in the layer.\n\n[More about pip-cache](https://github.com/plimsoll/plimsoll/blob/main/docs/rules/pip-cache.md)",
  );
  expect(await doc.hover("DL30|42")).toContain("**`DL3042`** · Plimsoll's `pip-cache` · Plimsoll");
  expect(await doc.hover("DL30|08")).toBeUndefined();
  expect(await doc.hover("igno|re=pip")).toBeUndefined();
});

test("what a costly instruction adds is said at its keyword, for who cannot rest a mouse on the size", async () => {
  const client = await startClient({ images: specImages });
  const doc = await client.open(
    "FROM debian:12\nRUN apt-get update && apt-get install -y gcc && ./x\nRUN echo a\n",
  );
  const said = await doc.hover("R|UN apt-get");
  expect(said).toMatch(/Adds ≈ \d+ MB or more, estimated\./);
  expect(said).toMatch(/On disk \(unpacked\): at least \d+ MB/);
  expect(said).toContain("Not in the figure: what x writes is not known.");
  expect(await doc.hover("R|UN echo a")).not.toContain("Adds");
});
