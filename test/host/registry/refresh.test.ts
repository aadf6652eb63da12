import { expect, test } from "vitest";
import { type ImageRow, refreshed } from "../../../scripts/images/refresh.ts";
import { createRegistry } from "../../../server/src/host/registry/registry.ts";
import { imageOf, indexOf } from "./content.ts";
import { serveContent, settings } from "./stub.ts";

const app = imageOf({
  layers: [3_000, 200],
  history: [{ created_by: "# debian.sh --arch 'amd64' out/ 'bookworm' '@1'" }],
  config: { User: "node", Env: ["PATH=/bin", "NODE_VERSION=22.1.0"] },
});

async function refresh(rows: readonly ImageRow[], wanted: readonly string[], host: string) {
  const registry = createRegistry({ environment: {}, homeFolder: "/nonexistent", hasOwnProxies: false });
  const said: string[] = [];
  const result = await refreshed({
    rows,
    wanted: wanted.map((name) => `${host}/${name}`),
    lookup: (reference, platform) =>
      registry.lookup({ reference, platform, previous: undefined, settings }, AbortSignal.timeout(5_000)),
    say: (line) => said.push(line),
  });
  return { ...result, said };
}

test("the table takes what a registry says, keeps other names, and keeps rows that nobody answers for", async () => {
  const { host } = await serveContent({ "22": app.manifest }, [app]);
  const old = (tag: string): ImageRow => ({
    image: `${host}/node`,
    tag,
    platform: "linux/amd64",
    compressedBytes: 1,
    layers: [1],
    aliases: ["jod"],
    digest: "sha256:old",
    kind: "registry-manifest",
    sourceDate: "2023-01-01",
    source: "somewhere",
  });
  const { rows, asked, changed, kept, said } = await refresh([old("22"), old("gone")], ["node:22"], host);
  expect([asked, changed]).toEqual([4, 1]);
  expect(kept).toEqual([
    `${host}/node:22 linux/arm64/v8`,
    `${host}/node:gone linux/amd64`,
    `${host}/node:gone linux/arm64/v8`,
  ]);
  expect(said).toEqual([]);
  expect(rows).toEqual([
    {
      image: `${host}/node`,
      tag: "22",
      platform: "linux/amd64",
      compressedBytes: 3_200,
      layers: [3_000, 200],
      os: "debian bookworm",
      osFamily: "debian",
      libc: "glibc",
      packageManager: "apt",
      shell: "/bin/bash + /bin/sh (dash)",
      runtime: "node 22.1.0",
      created: "2026-10-01",
      digest: app.manifest.digest,
      user: "node",
      kind: "registry-manifest",
      sourceDate: new Date().toISOString().slice(0, 10),
      source: host,
      aliases: ["jod"],
    },
    old("gone"),
  ]);
});

test("every platform has a row, and a registry that fails is named", async () => {
  const arm = imageOf({ layers: [2_900], architecture: "arm64" });
  const index = indexOf([
    { manifest: app.manifest, platform: { os: "linux", architecture: "amd64" } },
    { manifest: arm.manifest, platform: { os: "linux", architecture: "arm64", variant: "v8" } },
  ]);
  const { host } = await serveContent({ "1": index }, [app, arm]);
  const { rows, said } = await refresh([], ["app:1"], host);
  expect(rows.map(({ platform, compressedBytes }) => [platform, compressedBytes])).toEqual([
    ["linux/amd64", 3_200],
    ["linux/arm64/v8", 2_900],
  ]);
  expect(said).toEqual([]);
  const failed = await refresh([], ["app:1"], "127.0.0.1:1");
  expect(failed.kept).toHaveLength(2);
  expect(failed.said[0]).toContain("127.0.0.1:1/app:1 linux/amd64: ");
});
