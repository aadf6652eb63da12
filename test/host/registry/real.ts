import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createPrivateKey, sign } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { onPath } from "../../../scripts/support/debian.ts";
import type { ImageContent, Stored } from "./content.ts";

/** Debian's `docker-registry` on this machine, with everything in one folder that goes with the tests. */
export function createRealRegistries(program: string) {
  const folder = mkdtempSync(path.join(tmpdir(), "plimsoll-registry-"));
  const ended: (() => void)[] = [];
  afterAll(() => {
    for (const end of ended) end();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  });

  async function start(auth: string): Promise<string> {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const host = await startOn(await freePort(), auth);
      if (host !== undefined) return host;
    }
    throw new Error("the registry does not start");
  }

  /** Undefined when somebody else has taken the port meanwhile. */
  async function startOn(port: number, auth: string): Promise<string | undefined> {
    const file = path.join(folder, `${port}.yml`);
    const storage = path.join(folder, "storage");
    mkdirSync(storage, { recursive: true });
    writeFileSync(
      file,
      `version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\nstorage: {filesystem: {rootdirectory: ${storage}}}\nhttp: {addr: "127.0.0.1:${port}"}\n${auth}`,
    );
    const child = spawn(program, ["serve", file], {
      stdio: "ignore",
      env: { ...process.env, OTEL_TRACES_EXPORTER: "none" },
    });
    ended.push(() => child.kill("SIGKILL"));
    const host = `127.0.0.1:${port}`;
    return (await isAnswering(`http://${host}/v2/`, child)) ? host : undefined;
  }

  return {
    /** Everybody may read and write. */
    plain: () => start(""),
    /** robot:s3cret may. */
    withPassword() {
      const file = path.join(folder, "htpasswd");
      writeFileSync(file, "robot:$2b$12$NdChSB3RkG/1UcQ3EgxcjuvNm2z1qjamQZZod736tTRzuSSls8GY.\n");
      return start(`auth: {htpasswd: {realm: "test", path: ${file}}}\n`);
    },
    /** Everybody gets a token for `open/…`, robot:s3cret for all. Takes the program openssl. */
    async withTokens() {
      const [key, certificate] = [path.join(folder, "key.pem"), path.join(folder, "certificate.pem")];
      const made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=test", "-days", "2"];
      spawnSync("openssl", ["req", ...made, "-keyout", key, "-out", certificate], { stdio: "ignore" });
      const { url, end } = await serveTokens(readFileSync(key, "utf8"), readFileSync(certificate, "utf8"));
      ended.push(end);
      const token = `realm: "${url}/token", service: "registry.test", issuer: "test", rootcertbundle: ${certificate}`;
      return start(`auth: {token: {${token}}}\n`);
    },
  };
}

export const hasOpenssl = onPath(["openssl"]) !== undefined;

/** Signs tokens as Docker's token specification has it. */
async function serveTokens(privateKey: string, certificate: string) {
  const key = createPrivateKey(privateKey);
  const x5c = [certificate.replaceAll(/-----[^-]+-----|\s/g, "")];
  const robot = `Basic ${Buffer.from("robot:s3cret").toString("base64")}`;
  const server = createServer(({ url = "", headers }, response) => {
    if (headers.authorization !== undefined && headers.authorization !== robot)
      return void response.writeHead(401).end();
    const { searchParams } = new URL(url, "http://x");
    const scope = searchParams.get("scope") ?? "";
    const [type = "", name = "", actions = ""] = scope.split(":");
    const isGranted = headers.authorization === robot || name.startsWith("open/");
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: "test",
      aud: searchParams.get("service"),
      exp: now + 300,
      nbf: now - 10,
      iat: now,
      jti: String(now),
      access: isGranted ? [{ type, name, actions: actions.split(",") }] : [],
    };
    const text = `${encoded({ typ: "JWT", alg: "RS256", x5c })}.${encoded(claims)}`;
    const signature = sign("RSA-SHA256", Buffer.from(text), key).toString("base64url");
    response.end(JSON.stringify({ token: `${text}.${signature}`, expires_in: 300 }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const end = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, end };
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** Brings an image into a registry that everybody may write to, below all these tags. */
export async function push(
  host: string,
  repository: string,
  images: readonly ImageContent[],
  tags: Readonly<Record<string, Stored>>,
) {
  const base = `http://${host}/v2/${repository}`;
  const files = images.flatMap(({ config, layers }) => [config, ...layers]);
  for (const { body, digest } of files) {
    const begun = await fetch(`${base}/blobs/uploads/`, { method: "POST" });
    const place = new URL(begun.headers.get("location") ?? "", base);
    place.searchParams.set("digest", digest);
    await done(place, body, "application/octet-stream");
  }
  for (const { manifest } of images)
    await done(new URL(`${base}/manifests/${manifest.digest}`), manifest.body, manifest.type);
  for (const [tag, { body, type }] of Object.entries(tags))
    await done(new URL(`${base}/manifests/${tag}`), body, type);
}

async function done(url: URL, body: Buffer, type: string): Promise<void> {
  const answer = await fetch(url, { method: "PUT", body, headers: { "content-type": type } });
  if (answer.status !== 201) throw new Error(`status ${answer.status} for ${url.pathname}`);
}

async function isAnswering(url: string, registry: ChildProcess): Promise<boolean> {
  while (registry.exitCode === null) {
    const isThere = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isThere) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
