import { expect, onTestFinished, test, vi } from "vitest";
import { bundledImages } from "../../server/src/host/images/bundled.ts";
import { imageKnowledge } from "../../server/src/host/images/knowledge.ts";
import { registrySource } from "../../server/src/host/images/registries.ts";
import type { AskTags } from "../../server/src/host/images/tagLists.ts";
import { trustNotification } from "../../server/src/protocol/messages.ts";
import { startClient } from "./support/client.ts";
import { labels } from "./support/completions.ts";

interface Start {
  readonly isTrusted?: boolean;
  readonly registry?: unknown;
  readonly askTags: AskTags;
}

/** A server whose registries list tags, and what they were asked. */
async function start({ isTrusted = true, registry = {}, askTags }: Start) {
  const asked: string[] = [];
  const log: string[] = [];
  const client = await startClient({
    settings: { registry },
    initializationOptions: { isTrusted },
    knowledge: (options) =>
      imageKnowledge({
        cacheFolder: undefined,
        isTrusted: options.isTrusted === true,
        live: [],
        registries: registrySource({ ask: async () => undefined, table: bundledImages }),
        askTags: async (question, signal) => {
          asked.push(question.reference.familiar);
          return askTags(question, signal);
        },
        log: { error: (line) => log.push(line) },
      }),
  });
  return { client, asked, log };
}

const cosign = `sha256-${"ab".repeat(32)}.sig`;

test("the first list of an image that nobody knows waits for its registry, which is asked once", async () => {
  const { client, asked } = await start({ askTags: async () => ["1.0", "2.10", cosign, "2.9", "latest"] });
  const document = await client.open("FROM ghcr.io/team/app:\nCOPY --from=ghcr.io/team/app: /x /x\n");
  expect(await labels(document, "app:|\nCOPY")).toEqual(["2.10", "2.9", "1.0", "latest"]);
  expect(await labels(document, "app:| /x")).toEqual(["2.10", "2.9", "1.0", "latest"]);
  expect(asked).toEqual(["ghcr.io/team/app"]);
});

test("an image behind COPY --from waits as well", async () => {
  const { client } = await start({ askTags: async () => ["7"] });
  const document = await client.open("FROM scratch\nCOPY --from=ghcr.io/team/app: /x /x\n");
  expect(await labels(document, "app:| /x")).toEqual(["7"]);
});

test("tags with figures come at once and first, those that were listed behind them", async () => {
  let answer = (_: readonly string[]): void => undefined;
  const { client } = await start({ askTags: () => new Promise((resolve) => (answer = resolve)) });
  const document = await client.open("FROM alpine:\n");
  const before = await document.completions("alpine:|");
  expect(before.items.length).toBeGreaterThan(2);
  answer([...before.items.map(({ label }) => label), "20990101"]);
  const after = await vi.waitFor(async () => {
    const found = await labels(document, "alpine:|");
    expect(found).toContain("20990101");
    return found;
  });
  expect(after.at(-1)).toBe("20990101");
  expect(after.slice(0, -1).toSorted()).toEqual(before.items.map(({ label }) => label).toSorted());
});

test("a long list is narrowed by what is typed, and asked for again with each letter", async () => {
  const all = Array.from({ length: 5_000 }, (_, at) => `1.${at}`);
  const { client } = await start({ askTags: async () => all });
  const document = await client.open("FROM ghcr.io/team/app:\nFROM ghcr.io/team/app:1.77\n");
  const first = await document.completions("app:|\nFROM");
  expect([first.isIncomplete, first.items.length]).toEqual([true, 100]);
  const typed = await labels(document, "app:1.77|");
  expect(typed.every((label) => label.includes("1.77"))).toBe(true);
  expect(typed).toContain("1.77");
});

test("nobody is asked offline, before the workspace is trusted, or about hosts that are not allowed", async () => {
  const askTags: AskTags = async () => ["1"];
  const offline = await start({ registry: { mode: "offline" }, askTags });
  const restricted = await start({ isTrusted: false, askTags });
  const usual = await start({ askTags });
  const names = ["ghcr.io/team/app", "registry.corp.example/app", "our-base", "localhost:5000/app"];
  const text = names.map((name) => `FROM ${name}:\n`).join("");
  for (const { client } of [offline, restricted, usual]) {
    const document = await client.open(text);
    for (const name of names) await document.completions(`${name}:|`);
  }
  expect([offline.asked, restricted.asked, usual.asked]).toEqual([[], [], ["ghcr.io/team/app"]]);
  await restricted.client.connection.sendNotification(trustNotification);
  const trusted = await restricted.client.open(text, "file:///other/Dockerfile");
  expect(await labels(trusted, "ghcr.io/team/app:|")).toEqual(["1"]);
});

test("a registry that fails leaves an empty list, one line in the log, and rest for a while", async () => {
  const { client, asked, log } = await start({
    askTags: async () => {
      throw new Error("the registry is away");
    },
  });
  const document = await client.open("FROM ghcr.io/team/app:\n");
  for (let turn = 0; turn < 3; turn += 1) expect(await labels(document, "app:|")).toEqual([]);
  expect([asked.length, log]).toEqual([1, ["Tags: the registry failed: the registry is away"]]);
});

test("a registry that does not answer holds up nobody for long", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const { client } = await start({ askTags: () => new Promise(() => undefined) });
  const document = await client.open("FROM ghcr.io/team/app:\n");
  const listed = labels(document, "app:|");
  await vi.waitFor(async () => {
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await Promise.race([listed, Promise.resolve("waiting")])).toEqual([]);
  });
  // Nor is it waited for once its time is up.
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await document.completions("app:|")).toMatchObject({ isIncomplete: false, items: [] });
});
