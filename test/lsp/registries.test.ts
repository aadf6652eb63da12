import { expect, test, vi } from "vitest";
import type { ImageFacts } from "../../server/src/core/images/types.ts";
import { rules } from "../../server/src/core/rules/index.ts";
import { bundledImages } from "../../server/src/host/images/bundled.ts";
import { imageKnowledge } from "../../server/src/host/images/knowledge.ts";
import { registrySource } from "../../server/src/host/images/registries.ts";
import type { RegistryQuestion } from "../../server/src/host/registry/registry.ts";
import { trustNotification } from "../../server/src/protocol/messages.ts";
import { factsOf } from "../host/images/fixture.ts";
import { startClient } from "./support/client.ts";

/** Milliseconds. */
const usualPatience = 60;
/** Milliseconds after which whatever was to be asked has been asked. */
const settled = 400;
/** For what comes sooner or later. */
const patient = { timeout: 30_000, interval: 20 };

interface Start {
  readonly isTrusted?: boolean;
  readonly registry?: unknown;
  readonly patience?: number;
  readonly answer?: (question: RegistryQuestion) => ImageFacts | undefined;
}

/** The server with all rules and a registry that writes down what it is asked. */
async function start(input: Start = {}) {
  const { isTrusted = true, registry = {}, patience = usualPatience, answer = () => undefined } = input;
  const asked: string[] = [];
  const client = await startClient({
    rules,
    settings: { registry },
    initializationOptions: { isTrusted },
    knowledge: (options) => {
      const source = registrySource({
        ask: async (question) => {
          asked.push(question.reference.familiar);
          return answer(question);
        },
        table: bundledImages,
      });
      const log = { error: () => undefined };
      return imageKnowledge({
        cacheFolder: undefined,
        isTrusted: options.isTrusted === true,
        live: [],
        registries: source,
        log,
        patience,
      });
    },
  });
  return { client, asked, wait: () => new Promise((resolve) => setTimeout(resolve, settled)) };
}

const secret = [
  "FROM scratch AS empty",
  "FROM registry.corp.example:5000/team/app:1 AS private",
  "FROM localhost:5000/app:1 AS here",
  "ARG VERSION",
  "FROM node:$VERSION AS unresolved",
  "FROM $BASE AS unknown",
  "FROM private AS stage",
  "COPY --from=unresolved /a /a",
  "COPY --from=corp.internal/tools:2 /b /b",
  "RUN --mount=type=bind,from=empty,target=/x true",
  "FROM base",
  "FROM our-base:1",
  "FROM Not A Reference",
  "",
].join("\n");

test("stages, scratch, variables, private hosts and names that only a project knows are asked of nobody", async () => {
  const { client, asked, wait } = await start();
  const document = await client.open(secret);
  await wait();
  await document.hover("private| AS stage").catch(() => undefined);
  await wait();
  expect(asked).toEqual([]);
});

test("public images are asked about, each at its own registry, after a pause", async () => {
  const { client, asked } = await start();
  await client.open("FROM ghcr.io/team/app:1 AS a\nFROM team/app:2 AS b\nCOPY --from=a /x /x\nUSER 1\n");
  expect(asked).toEqual([]);
  await vi.waitFor(() => expect(asked.toSorted()).toEqual(["ghcr.io/team/app:1", "team/app:2"]), patient);
});

const everything = `${secret}FROM ghcr.io/team/app:1\nFROM debian:12\n`;

test("offline nobody is asked, nor before the workspace is trusted", async () => {
  const offline = await start({ registry: { mode: "offline", allowHosts: ["*.example"] } });
  const restricted = await start({ isTrusted: false, registry: { mode: "all" } });
  for (const { client } of [offline, restricted]) await client.open(everything);
  await offline.wait();
  expect([offline.asked, restricted.asked]).toEqual([[], []]);
  await restricted.client.connection.sendNotification(trustNotification);
  await vi.waitFor(() => expect(restricted.asked).toContain("ghcr.io/team/app:1"), patient);
});

test("a registry that the user allows is asked, and with it no other", async () => {
  const { client, asked, wait } = await start({ registry: { allowHosts: ["registry.corp.example:5000"] } });
  await client.open(secret);
  await vi.waitFor(() => expect(asked).not.toEqual([]), patient);
  await wait();
  expect(asked).toEqual(["registry.corp.example:5000/team/app:1"]);
});

test("when the settings allow more, what was not known before is asked for", async () => {
  const { client, asked, wait } = await start({ registry: { mode: "offline" } });
  await client.open("FROM ghcr.io/team/app:1\n");
  await wait();
  expect(asked).toEqual([]);
  await client.configure({ registry: { mode: "public" } });
  await vi.waitFor(() => expect(asked).toEqual(["ghcr.io/team/app:1"]), patient);
});

test("what is being typed is asked about when it is there", async () => {
  const { client, asked } = await start({ patience: 1_000 });
  const document = await client.open("FROM ghcr.io/team/a\n");
  for (const letter of ["p", "p", ":", "1"]) {
    await document.type("|\n", letter);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  await vi.waitFor(() => expect(asked).not.toEqual([]), patient);
  expect(asked).toEqual(["ghcr.io/team/app:1"]);
});

test("the hover says who was asked and how long ago; until then the package answers", async () => {
  const twoHours = 2 * 3_600_000 + 60_000;
  const { client } = await start({
    answer: ({ reference }) => ({
      ...factsOf(reference.familiar, 31_000_000),
      asOf: new Date(Date.now() - twoHours).toISOString(),
    }),
  });
  const document = await client.open("FROM node:22-slim\nUSER node\n");
  expect(await document.hover("node:2|2-slim")).toContain("from Plimsoll's own table");
  await vi.waitFor(async () => {
    const hover = await document.hover("node:2|2-slim");
    expect(hover).toContain("31 MB");
    expect(hover).toContain("from the registry, asked 2 hours ago;");
  }, patient);
});

test.each([
  [
    "registry.corp.example/app:1",
    {},
    "Its registry is asked once `plimsoll.registry.allowHosts` names `registry.corp.example`.",
  ],
  [
    "ghcr.io/team/app:1",
    { mode: "offline" },
    "No registry is asked, because `plimsoll.registry.mode` says so.",
  ],
])("the hover of %s says why its registry is not asked", async (name, registry, words) => {
  const { client } = await start({ registry });
  const document = await client.open(`FROM ${name}\n`);
  expect(await document.hover("/app|:1")).toContain(`nothing is known about this repository. ${words}`);
});
