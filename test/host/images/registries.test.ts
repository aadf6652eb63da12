import { expect, test } from "vitest";
import type { ImageFacts } from "../../../server/src/core/images/types.ts";
import type { RegistrySettings } from "../../../server/src/core/settings.ts";
import { agoInWords } from "../../../server/src/host/images/ago.ts";
import { registrySource } from "../../../server/src/host/images/registries.ts";
import { mayAsk } from "../../../server/src/host/images/registryPolicy.ts";
import { amd64, factsOf, never, reference } from "./fixture.ts";

const anybody: RegistrySettings = { mode: "public", allowHosts: [], useDockerCredentials: false };

test.each([
  ["node:22", {}, true],
  ["team/app", {}, true],
  ["library/node", {}, true],
  ["our-base:1", {}, false],
  ["our-base:1", { mode: "all" }, false],
  ["ghcr.io/team/app", {}, true],
  ["mcr.microsoft.com/dotnet/sdk:9.0", {}, true],
  ["gcr.io/distroless/static", {}, true],
  ["eu.gcr.io/project/app", {}, true],
  ["europe-docker.pkg.dev/project/repo/app", {}, true],
  ["public.ecr.aws/docker/library/node", {}, true],
  ["quay.io/team/app", {}, true],
  ["evilgcr.io/app", {}, false],
  ["gcr.io.evil.example/app", {}, false],
  ["ghcr.io:8443/team/app", {}, false],
  ["GHCR.IO/team/app", {}, false],
  ["1234.dkr.ecr.eu-west-1.amazonaws.com/app", {}, false],
  ["localhost/app", {}, false],
  ["r.corp.example/app", { allowHosts: ["*.corp.example"] }, true],
  ["r.corp.example:5000/app", { allowHosts: ["*.corp.example"] }, false],
  ["r.corp.example:5000/app", { allowHosts: ["r.corp.example:5000"] }, true],
  ["corp.example/app", { allowHosts: ["*.corp.example"] }, false],
  ["r.corp.example/app", { mode: "all" }, true],
  ["node:22", { mode: "offline", allowHosts: ["docker.io"] }, false],
] as const)("%s with %j may be asked about: %s", (text, more, outcome) => {
  expect(mayAsk(reference(text), { ...anybody, ...more })).toBe(outcome);
});

test("before there are settings nobody is asked, and the same settings are nothing new", async () => {
  const asked: string[] = [];
  const source = registrySource({
    ask: async ({ reference: { familiar } }) => void asked.push(familiar),
    table: { facts: () => undefined, tags: () => [] },
  });
  await source.lookup(reference("node:22"), amd64, never);
  expect(asked).toEqual([]);
  expect([source.use(anybody), source.use({ ...anybody, allowHosts: [] })]).toEqual([true, false]);
  await source.lookup(reference("node:22"), amd64, never);
  expect(asked).toEqual(["node:22"]);
});

test("who may not be asked any more is quoted with what was said before", async () => {
  const source = registrySource({
    ask: () => Promise.reject(new Error("asked")),
    table: { facts: () => undefined, tags: () => [] },
  });
  source.use({ ...anybody, mode: "offline" });
  const said = factsOf("node:22", 5);
  const local = factsOf("node:22", 6, "engine");
  expect(await source.lookup(reference("node:22"), amd64, never, said)).toEqual(said);
  expect(await source.lookup(reference("node:22"), amd64, never, local)).toBeUndefined();
});

test.each<[string, Partial<ImageFacts>, Partial<ImageFacts>, Partial<ImageFacts>]>([
  [
    "what it does not say",
    {},
    { os: "debian trixie", runtime: "node 22.1.0" },
    { os: "debian trixie", runtime: "node 22.1.0" },
  ],
  ["the unpacked size of the very same image", {}, { uncompressedBytes: 300 }, { uncompressedBytes: 300 }],
  [
    "no unpacked size of another build",
    {},
    { compressedBytes: 101, uncompressedBytes: 300 },
    { uncompressedBytes: undefined },
  ],
  [
    "nothing when the system is another one now",
    { osFamily: "alpine" },
    { os: "debian trixie" },
    { os: undefined, osFamily: "alpine" },
  ],
  ["not what it says itself", { os: "debian forky" }, { os: "debian trixie" }, { os: "debian forky" }],
])("the table adds to a registry's answer: %s", async (_, answer, known, expected) => {
  const source = registrySource({
    ask: async () => ({ ...factsOf("node:22", 100), ...answer }),
    table: { facts: () => ({ ...factsOf("node:22", 100, "table"), ...known }), tags: () => [] },
  });
  source.use(anybody);
  expect(await source.lookup(reference("node:22"), amd64, never)).toMatchObject({
    ...expected,
    compressedBytes: 100,
  });
});

test.each([
  ["2026-10-02T10:00:00Z", "just now"],
  ["2026-10-02T09:58:30Z", "1 minute ago"],
  ["2026-10-02T08:00:20Z", "1 hour ago"],
  ["2026-10-02T07:00:00Z", "3 hours ago"],
  ["2026-09-29T10:00:00Z", "3 days ago"],
  ["2026-10-02T10:05:00Z", "just now"],
  ["2026-09", "on 2026-09"],
])("%s was %s", (iso, words) => {
  expect(agoInWords(iso, Date.parse("2026-10-02T10:00:10Z"))).toBe(words);
});
