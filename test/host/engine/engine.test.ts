import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseReference } from "../../../server/src/core/images/reference.ts";
import { engineAddress, type Machine, readAddress } from "../../../server/src/host/engine/address.ts";
import { readBuiltImages } from "../../../server/src/host/engine/builtImages.ts";
import { engineAt } from "../../../server/src/host/engine/engine.ts";
import { localImages } from "../../../server/src/host/engine/localImages.ts";

let folder: string;
let server: Server | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plimsoll-engine-"));
});
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** An engine that says the same as a real one, and what it was asked. */
async function stub(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const path = join(folder, "docker.sock");
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const answer = answers[request.url ?? ""];
    response.statusCode = answer === undefined ? 404 : typeof answer === "number" ? answer : 200;
    response.end(typeof answer === "string" ? answer : JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((done) => server?.listen(path, done));
  return { asked, find: async () => engineAt({ kind: "socket", path }) };
}

const node = {
  Id: "sha256:11",
  RepoTags: ["node:22"],
  RepoDigests: [`node@sha256:${"a".repeat(64)}`],
  Created: "2026-09-01T12:00:00.123Z",
  Os: "linux",
  Architecture: "amd64",
  Size: 1_120_000_000,
  Config: { User: "" },
  RootFS: { Layers: ["sha256:1", "sha256:2"] },
  GraphDriver: { Name: "overlay2" },
};

async function lookUp(name: string, answers: Readonly<Record<string, unknown>>, platform = "linux/amd64") {
  const { asked, find } = await stub(answers);
  const reference = parseReference(name);
  if (!reference) throw new Error(name);
  return { asked, facts: await localImages(find).lookup(reference, platform, new AbortController().signal) };
}

describe("images of the container engine", () => {
  test("have the size that they have there", async () => {
    const { facts, asked } = await lookUp("node:22", { "/images/node%3A22/json": node });
    expect(facts).toMatchObject({
      uncompressedBytes: 1_120_000_000,
      layerCount: 2,
      created: "2026-09-01",
      digest: `sha256:${"a".repeat(64)}`,
      osFamily: "debian",
      user: undefined,
      source: "engine",
    });
    expect(asked).toEqual(["GET /images/node%3A22/json"]);
  });

  test("are looked for under the tag that Docker takes", async () => {
    const { asked, facts } = await lookUp("ghcr.io/o/n", {});
    expect(asked).toEqual(["GET /images/ghcr.io%2Fo%2Fn%3Alatest/json"]);
    expect(facts).toBeUndefined();
  });

  test("are not of another platform", async () => {
    const answers = { "/images/node%3A22/json": { ...node, Architecture: "arm64", Variant: "v8" } };
    expect((await lookUp("node:22", answers)).facts).toBeUndefined();
  });

  test("have no size where the store counts compressed content too", async () => {
    const answers = { "/images/node%3A22/json": { ...node, GraphDriver: undefined } };
    expect((await lookUp("node:22", answers)).facts).toMatchObject({
      uncompressedBytes: undefined,
      layerCount: 2,
    });
  });

  test.each([
    ["node", "node"],
    ["0:0", undefined],
    ["root", undefined],
  ])("run as the user that they state: %s", async (User, expected) => {
    const answers = { "/images/node%3A22/json": { ...node, Config: { User } } };
    expect((await lookUp("node:22", answers)).facts?.user).toBe(expected);
  });

  test.each([
    ["an error", 500, "status 500"],
    ["half an answer", '{"Id": "sha', "JSON"],
  ])("%s is an error, not an image", async (_, answer, message) => {
    await expect(lookUp("node:22", { "/images/node%3A22/json": answer })).rejects.toThrow(message);
  });

  test("an answer of another shape says nothing", async () => {
    const { facts } = await lookUp("node:22", { "/images/node%3A22/json": [] });
    expect(facts).toMatchObject({ uncompressedBytes: undefined, created: undefined });
  });

  test("an answer without an end is given up", async () => {
    const path = join(folder, "docker.sock");
    server = createServer((_, response) => {
      response.on("error", () => response.destroy());
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(1_000_000, 32)));
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    });
    await new Promise<void>((done) => server?.listen(path, done));
    await expect(engineAt({ kind: "socket", path }).get("/images/json")).rejects.toThrow("more than 20 MB");
  });

  test("without an engine there are none", async () => {
    const reference = parseReference("node:22");
    const none = localImages(async () => undefined);
    expect(
      reference && (await none.lookup(reference, "linux/amd64", new AbortController().signal)),
    ).toBeUndefined();
    expect(await readBuiltImages(async () => undefined)).toEqual([]);
  });
});

test("images that were built here come with their steps, the youngest first", async () => {
  const { find, asked } = await stub({
    "/images/json": [
      { Id: "sha256:old", Created: 1_700_000_000, RepoTags: ["old:1"] },
      { Id: "sha256:new", Created: 1_790_000_000, RepoTags: null },
      "nonsense",
    ],
    "/images/sha256:old/history": [
      { CreatedBy: "CMD x", Size: 0 },
      { CreatedBy: "RUN a", Size: 5 },
    ],
    "/images/sha256:new/history": [{ CreatedBy: "RUN b", Size: -1 }],
  });
  expect(await readBuiltImages(find)).toEqual([
    {
      id: "sha256:new",
      name: "sha256:new",
      created: "2026-09-21T14:13:20.000Z",
      steps: [{ createdBy: "RUN b", bytes: 0 }],
    },
    {
      id: "sha256:old",
      name: "old:1",
      created: "2023-11-14T22:13:20.000Z",
      steps: [
        { createdBy: "RUN a", bytes: 5 },
        { createdBy: "CMD x", bytes: 0 },
      ],
    },
  ]);
  expect(asked.every((line) => line.startsWith("GET "))).toBe(true);
  const before = await readBuiltImages(find);
  asked.length = 0;
  expect(await readBuiltImages(find, before)).toEqual(before);
  expect(asked).toEqual(["GET /images/json"]);
});

describe("the engine of this machine", () => {
  const machine = (environment: Machine["environment"], isWindows = false): Machine => ({
    environment,
    home: folder,
    isWindows,
    uid: undefined,
  });

  test.each([
    ["unix:///run/x.sock", { kind: "socket", path: "/run/x.sock" }],
    ["npipe:////./pipe/docker_engine", { kind: "socket", path: "\\\\.\\pipe\\docker_engine" }],
    ["tcp://127.0.0.1:2375", { kind: "tcp", host: "127.0.0.1", port: 2375 }],
    ["tcp://localhost", { kind: "tcp", host: "localhost", port: 2375 }],
    ["tcp://build.example.com:2375", undefined],
    ["tcp://127.0.0.1.example.com:2375", undefined],
    ["ssh://me@build.example.com", undefined],
  ])("%s", async (host, expected) => {
    expect(readAddress(host)).toEqual(expected);
    expect(await engineAddress(machine({ DOCKER_HOST: host }))).toEqual(expected);
  });

  test("is the one of Docker's context", async () => {
    const meta = join(folder, ".docker/contexts/meta", createHash("sha256").update("mine").digest("hex"));
    mkdirSync(meta, { recursive: true });
    writeFileSync(join(folder, ".docker/config.json"), '{"currentContext":"mine"}');
    writeFileSync(join(meta, "meta.json"), '{"Endpoints":{"docker":{"Host":"unix:///run/mine.sock"}}}');
    expect(await engineAddress(machine({}))).toEqual({ kind: "socket", path: "/run/mine.sock" });
    expect(await engineAddress(machine({ DOCKER_HOST: "unix:///other" }))).toMatchObject({ path: "/other" });
  });

  test("is found in the folders of rootless engines", async () => {
    const running = join(folder, "run");
    mkdirSync(join(running, "podman"), { recursive: true });
    writeFileSync(join(running, "podman/podman.sock"), "");
    const found = await engineAddress(machine({ XDG_RUNTIME_DIR: running }));
    expect([join(running, "podman/podman.sock"), "/var/run/docker.sock"]).toContain(
      found?.kind === "socket" ? found.path : "",
    );
    writeFileSync(join(running, "docker.sock"), "");
    mkdirSync(join(folder, ".docker"));
    writeFileSync(join(folder, ".docker/config.json"), "{ broken");
    const rootless = await engineAddress(machine({ XDG_RUNTIME_DIR: running }));
    expect([join(running, "docker.sock"), "/var/run/docker.sock"]).toContain(
      rootless?.kind === "socket" ? rootless.path : "",
    );
  });
});
