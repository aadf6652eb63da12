import { expect, test } from "vitest";
import { dockerType, imageOf, indexOf, json, listType } from "./content.ts";
import { clientOf, contentOf, serve, serveContent } from "./stub.ts";

const debian = [{ created_by: "# debian.sh --arch 'amd64' out/ 'bookworm' '@1'" }];
const app = imageOf({
  layers: [3_000, 200],
  history: debian,
  config: { User: "node", Env: ["PATH=/bin", "NODE_VERSION=22.1.0"] },
});

test("a single image: download size, layers, user, system and run-time", async () => {
  const { host } = await serveContent({ "1": app.manifest }, [app]);
  const facts = await clientOf().ask(`${host}/team/app:1`);
  expect(facts).toMatchObject({
    reference: `${host}/team/app:1`,
    standsInFor: undefined,
    platform: "linux/amd64",
    compressedBytes: 3_200,
    layers: [3_000, 200],
    layerCount: 2,
    uncompressedBytes: undefined,
    created: "2026-10-01T10:00:00Z",
    digest: app.manifest.digest,
    user: "node",
    os: "debian bookworm",
    osFamily: "debian",
    libc: "glibc",
    packageManager: "apt",
    runtime: "node 22.1.0",
    platforms: ["linux/amd64"],
    source: "registry",
  });
  expect(Date.now() - Date.parse(facts?.asOf ?? "")).toBeLessThan(60_000);
});

test("the digest is asked for first, then what it stands for, and who asks is told alike", async () => {
  const { host, seen, lines } = await serveContent({ latest: app.manifest }, [app]);
  await clientOf().ask(`${host}/app`);
  expect(lines()).toEqual([
    "HEAD /v2/app/manifests/latest",
    `GET /v2/app/manifests/${app.manifest.digest}`,
    `GET /v2/app/blobs/${app.config.digest}`,
  ]);
  for (const { headers } of seen) expect(headers["user-agent"]).toBe("plimsoll");
  const accept = String(seen[0]?.headers.accept).split(", ");
  expect(accept).toEqual(expect.arrayContaining([indexOf([]).type, listType, dockerType]));
});

test("while a tag stands for the same image, one request is enough", async () => {
  const { host, lines } = await serveContent({ "1": app.manifest }, [app]);
  const { ask } = clientOf();
  const previous = await ask(`${host}/app:1`);
  const again = await ask(`${host}/app:1`, { previous: previous && { ...previous, asOf: "2026-01-01" } });
  expect(lines()).toHaveLength(4);
  expect(again).toEqual({ ...previous, asOf: again?.asOf });
  expect(again?.asOf).not.toBe("2026-01-01");
});

test("a digest is what it is: its tag is not asked for", async () => {
  const { host, lines } = await serveContent({ "1": app.manifest }, [app]);
  await clientOf().ask(`${host}/app:1@${app.manifest.digest}`);
  expect(lines()[0]).toBe(`GET /v2/app/manifests/${app.manifest.digest}`);
});

const arm = imageOf({ layers: [2_900], architecture: "arm64", type: dockerType });
const notes = imageOf({ layers: [99_999] });
const platform = (architecture: string, variant?: string) => ({ os: "linux", architecture, variant });

test.each([undefined, listType])(
  "the platform is chosen from an index, attestations are not (%s)",
  async (type) => {
    const index = indexOf(
      [
        {
          manifest: notes.manifest,
          platform: platform("unknown"),
          annotations: { "vnd.docker.reference.type": "attestation-manifest" },
        },
        { manifest: app.manifest, platform: platform("amd64") },
        { manifest: arm.manifest, platform: platform("arm64", "v8") },
      ],
      type,
    );
    const { host } = await serveContent({ "1": index }, [app, arm, notes]);
    const { ask } = clientOf();
    const onAmd = await ask(`${host}/app:1`);
    expect(onAmd).toMatchObject({ compressedBytes: 3_200, digest: index.digest, standsInFor: undefined });
    expect(onAmd?.platforms).toEqual(["linux/amd64", "linux/arm64/v8"]);
    expect(await ask(`${host}/app:1`, { platform: "linux/arm64" })).toMatchObject({ compressedBytes: 2_900 });
    expect(await ask(`${host}/app:1`, { platform: "linux/s390x" })).toMatchObject({
      compressedBytes: 3_200,
      platform: "linux/amd64",
      spread: { down: 0.75, up: 1.15 },
      standsInFor: "there is no image for linux/s390x; these are the figures for linux/amd64",
    });
  },
);

test("an index within an index is looked into", async () => {
  const inner = indexOf([{ manifest: app.manifest, platform: platform("amd64") }]);
  const outer = indexOf([{ manifest: inner }]);
  const { host } = await serveContent({ "1": outer }, [app, { ...app, manifest: inner }]);
  expect(await clientOf().ask(`${host}/app:1`)).toMatchObject({
    compressedBytes: 3_200,
    digest: outer.digest,
  });
});

test("zstd and layers of unknown kind are counted: sizes are those of the transfer", async () => {
  const zstd = imageOf({ layers: [700], layerType: "application/vnd.oci.image.layer.v1.tar+zstd" });
  const { host } = await serveContent({ "1": zstd.manifest }, [zstd]);
  expect(await clientOf().ask(`${host}/app:1`)).toMatchObject({ compressedBytes: 700, layers: [700] });
});

test("a chart is no image, and what is not there is not known", async () => {
  const config = json("application/vnd.cncf.helm.config.v1+json", {});
  const chart = json(app.manifest.type, {
    schemaVersion: 2,
    config: { mediaType: config.type, digest: config.digest, size: 2 },
    layers: [],
  });
  const { host } = await serveContent({ chart }, []);
  const { ask, tags } = clientOf();
  expect(await ask(`${host}/app:chart`)).toBeUndefined();
  expect(await ask(`${host}/app:gone`)).toBeUndefined();
  expect(await tags(`${host}/app`)).toBeUndefined();
});

test("a registry that does not tell digests, or knows no HEAD, is asked by the tag", async () => {
  const content = contentOf({ "1": app.manifest }, [app]);
  const { host, lines } = await serve(({ url = "", method }, response) => {
    if (method === "HEAD") return void response.writeHead(405).end();
    content(url, response);
  });
  expect(await clientOf().ask(`${host}/app:1`)).toMatchObject({ digest: app.manifest.digest });
  expect(lines()[1]).toBe("GET /v2/app/manifests/1");
});

test("tags are read page by page, as far as there are pages of this registry", async () => {
  const { host, lines } = await serve(({ url = "" }, response) => {
    const page = Number(/page=(\d)/.exec(url)?.[1] ?? 0);
    const next = page < 2 ? `/v2/app/tags/list?n=1000&page=${page + 1}` : "http://example.test/elsewhere";
    response.writeHead(200, { "content-type": "application/json", link: `<${next}>; rel="next"` });
    response.end(JSON.stringify({ name: "app", tags: [`1.${page}`, "not a tag", 7] }));
  });
  expect(await clientOf().tags(`${host}/app`)).toEqual(["1.0", "1.1", "1.2"]);
  expect(lines()).toHaveLength(3);
});
