import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { imageOf } from "./content.ts";
import { clientOf, contentOf, type Seen, serve } from "./stub.ts";

const app = imageOf({ layers: [3_000] });
const content = contentOf({ "1": app.manifest }, [app]);
const robot = `Basic ${Buffer.from("robot:s3cret").toString("base64")}`;
const secrets = /s3cret|cm9ib3Q6czNjcmV0/;

function homeWith(files: Readonly<Record<string, unknown>>): string {
  const home = mkdtempSync(path.join(tmpdir(), "plimsoll-home-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  for (const [name, value] of Object.entries(files)) {
    const file = path.join(home, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof value === "string" ? value : JSON.stringify(value));
    chmodSync(file, 0o755);
  }
  return home;
}

const entry = { auth: Buffer.from("robot:s3cret").toString("base64") };
const loggedIn = (host: string) => homeWith({ ".docker/config.json": { auths: { [host]: entry } } });

interface Opening {
  /** What the `Authorization` header has to be. */
  readonly key: string;
  readonly challenge: string;
}

/** A registry that opens with one key. */
async function serveLocked(opening: () => Opening) {
  return serve(({ url = "", method, headers }, response) => {
    const { key, challenge } = opening();
    if (headers.authorization === key) content(url, response, method === "HEAD");
    else response.writeHead(401, { "www-authenticate": challenge }).end();
  });
}

/** Makes tokens: `anonymous` for everybody, `robots` for who has the password. */
async function serveTokens() {
  return serve(({ headers, url = "" }, response) => {
    const scope = new URL(url, "http://x").searchParams.get("scope");
    if (scope !== "repository:team/app:pull") return void response.writeHead(400).end();
    const token = headers.authorization === robot ? "robots" : "anonymous";
    response.end(JSON.stringify(token === "robots" ? { access_token: token } : { token, expires_in: 300 }));
  });
}

const headersOf = (seen: readonly Seen[]) => seen.map(({ headers }) => headers.authorization);

test("whoever may read gets a token, which is used again", async () => {
  const tokens = await serveTokens();
  const challenge = `Basic realm="x, y", Bearer realm="${tokens.url}/token",service="registry.local",scope="repository:team/app:pull,push"`;
  const { host, seen } = await serveLocked(() => ({ key: "Bearer anonymous", challenge }));
  const { ask } = clientOf();
  expect(await ask(`${host}/team/app:1`)).toMatchObject({ compressedBytes: 3_000 });
  expect(await ask(`${host}/team/app:1`)).toBeDefined();
  expect(tokens.lines()).toEqual(["GET /token?scope=repository%3Ateam%2Fapp%3Apull&service=registry.local"]);
  expect(headersOf(seen).slice(0, 2)).toEqual([undefined, "Bearer anonymous"]);
  expect(headersOf(tokens.seen)).toEqual([undefined]);
});

test("a login is not looked for unless the user wants it", async () => {
  const tokens = await serveTokens();
  const challenge = `Bearer realm="${tokens.url}/token"`;
  const { host, seen } = await serveLocked(() => ({ key: "Bearer robots", challenge }));
  expect(await clientOf({ homeFolder: loggedIn(host) }).ask(`${host}/team/app:1`)).toBeUndefined();
  expect(headersOf([...seen, ...tokens.seen])).not.toContain(robot);
});

const wanted = { settings: { useDockerCredentials: true } };

test("with a login: a token for it, but only after one for everybody was not enough", async () => {
  const tokens = await serveTokens();
  const challenge = `Bearer realm="${tokens.url}/token"`;
  const { host, seen } = await serveLocked(() => ({ key: "Bearer robots", challenge }));
  const { ask } = clientOf({ homeFolder: loggedIn(host) });
  expect(await ask(`${host}/team/app:1`, wanted)).toMatchObject({ compressedBytes: 3_000 });
  expect(headersOf(tokens.seen)).toEqual([undefined, robot]);
  expect(headersOf(seen)).not.toContain(robot);
});

test("a registry that says of what is private that it is not there is told who asks", async () => {
  const tokens = await serveTokens();
  const { host } = await serve(({ url = "", method, headers }, response) => {
    const { authorization } = headers;
    if (authorization === "Bearer robots") content(url, response, method === "HEAD");
    else if (authorization) response.writeHead(404).end();
    else response.writeHead(401, { "www-authenticate": `Bearer realm="${tokens.url}/token"` }).end();
  });
  expect(await clientOf().ask(`${host}/team/app:1`)).toBeUndefined();
  expect(await clientOf({ homeFolder: loggedIn(host) }).ask(`${host}/team/app:1`, wanted)).toBeDefined();
});

test("with a login where everybody may read it is never sent", async () => {
  const tokens = await serveTokens();
  const challenge = `Bearer realm="${tokens.url}/token"`;
  const { host, seen } = await serveLocked(() => ({ key: "Bearer anonymous", challenge }));
  await clientOf({ homeFolder: loggedIn(host) }).ask(`${host}/team/app:1`, wanted);
  expect(headersOf([...seen, ...tokens.seen])).not.toContain(robot);
});

test("a password for a registry that takes it itself, and none for another registry", async () => {
  const { host } = await serveLocked(() => ({ key: robot, challenge: 'basic realm="x"' }));
  const other = await serveLocked(() => ({ key: robot, challenge: 'basic realm="x"' }));
  const { ask } = clientOf({ homeFolder: loggedIn(host) });
  expect(await ask(`${host}/app:1`, wanted)).toBeDefined();
  expect(await ask(`${other.host}/app:1`, wanted)).toBeUndefined();
  expect(headersOf(other.seen)).toEqual([undefined]);
});

test("what opens a registry does not go to where the registry sends", async () => {
  const storage = await serve(({ url = "" }, response) => content(url, response));
  const { host } = await serve(({ url = "", method, headers }, response) => {
    if (headers.authorization !== robot)
      response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
    else if (method === "HEAD") content(url, response, true);
    else response.writeHead(307, { location: `${storage.url}${url}` }).end();
  });
  expect(await clientOf({ homeFolder: loggedIn(host) }).ask(`${host}/app:1`, wanted)).toBeDefined();
  expect(storage.lines()).toHaveLength(2);
  expect(headersOf(storage.seen)).toEqual([undefined, undefined]);
});

test("where the registry sends cannot ask for the login itself", async () => {
  const storage = await serve((_, response) => {
    response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
  });
  const { host } = await serve(({ url }, response) => {
    response.writeHead(307, { location: `${storage.url}${url}` }).end();
  });
  const asked = clientOf({ homeFolder: loggedIn(host) }).ask(`${host}/app:1`, wanted);
  await expect(asked).rejects.toThrow("the host that the registry sends to wants a login");
  expect(headersOf(storage.seen)).toEqual([undefined]);
});

test.each([
  [
    "https://tokens.example/token",
    "the registry wants its login to be sent to another host, which was not done",
  ],
  ["http://tokens.example/token", "the registry names nobody trustworthy for tokens"],
  ["https://10.0.0.1/token", "the registry names nobody trustworthy for tokens"],
  ["https://user:pass@tokens.example/", "the registry names nobody trustworthy for tokens"],
  ["file:///etc/passwd", "the registry names nobody trustworthy for tokens"],
  ["", "the registry names nobody trustworthy for tokens"],
])("a login is not sent to %s", async (realm, message) => {
  const { authorize } = await import("../../../server/src/host/registry/tokens.ts");
  const { parseChallenges } = await import("../../../server/src/host/registry/challenge.ts");
  const sent: unknown[] = [];
  const asked = authorize(
    {
      challenges: parseChallenges(`Bearer realm="${realm}"`),
      repository: "team/app",
      base: new URL("https://registry.example.com/"),
      credentials: { kind: "password", username: "robot", password: "s3cret" },
      send: async (request) => {
        sent.push(request);
        throw new Error("sent");
      },
    },
    new AbortController().signal,
  );
  await expect(asked).rejects.toThrow(message);
  expect(sent).toEqual([]);
});

test.each([
  ["has no token", "{}", "the answer with the token has none"],
  ["is no JSON", "s3cret", "the token is no JSON object"],
  [
    "has more than a token",
    JSON.stringify({ token: "a\r\nx-evil: 1" }),
    "the token has characters that no token has",
  ],
  ["is endless", "x".repeat(70_000), "the answer has more than 65536 bytes"],
])("an answer that %s is refused", async (_, body, message) => {
  const tokens = await serve((_request, response) => void response.end(body));
  const challenge = `Bearer realm="${tokens.url}"`;
  const { host } = await serveLocked(() => ({ key: "Bearer x", challenge }));
  await expect(clientOf().ask(`${host}/app:1`)).rejects.toThrow(message);
});

/** A helper that writes down what it was asked, and knows one login. */
function helper(file: string, answer: string): string {
  return `#!/bin/sh\nread address\necho "$1 $address" >> ${file}\n${answer}\n`;
}

test.skipIf(process.platform === "win32")(
  "helpers are asked for registries that the file names",
  async () => {
    const { host, seen } = await serveLocked(() => ({ key: robot, challenge: 'Basic realm="x"' }));
    const stranger = await serveLocked(() => ({ key: robot, challenge: 'Basic realm="x"' }));
    const bin = homeWith({});
    const asked = path.join(bin, "asked");
    const answer = `echo '{"ServerURL":"x","Username":"robot","Secret":"s3cret"}'`;
    const home = homeWith({
      ".docker/config.json": {
        credsStore: "store",
        auths: { [host]: {} },
        credHelpers: { "a.example": "no" },
      },
      "bin/docker-credential-store": helper(asked, answer),
    });
    const environment = { PATH: path.join(home, "bin") + path.delimiter + (process.env.PATH ?? "") };
    const { ask } = clientOf({ homeFolder: home, environment });
    expect(await ask(`${host}/app:1`, wanted)).toBeDefined();
    expect(await ask(`${stranger.host}/app:1`, wanted)).toBeUndefined();
    const { readFileSync } = await import("node:fs");
    expect(readFileSync(asked, "utf8")).toBe(`get ${host}\n`);
    expect(headersOf(seen)).toContain(robot);
  },
);

test.skipIf(process.platform === "win32").each([
  ["is not there", undefined],
  ["knows nothing", "echo 'credentials not found in native keychain'; exit 1"],
  ["answers nonsense", "echo s3cret"],
  ["answers without end", "while :; do echo s3crets3crets3cret; done"],
])("a helper that %s opens nothing and shows nothing", async (_, answer) => {
  const { host } = await serveLocked(() => ({ key: robot, challenge: 'Basic realm="x"' }));
  const home = homeWith({
    ".docker/config.json": { credHelpers: { [host]: "odd" } },
    ...(answer !== undefined && { "bin/docker-credential-odd": `#!/bin/sh\n${answer}\n` }),
  });
  const environment = { PATH: path.join(home, "bin") };
  const outcome = await clientOf({ homeFolder: home, environment })
    .ask(`${host}/app:1`, wanted)
    .catch(String);
  expect(String(outcome)).toMatch(/^undefined$|a file with logins/);
  expect(String(outcome)).not.toMatch(secrets);
});

test.each<[string, (host: string) => Readonly<Record<string, unknown>>]>([
  [
    "config.json with an address",
    (host) => ({ ".docker/config.json": { auths: { [`https://${host}/v1/`]: entry } } }),
  ],
  ["config.json in another folder", (host) => ({ "elsewhere/config.json": { auths: { [host]: entry } } })],
  ["Podman's file", (host) => ({ "run/containers/auth.json": { auths: { [host]: entry } } })],
  [
    "Podman's file by the repository",
    (host) => ({
      ".config/containers/auth.json": { auths: { [`${host}/team`]: entry, [host]: { auth: "eDp5" } } },
    }),
  ],
])("a login is found in %s", async (_, files) => {
  const { host, seen } = await serveLocked(() => ({ key: robot, challenge: 'Basic realm="x"' }));
  const home = homeWith(files(host));
  const environment = {
    XDG_RUNTIME_DIR: path.join(home, "run"),
    DOCKER_CONFIG: path.join(home, "elsewhere"),
  };
  const usual = { XDG_RUNTIME_DIR: path.join(home, "run") };
  const isElsewhere = Object.keys(files(host)).some((name) => name.startsWith("elsewhere"));
  const { ask } = clientOf({ homeFolder: home, environment: isElsewhere ? environment : usual });
  expect(await ask(`${host}/team/app:1`, wanted)).toBeDefined();
  expect(headersOf(seen)).toContain(robot);
});

test("DOCKER_AUTH_CONFIG holds the same as config.json", async () => {
  const { host } = await serveLocked(() => ({ key: robot, challenge: 'Basic realm="x"' }));
  const environment = { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [host]: entry } }) };
  expect(await clientOf({ environment }).ask(`${host}/app:1`, wanted)).toBeDefined();
});

test("an identity token is exchanged, and a damaged file is told without its content", async () => {
  const forms: string[] = [];
  const tokens = await serve((request, response) => {
    if (request.method === "GET") return void response.writeHead(401).end();
    request.on("data", (chunk: Buffer) => forms.push(String(chunk)));
    request.on("end", () => response.end('{"access_token":"robots"}'));
  });
  const challenge = `Bearer realm="${tokens.url}/token",service="s"`;
  const { host } = await serveLocked(() => ({ key: "Bearer robots", challenge }));
  const home = homeWith({ ".docker/config.json": { auths: { [host]: { identitytoken: "s3cret" } } } });
  expect(await clientOf({ homeFolder: home }).ask(`${host}/team/app:1`, wanted)).toBeDefined();
  expect(Object.fromEntries(new URLSearchParams(forms.join("")))).toEqual({
    scope: "repository:team/app:pull",
    service: "s",
    grant_type: "refresh_token",
    client_id: "plimsoll",
    refresh_token: "s3cret",
  });
  const damaged = homeWith({ ".docker/config.json": '{"auths": s3cret' });
  const failure = await clientOf({ homeFolder: damaged }).ask(`${host}/team/app:1`, wanted).catch(String);
  expect(failure).toBe("Error: a file with logins of Docker or Podman is no JSON");
});
