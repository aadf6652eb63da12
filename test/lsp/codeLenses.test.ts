import { describe, expect, test } from "vitest";
import { rules } from "../../server/src/core/rules/index.ts";
import { specImages } from "../support/known.ts";
import { type ClientOptions, modernClient, startClient } from "./support/client.ts";
import type { OpenDocument } from "./support/document.ts";

const pip = "# a comment\nFROM python:3.12-slim\nRUN pip install flask\n";

function start(options: ClientOptions = {}) {
  return startClient({
    images: specImages,
    initializationOptions: { commands: ["plimsoll.optimize"] },
    ...options,
  });
}

/** "line: title → command" */
async function shown(doc: OpenDocument): Promise<readonly string[]> {
  return (await doc.codeLenses()).map(
    ({ range, command }) =>
      `${range.start.line}: ${command?.title}${command?.command ? ` → ${command.command}` : ""}`,
  );
}

describe("lenses", () => {
  test("stand above the first FROM, with the sum of the file and what can be done", async () => {
    const client = await start({ rules: rules.filter(({ id }) => id === "fat-base-image") });
    const doc = await client.open("ARG A\nFROM node:20\nRUN ./x\n");
    expect(await shown(doc)).toEqual([
      "1: 1.09 GB or more · 1 layer · 1 finding, 1 fixable (−890 MB)",
      "1: Optimize… → plimsoll.optimize",
    ]);
    expect((await doc.codeLenses())[1]?.command?.arguments).toEqual([doc.uri]);
  });

  test("promise nothing where the gain is not known or small", async () => {
    const client = await start();
    expect(await shown(await client.open(pip.replace("python:3.12-slim", "unheard-of")))).toContain(
      "1: 1 layer · 1 finding, 1 fixable",
    );
    expect(await shown(await client.open("FROM node:20-slim\nENV A=1\n"))).toContain(
      "0: 200 MB · no layers · no findings",
    );
  });

  test("promise nothing of a file of more than 200 lines", async () => {
    const client = await start({
      rules: rules.filter(({ id }) => id === "fat-base-image"),
      settings: { maxFileLines: 10_000 },
    });
    const [lens] = await shown(await client.open(`FROM node:20\n${"ENV A=1\n".repeat(5000)}`));
    expect(lens).toBe("0: 1.09 GB · no layers · 1 finding, 1 fixable");
  });

  test("have the image report where the client has it", async () => {
    const client = await start({
      initializationOptions: { commands: ["plimsoll.optimize", "plimsoll.imageReport"] },
    });
    expect(await shown(await client.open(pip))).toContain("1: Image report → plimsoll.imageReport");
  });

  test("lead to the report with every figure, so that each can be chosen by keyboard", async () => {
    const client = await start({
      settings: { codeLens: "stages" },
      initializationOptions: { commands: ["plimsoll.optimize", "plimsoll.imageReport"] },
    });
    for (const lens of await shown(await client.open(pip))) expect(lens).toContain(" → plimsoll.");
  });

  test("are for each stage, where that is wanted", async () => {
    const client = await start({ settings: { codeLens: "stages" } });
    const doc = await client.open(
      "# escape=`\r\nFROM node:20 AS build\r\nRUN pip install `\r\n  flask\r\nFROM build AS test\r\nFROM alpine:3.22 AS base\r\nONBUILD RUN pip install x\r\nFROM base\r\nCOPY <<EOF /a\r\nFROM x\r\nEOF\r\nCOPY --from=build /a /b\r\n",
    );
    expect(await shown(doc)).toEqual([
      expect.stringMatching(/^1: ≈? ?8\.3 MB/),
      "1: Optimize… → plimsoll.optimize",
      expect.stringMatching(
        /^1: stage build · 1\.09 GB or more · only what is copied out of it is shipped · \d finding/,
      ),
      "4: stage test · 1.09 GB or more · not built · no findings",
      "5: stage base · 8.3 MB · shipped · no findings",
      expect.stringMatching(/^7: stage 3 · 8\.3 MB( or more)? · this is the image · no findings$/),
    ]);
  });

  test("can be switched off, and are not there without FROM or without an analysis", async () => {
    const off = await start({ settings: { codeLens: "off" } });
    expect(await shown(await off.open(pip))).toEqual([]);
    const client = await start({ settings: { maxFileLines: 3 } });
    expect(await shown(await client.open("ARG A=1\n"))).toEqual([]);
    expect(await shown(await client.open(`${pip}RUN ls\n`))).toEqual([]);
  });

  test("are for clients that name the commands", async () => {
    const client = await startClient({ images: specImages });
    expect(client.capabilities).not.toHaveProperty("codeLensProvider");
    const other = await start();
    expect(other.capabilities).toHaveProperty("codeLensProvider");
  });

  test("are asked for again when the world has changed", async () => {
    const workspace = { ...modernClient.workspace, codeLens: { refreshSupport: true } };
    const client = await start({
      images: { facts: () => undefined, tags: () => [] },
      capabilities: { ...modernClient, workspace },
    });
    const doc = await client.open(pip);
    expect((await shown(doc))[0]).toMatch(/^1: 1 layer/);
    const refreshed = client.refreshed("workspace/codeLens/refresh");
    client.learn(specImages);
    await refreshed;
    expect((await shown(doc))[0]).toMatch(/^1: ≈ \d+ MB/);
  });
});
