import { describe, expect, test } from "vitest";
import { bundledImages } from "../../server/src/host/images/bundled.ts";
import { smallTable } from "../core/images/fixture.ts";
import { specImages } from "../support/known.ts";
import { modernClient, startClient } from "./support/client.ts";
import { labels } from "./support/completions.ts";

describe("tags", () => {
  test("come newest first, slim before full, lines without support last", async () => {
    const client = await startClient({ images: smallTable });
    const found = await labels(await client.open("FROM node:\n"), "node:|");
    expect(found.slice(0, 6)).toEqual(["26", "26-trixie", "24", "22-slim", "22", "22-alpine"]);
    expect(found.slice(-2)).toEqual(["20-slim", "18"]);
    expect(found).toContain("latest");
  });

  test("of the line that stands there, or that another stage uses, come first", async () => {
    const client = await startClient({ images: smallTable });
    expect((await labels(await client.open("FROM node:22\n"), "node:2|2")).slice(0, 3)).toEqual([
      "22-slim",
      "22",
      "22-alpine",
    ]);
    const doc = await client.open("FROM node:24 AS build\nFROM node:\n");
    expect((await labels(doc, "FROM node:|\n"))[0]).toBe("24");
  });

  test("tell sizes, system, shell, support and where that is known from", async () => {
    const completionItem = {
      labelDetailsSupport: true,
      insertReplaceSupport: true,
      documentationFormat: ["markdown" as const],
    };
    const capabilities = {
      ...modernClient,
      textDocument: { ...modernClient.textDocument, completion: { completionItem } },
    };
    const client = await startClient({ images: smallTable, capabilities });
    const doc = await client.open("FROM node:22-al\n");
    const item = (await doc.completions("node:22|-al")).items.find(({ label }) => label === "22-alpine");
    expect(item).toMatchObject({
      detail: "60 MB to download, 170 MB on disk",
      labelDetails: { description: "170 MB" },
      textEdit: { newText: "22-alpine", insert: doc.rangeOf("node:|22|"), replace: doc.rangeOf("|22-al|") },
    });
    expect(item?.documentation).toEqual({
      kind: "markdown",
      value: expect.stringMatching(
        /^Alpine 3\.23 \(musl\) · shell `\/bin\/sh \(busybox\)` · runs as root · built 2026-09-23\n\nSecurity fixes: Node\.js 22 until 2027-04-30, .*\n\nFigures from Plimsoll's own table, as of 2026-09-23\.$/,
      ),
    });
  });

  test.each([
    ["FROM node:\n", "node:|", "FROM node:20-slim\n"],
    [
      "FROM --platform=linux/arm64 node:2 AS build\n",
      "node:2|",
      "FROM --platform=linux/arm64 node:20-slim AS build\n",
    ],
    ["FROM node:22-alpine AS a\n", "node:22-a|lpine", "FROM node:20-slim AS a\n"],
    ["FROM node:22-alpine AS a\n", "node:|22-alpine", "FROM node:20-slim AS a\n"],
    ['FROM "node:2"\n', "node:2|", 'FROM "node:20-slim"\n'],
    ["FROM 'node:'\r\nRUN ls\r\n", "node:|", "FROM 'node:20-slim'\r\nRUN ls\r\n"],
    ["FROM node:2\r\nRUN ls\r\n", "node:2|", "FROM node:20-slim\r\nRUN ls\r\n"],
    ["FROM \\\n  # why\n  node:2\\\n  AS a\n", "node:2|", "FROM \\\n  # why\n  node:20-slim\\\n  AS a\n"],
    [
      "# escape=`\r\nFROM `\r\n  node:2 `\r\n  AS a\r\n",
      "node:2|",
      "# escape=`\r\nFROM `\r\n  node:20-slim `\r\n  AS a\r\n",
    ],
    [`FROM node:22@sha256:${"a".repeat(64)}\n`, "node:2|2@", "FROM node:20-slim\n"],
    ["FROM docker.io/library/node:2\n", "node:2|", "FROM docker.io/library/node:20-slim\n"],
    ["ARG IMAGE=node:2\nFROM $IMAGE\n", "node:2|", "ARG IMAGE=node:20-slim\nFROM $IMAGE\n"],
    ["ARG A=1 V=\nFROM node:${V} AS a\n", "V=|", "ARG A=1 V=20-slim\nFROM node:${V} AS a\n"],
    ['ARG V="2"\nFROM node:$V\n', 'V="2|', 'ARG V="20-slim"\nFROM node:$V\n'],
    ["from node:2", "node:2|", "from node:20-slim"],
  ])("replace just the tag: %j", async (text, place, expected) => {
    const client = await startClient({ images: specImages });
    expect(await (await client.open(text)).completed(place, "20-slim")).toBe(expected);
  });

  test.each([
    ["the name of a stage", "FROM node:20 AS debian\nFROM debian:\n", "debian:|"],
    ["a variable", "ARG V\nFROM node:$V-\n", "$V-|"],
    ["a repository that nobody knows", "FROM registry.example.com:5000/node:\n", "/node:|"],
    ["a port", "FROM localhost:\n", "localhost:|"],
    ["a flag", "FROM --platform=linux/node: x\n", "node:|"],
    ["the name of a new stage", "FROM node:20 AS node:\n", "AS node:|"],
    ["a digest", "FROM node@sha256:\n", "sha256:|"],
    ["another instruction", "FROM a\nRUN echo node:\n", "node:|"],
    ["a comment", "FROM a\n# FROM node:\n", "node:|"],
    ["a comment inside", "FROM \\\n# node:\nnode:20\n", "# node:|"],
    ["a here-document", "FROM a\nRUN <<EOF\nFROM node:\nEOF\n", "node:|"],
    ["a trigger", "FROM a\nONBUILD FROM node:\n", "node:|"],
    ["an ARG of a stage", "FROM a\nARG IMAGE=node:\nFROM $IMAGE\n", "node:|"],
    ["an ARG that no FROM uses", "ARG IMAGE=node:\nFROM a\n", "node:|"],
    ["a word that is continued", "FROM no\\\nde:\n", "de:|"],
    ["a line behind", "FROM node:20\n\n", "20\n|"],
  ])("are not offered for %s", async (_, text, place) => {
    const initializationOptions = { completesImagesOnly: true };
    const client = await startClient({ images: specImages, initializationOptions });
    expect((await (await client.open(text)).completions(place)).items).toEqual([]);
  });

  test("of the bundled table come at once, and as many as anybody reads", async () => {
    const client = await startClient({ images: bundledImages });
    const doc = await client.open("FROM python:\n");
    await doc.completions("python:|");
    const start = performance.now();
    const { items, isIncomplete } = await doc.completions("python:|");
    expect(performance.now() - start).toBeLessThan(150);
    expect(items.length).toBeGreaterThan(20);
    expect(items.length).toBeLessThanOrEqual(100);
    if (items.length < 100) expect(isIncomplete).toBe(false);
  });
});

describe("names", () => {
  test("are those of earlier stages, then those of the table", async () => {
    const client = await startClient({ images: specImages });
    const doc = await client.open(
      "FROM node:20 AS deps\nFROM deps AS build\nFROM b\nFROM scratch AS later\n",
    );
    const found = await labels(doc, "FROM b|\n");
    expect(found.slice(0, 3)).toEqual(["build", "deps", "node"]);
    expect(found).not.toContain("later");
    expect((await doc.completions("FROM b|\n")).items[1]).toMatchObject({
      label: "deps",
      detail: "stage 0, built on node:20",
    });
  });

  test.each([
    ["FROM \n", "FROM |", "FROM python\n"],
    ["FROM py", "py|", "FROM python"],
    ["FROM p\\\n  AS a\n", "p|\\", "FROM python\\\n  AS a\n"],
    ["FROM no|de:20\n".replace("|", ""), "no|de", "FROM python:20\n"],
    ["ARG IMAGE=\nFROM ${IMAGE}\n", "IMAGE=|", "ARG IMAGE=python\nFROM ${IMAGE}\n"],
    [`FROM no@sha256:${"a".repeat(64)}\r\n`, "no|@", `FROM python@sha256:${"a".repeat(64)}\r\n`],
  ])("replace just the name: %j", async (text, place, expected) => {
    const client = await startClient({ images: specImages });
    expect(await (await client.open(text)).completed(place, "python")).toBe(expected);
  });

  test("of stages stand in no ARG", async () => {
    const client = await startClient({ images: specImages });
    const doc = await client.open("ARG B=\nFROM a AS deps\nFROM $B\n");
    expect(await labels(doc, "B=|")).not.toContain("deps");
  });

  test("that were given up come last", async () => {
    const client = await startClient({ images: bundledImages });
    const found = await labels(await client.open("FROM \n"), "FROM |");
    expect(found.indexOf("openjdk")).toBeGreaterThan(found.indexOf("wordpress"));
  });
});
