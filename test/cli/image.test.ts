import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, connect, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { imageOf } from "../host/registry/content.ts";
import { hasOpenssl } from "../host/registry/real.ts";
import { contentOf, serveContent } from "../host/registry/stub.ts";

const cli = path.resolve(import.meta.dirname, "../../dist/cli.cjs");
const folder = mkdtempSync(path.join(tmpdir(), "plimsoll-image-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const debian = [{ created_by: "# debian.sh --arch 'amd64' out/ 'bookworm' '@1'" }];
const app = imageOf({ layers: [3_000_000, 200], history: debian, config: { User: "app" } });

interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** Not in step with this process, which plays the registry meanwhile. */
function plimsoll(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const usual = {
    PATH: process.env.PATH,
    NO_COLOR: "1",
    HOME: folder,
    XDG_CACHE_HOME: path.join(folder, "cache"),
  };
  const child = spawn(process.execPath, [cli, ...args], { cwd: folder, env: { ...usual, ...env } });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  return new Promise((resolve) => child.once("close", (status) => resolve({ stdout, stderr, status })));
}

test("without --online the package answers, and nobody is asked", async () => {
  const { host, lines } = await serveContent({ "1": app.manifest }, [app]);
  expect((await plimsoll(["image", "node:22-slim"])).stdout).toMatch(
    /Download +80 MB[\s\S]*Plimsoll's own table, as of/,
  );
  const unknown = await plimsoll(["image", `${host}/app:1`]);
  expect(unknown).toMatchObject({ stdout: `Nothing is known about ${host}/app:1.\n`, status: 1 });
  expect(lines()).toEqual([]);
});

test("with --online the registry answers, and its answer is kept", async () => {
  const { host, lines } = await serveContent({ "1": app.manifest }, [app]);
  const online = ["--online", "--allow-host", host];
  const { stdout, stderr, status } = await plimsoll(["image", ...online, `${host}/app:1`]);
  expect(stdout).toMatch(
    /Download +3 MB, 2 layers\n[\s\S]*System +debian bookworm[\s\S]*User +app[\s\S]*Source +the registry, asked just now/,
  );
  expect([stderr, status]).toEqual(["", 0]);
  expect(lines()).toHaveLength(3);
  const again = await plimsoll(["image", "--format", "json", ...online, `${host}/app:1`]);
  expect(JSON.parse(again.stdout)).toMatchObject({ compressedBytes: 3_000_200, digest: app.manifest.digest });
  expect(lines()).toHaveLength(3);
});

test("a host that nobody allowed is not asked, and is told", async () => {
  const { host, lines } = await serveContent({ "1": app.manifest }, [app]);
  const { stderr, status } = await plimsoll(["image", "--online", `${host}/app:1`]);
  expect(stderr).toBe(`plimsoll: ${host} is not asked; --allow-host ${host} allows it\n`);
  expect([status, lines()]).toEqual([1, []]);
});

test("size and check know what the registry says", async () => {
  const { host } = await serveContent({ "1": app.manifest }, [app]);
  writeFileSync(path.join(folder, "Dockerfile"), `FROM ${host}/app:1\n`);
  const offline = await plimsoll(["size", "Dockerfile"]);
  const online = await plimsoll(["size", "--online", "--allow-host", host, "Dockerfile"]);
  expect(offline.stdout).not.toContain("3 MB");
  expect(online.stdout).toContain("3 MB");
});

test("--tags lists what the registry has", async () => {
  const { serve } = await import("../host/registry/stub.ts");
  const { host } = await serve((_, response) => void response.end('{"tags":["1","2"]}'));
  const { stdout } = await plimsoll(["image", "--tags", "--online", "--allow-host", host, `${host}/app`]);
  expect(stdout).toBe("1\n2\n");
});

test.each([
  [["image"], "image needs the name of an image, such as node:22-slim"],
  [["image", "A B"], "'A B' is no image reference"],
  [["image", "--allow-host", "x", "node"], "--allow-host needs --online"],
  [["image", "--docker-credentials", "node"], "--docker-credentials needs --online"],
])("%j is told to be wrong", async (args, message) => {
  expect(await plimsoll(args)).toMatchObject({ stderr: `plimsoll: ${message}\n`, status: 2 });
});

if (!hasOpenssl) console.log("skipped: the tests of proxies and certificates need the program openssl");

/** A registry with a certificate that only those trust who are told to, behind a proxy that knows where it is. */
async function serveBehindProxy() {
  const [key, certificate] = [path.join(folder, "key.pem"), path.join(folder, "certificate.pem")];
  const made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=registry.test"];
  const names = ["-addext", "subjectAltName=DNS:registry.test"];
  spawnSync("openssl", ["req", ...made, ...names, "-keyout", key, "-out", certificate], { stdio: "ignore" });
  const content = contentOf({ "1": app.manifest }, [app]);
  const secure = { key: readFileSync(key), cert: readFileSync(certificate) };
  const registry = createHttpsServer(secure, ({ url = "", method }, response) =>
    content(url, response, method === "HEAD"),
  );
  const connected: string[] = [];
  const proxy = createHttpServer((_, response) => void response.writeHead(500).end());
  proxy.on("connect", ({ url = "", headers }, socket) => {
    connected.push(`${url} ${headers["proxy-authorization"] ?? ""}`);
    const inner = connect(portOf(registry), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      inner.pipe(socket).pipe(inner);
    });
    for (const one of [inner, socket]) one.on("error", () => {});
  });
  for (const server of [registry, proxy]) {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
  }
  return { proxy: `127.0.0.1:${portOf(proxy)}`, certificate, connected };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

const behindProxy = ["image", "--online", "--allow-host", "registry.test", "registry.test/app:1"];

test.skipIf(!hasOpenssl)("proxies and certificates of the environment are used", async () => {
  const { proxy, certificate, connected } = await serveBehindProxy();
  const { stdout, stderr } = await plimsoll(behindProxy, {
    HTTPS_PROXY: `http://me:pass%20word@${proxy}`,
    NODE_EXTRA_CA_CERTS: certificate,
  });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/Download +3 MB/);
  const login = Buffer.from("me:pass word").toString("base64");
  expect(new Set(connected)).toEqual(new Set([`registry.test:443 Basic ${login}`]));
});

test.skipIf(!hasOpenssl)("a certificate that nobody vouches for is refused", async () => {
  const { proxy } = await serveBehindProxy();
  const env = { https_proxy: proxy, XDG_CACHE_HOME: path.join(folder, "other") };
  const { stdout, stderr } = await plimsoll(behindProxy, env);
  expect(stdout).toBe("Nothing is known about registry.test/app:1.\n");
  expect(stderr).toBe(
    "plimsoll: Image figures: the registry failed: the connection failed (DEPTH_ZERO_SELF_SIGNED_CERT)\n",
  );
});
