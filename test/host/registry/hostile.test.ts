import type { ServerResponse } from "node:http";
import { expect, test, vi } from "vitest";
import { dockerType, imageOf, indexOf, json, ociType } from "./content.ts";
import { clientOf, contentOf, serve } from "./stub.ts";

const app = imageOf({ layers: [3_000] });
const content = contentOf({ "1": app.manifest }, [app]);

/** A registry that behaves, but for one kind of request. */
async function serveBut(pattern: RegExp, misbehave: (response: ServerResponse, url: string) => void) {
  return serve(({ url = "", method }, response) => {
    if (pattern.test(`${method} ${url}`)) misbehave(response, url);
    else content(url, response, method === "HEAD");
  });
}

const manifest = /^GET .*manifests/;

function endless(response: ServerResponse): void {
  response.writeHead(200, { "content-type": ociType });
  const more = (): void => {
    while (!response.destroyed && response.write(Buffer.alloc(65_536, " ")));
    if (!response.destroyed) response.once("drain", more);
  };
  more();
}

function sending(body: string, type = ociType): (response: ServerResponse) => void {
  return (response) => void response.writeHead(200, { "content-type": type }).end(body);
}

test.each<[string, RegExp, (response: ServerResponse, url: string) => void, string]>([
  ["never stops", manifest, endless, "the answer has more than 4194304 bytes"],
  [
    "announces more than it may",
    manifest,
    (r) => void r.writeHead(200, { "content-length": 1e12 }).write("{"),
    "the answer has more than 4194304 bytes",
  ],
  [
    "answers with a page",
    manifest,
    sending(String(app.manifest.body), "text/html"),
    "the registry answers with something that is no manifest",
  ],
  [
    "answers in schema 1",
    manifest,
    sending(String(app.manifest.body), "application/vnd.docker.distribution.manifest.v1+prettyjws"),
    "the registry answers in schema 1, which is out of use",
  ],
  [
    "says another type than the manifest itself",
    manifest,
    sending(String(app.manifest.body), dockerType),
    "the manifest says that it is something else than the registry says",
  ],
  ["sends another manifest", manifest, sending("{}"), "the manifest is not what its digest says"],
  ["sends another configuration", /blobs/, sending("{}"), "the configuration is not what its digest says"],
  [
    "has lost the configuration",
    /blobs/,
    (r) => void r.writeHead(404).end(),
    "the registry has no configuration for the image",
  ],
  ["fails", manifest, (r) => void r.writeHead(500).end("oops"), "the registry failed (status 500)"],
  [
    "ends in the middle",
    manifest,
    (r) => {
      r.writeHead(200, { "content-length": 9_000, "content-type": ociType });
      r.write("{", () => r.destroy());
    },
    "the connection failed (ECONNRESET)",
  ],
  [
    "sends round in circles",
    manifest,
    (r, url) => void r.writeHead(307, { location: url }).end(),
    "the registry sends on more than 3 times",
  ],
  [
    "sends to a metadata service",
    manifest,
    (r) => void r.writeHead(307, { location: "http://169.254.169.254/latest" }).end(),
    "the registry sends to where nobody should go",
  ],
  [
    "sends into the network of the user",
    manifest,
    (r) => void r.writeHead(307, { location: "https://10.0.0.1/x" }).end(),
    "the registry sends to where nobody should go",
  ],
  [
    "sends out without encryption",
    manifest,
    (r) => void r.writeHead(307, { location: "http://cdn.example/x" }).end(),
    "the registry sends to where nobody should go",
  ],
])("a registry that %s is refused and named", async (_, pattern, misbehave, message) => {
  const { host } = await serveBut(pattern, misbehave);
  await expect(clientOf().ask(`${host}/app:1`)).rejects.toThrow(message);
});

test("10 MB of headers are not read", async () => {
  const { host } = await serveBut(/^HEAD/, (response) => {
    response.socket?.write("HTTP/1.1 200 OK\r\n");
    for (let count = 0; count < 10_000; count += 1)
      response.socket?.write(`x-${count}: ${"x".repeat(1_000)}\r\n`);
    response.socket?.on("error", () => {});
  });
  await expect(clientOf().ask(`${host}/app:1`)).rejects.toThrow(
    "the headers of the answer have more than 32768 bytes",
  );
});

test.each([
  ["is cut off", '{"schemaVersion": 2, "config"'],
  ["is a list", "[]"],
  ["is null", "null"],
  ["has no configuration", '{"schemaVersion": 2, "layers": []}'],
  [
    "has a negative layer",
    JSON.stringify({
      config: { mediaType: app.config.type, digest: app.config.digest },
      layers: [{ size: -1 }],
    }),
  ],
  [
    "has a layer as big as a text",
    JSON.stringify({
      config: { mediaType: app.config.type, digest: app.config.digest },
      layers: [{ size: "9" }],
    }),
  ],
  [
    "has a configuration whose digest is a path",
    JSON.stringify({ config: { mediaType: app.config.type, digest: "../../../etc/passwd" }, layers: [] }),
  ],
])("a manifest that %s is refused", async (_, body) => {
  const { host, lines } = await serve(({ method }, response) => {
    if (method === "HEAD") return void response.writeHead(200, { "content-type": ociType }).end();
    sending(body)(response);
  });
  await expect(clientOf().ask(`${host}/app:1`)).rejects.toThrow(/malformed|no JSON object|has no size/);
  expect(lines()).toHaveLength(2);
});

test("an index within an index within an index is not looked for", async () => {
  const third = indexOf([{ manifest: app.manifest }]);
  const second = indexOf([{ manifest: third }]);
  const first = indexOf([{ manifest: second }]);
  const deep = contentOf({ "1": first }, [app, { ...app, manifest: second }, { ...app, manifest: third }]);
  const { host, lines } = await serve(({ url = "", method }, response) =>
    deep(url, response, method === "HEAD"),
  );
  expect(await clientOf().ask(`${host}/app:1`)).toBeUndefined();
  expect(lines()).toHaveLength(3);
});

test("messages do not quote what the user or the registry has written", async () => {
  const { host } = await serveBut(manifest, sending("SECRET", "SECRET/SECRET"));
  const failure = await clientOf().ask(`${host}/team-x/app:1`).catch(String);
  expect(failure).not.toMatch(/SECRET|team-x|127\.0\.0\.1/);
  const nobody = await clientOf().ask("127.0.0.1:9/team-x/app:1").catch(String);
  expect(nobody).toBe("Error: the connection failed (ECONNREFUSED)");
});

test.each([
  ["in seconds", () => "120", 120_000],
  ["by a date", () => new Date(Date.now() + 600_000).toUTCString(), 590_000],
  ["without saying when", () => undefined, 890_000],
  ["for longer than anybody may", () => "99999999", 6 * 3_600_000 - 1_000],
])("a registry that asks to wait %s is left alone so long, others are not", async (_, after, least) => {
  const busy = await serve((_request, response) => {
    const value = after();
    response.writeHead(429, value === undefined ? {} : { "retry-after": value }).end();
  });
  const other = await serveBut(/never/, () => {});
  const { ask } = clientOf();
  const message = /too many requests; it is not asked before \d\d:\d\d UTC/;
  await expect(ask(`${busy.host}/app:1`)).rejects.toThrow(message);
  await expect(ask(`${busy.host}/app:2`)).rejects.toThrow(message);
  expect(busy.lines()).toHaveLength(1);
  expect(await ask(`${other.host}/app:1`)).toBeDefined();
  const now = Date.now();
  vi.spyOn(Date, "now").mockReturnValue(now + least - 10_000);
  await expect(ask(`${busy.host}/app:1`)).rejects.toThrow(message);
  expect(busy.lines()).toHaveLength(1);
  vi.spyOn(Date, "now").mockReturnValue(now + least + 20_000);
  await expect(ask(`${busy.host}/app:1`)).rejects.toThrow(message);
  expect(busy.lines()).toHaveLength(2);
  vi.restoreAllMocks();
});

test("the last pulls that a registry grants are left to the user; what costs none goes on", async () => {
  let left = 40;
  const { host, lines } = await serve(({ url = "", method }, response) => {
    response.setHeader("ratelimit-limit", "100;w=21600");
    response.setHeader("ratelimit-remaining", `${left};w=21600`);
    content(url, response, method === "HEAD");
  });
  const { ask } = clientOf();
  const previous = await ask(`${host}/app:1`);
  left = 15;
  await expect(ask(`${host}/app:1`)).rejects.toThrow("few pulls are left");
  expect(lines().filter((line) => line.startsWith("GET"))).toHaveLength(2);
  expect(await ask(`${host}/app:1`, { previous })).toMatchObject({ compressedBytes: 3_000 });
});

test("no more than four requests are under way at once", async () => {
  let [open, most] = [0, 0];
  const { host } = await serve(({ url = "", method }, response) => {
    open += 1;
    most = Math.max(most, open);
    setTimeout(() => {
      open -= 1;
      content(url, response, method === "HEAD");
    }, 5);
  });
  const { ask } = clientOf();
  const all = await Promise.all(Array.from({ length: 12 }, (_, at) => ask(`${host}/app${at}:1`)));
  expect(all.every((facts) => facts?.compressedBytes === 3_000)).toBe(true);
  expect(most).toBe(4);
});

test("a metadata service is no registry", async () => {
  await expect(clientOf().ask("169.254.169.254/app:1")).rejects.toThrow("such an address is never asked");
});

test("a configuration may say anything", async () => {
  const config = json(app.config.type, {
    created: 5,
    os: [],
    config: { User: {}, Env: "x", Labels: [1] },
    history: {},
  });
  const odd = json(ociType, {
    config: { mediaType: config.type, digest: config.digest, size: 1 },
    layers: [],
  });
  const answer = contentOf({ "1": odd }, [{ manifest: odd, config, layers: [] }]);
  const { host } = await serve(({ url = "", method }, response) => answer(url, response, method === "HEAD"));
  expect(await clientOf().ask(`${host}/app:1`)).toMatchObject({
    compressedBytes: 0,
    created: undefined,
    user: undefined,
  });
});

test("a list of tags that goes on somewhere else ends", async () => {
  const other = await serve((_, response) => void response.end('{"tags":["stolen"]}'));
  const places = [`${other.url}/x`, `/${other.host}/x`, `//${other.host}/x`];
  for (const place of places) {
    const { host, url } = await serve((_, response) => {
      const link = place.startsWith("/") && !place.startsWith("//") ? `${url}/${place}` : place;
      response.writeHead(200, { link: `<${link}>; rel="next"` }).end('{"tags":["1"]}');
    });
    await clientOf().tags(`${host}/app`);
  }
  expect(other.lines()).toEqual([]);
});

test("a registry that does not answer is given up", async () => {
  const { host, lines } = await serve(() => {});
  await expect(clientOf({ timeLimit: 100 }).ask(`${host}/app:1`)).rejects.toThrow("no answer within 100 ms");
  expect(lines()).toHaveLength(1);
});
