import { spawn } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { isRecord } from "../images/storedFacts.ts";
import { programOnPath } from "../programOnPath.ts";

/** What a registry is told about who asks. */
export type Credentials =
  | { readonly kind: "password"; readonly username: string; readonly password: string }
  /** Stands for a login, and is exchanged for tokens. */
  | { readonly kind: "identity"; readonly token: string }
  | { readonly kind: "bearer"; readonly token: string };

/** Where Docker and Podman keep what the user has logged in with. */
export interface CredentialPlaces {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
}

export interface Wanted {
  readonly registry: string;
  readonly repository: string;
}

/** Bytes. */
const maxFile = 1_000_000;
const maxHelperOutput = 65_536;
/** Milliseconds. Helpers of cloud providers ask their own services. */
const helperTimeLimit = 10_000;
const hubKey = "https://index.docker.io/v1/";

/**
 * The user's login at a registry: of `DOCKER_AUTH_CONFIG`, Docker's config.json, then Podman's auth.json; read anew
 * each time and kept nowhere. A helper is started only for a registry that the file names. Messages hold no content.
 */
export async function findCredentials(
  wanted: Wanted,
  places: CredentialPlaces,
  signal: AbortSignal,
): Promise<Credentials | undefined> {
  for await (const config of configurations(places)) {
    const found = await ofConfiguration(config, wanted, places, signal);
    if (found) return found;
  }
  return undefined;
}

async function* configurations({ environment, homeFolder }: CredentialPlaces) {
  const direct = environment.DOCKER_AUTH_CONFIG;
  if (direct) yield parsed(direct);
  const docker = environment.DOCKER_CONFIG || path.join(homeFolder, ".docker");
  const runtime = environment.XDG_RUNTIME_DIR;
  const config = environment.XDG_CONFIG_HOME || path.join(homeFolder, ".config");
  const files = [
    path.join(docker, "config.json"),
    environment.REGISTRY_AUTH_FILE,
    runtime && path.join(runtime, "containers", "auth.json"),
    path.join(config, "containers", "auth.json"),
  ];
  for (const file of files) {
    const text = file && path.isAbsolute(file) ? await readSmall(file) : undefined;
    if (text !== undefined) yield parsed(text);
  }
}

async function readSmall(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile() || found.size > maxFile) return undefined;
  return readFile(file, "utf8").catch(() => undefined);
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  // The parser's own message quotes the text.
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    throw new Error("a file with logins of Docker or Podman is no JSON");
  }
}

async function ofConfiguration(
  config: Readonly<Record<string, unknown>>,
  wanted: Wanted,
  { environment }: CredentialPlaces,
  signal: AbortSignal,
): Promise<Credentials | undefined> {
  const { registry } = wanted;
  const own = entryFor(config.credHelpers, wanted);
  const entry = entryFor(config.auths, wanted);
  const helper = own ?? (entry === undefined ? undefined : config.credsStore);
  if (typeof helper === "string" && helper !== "") {
    const answer = await askHelper(helper, registry === "docker.io" ? hubKey : registry, environment, signal);
    if (answer) return answer;
  }
  return isRecord(entry) ? ofEntry(entry) : undefined;
}

/** The entry that names most of registry/repository. */
function entryFor(entries: unknown, { registry, repository }: Wanted): unknown {
  if (!isRecord(entries)) return undefined;
  const named = new Map(Object.entries(entries).map(([key, value]) => [normalized(key), value]));
  const parts = [registry, ...repository.split("/")];
  for (let count = parts.length; count > 0; count -= 1) {
    const found = named.get(parts.slice(0, count).join("/"));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Docker writes `https://index.docker.io/v1/` or a host, Podman a host with a path behind it. */
function normalized(key: string): string {
  const [host = "", ...rest] = key.replace(/^https?:\/\//, "").split("/");
  const registry = /^(index\.|registry-1\.)?docker\.io$/.test(host) ? "docker.io" : host;
  const isAddress = key.includes("://") || /^v[12]$/.test(rest[0] ?? "");
  return isAddress ? registry : [registry, ...rest].filter((part) => part !== "").join("/");
}

function ofEntry({
  auth,
  identitytoken,
  registrytoken,
  username,
  password,
}: Readonly<Record<string, unknown>>) {
  if (isSecret(registrytoken)) return { kind: "bearer", token: registrytoken } as const;
  if (isSecret(identitytoken)) return { kind: "identity", token: identitytoken } as const;
  if (isSecret(auth)) {
    const text = Buffer.from(auth, "base64").toString("utf8").replaceAll("\0", "");
    const colon = text.indexOf(":");
    return colon < 0 ? undefined : asPassword(text.slice(0, colon), text.slice(colon + 1));
  }
  return isSecret(username) && isSecret(password) ? asPassword(username, password) : undefined;
}

function asPassword(username: string, password: string): Credentials {
  return username === "<token>"
    ? { kind: "identity", token: password }
    : { kind: "password", username, password };
}

function isSecret(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** `docker-credential-… get`: the address goes in, JSON comes out. Undefined when it knows nothing or fails. */
async function askHelper(
  helper: string,
  server: string,
  environment: CredentialPlaces["environment"],
  signal: AbortSignal,
): Promise<Credentials | undefined> {
  if (!/^[\w.-]+$/.test(helper)) return undefined;
  const program = programOnPath(`docker-credential-${helper}`, environment.PATH ?? "");
  const output = program === undefined ? undefined : await outputOf(program, server, signal);
  if (output === undefined) return undefined;
  const { Username, Secret } = parsed(output);
  return isSecret(Username) && isSecret(Secret) ? asPassword(Username, Secret) : undefined;
}

function outputOf(program: string, input: string, outer: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const signal = AbortSignal.any([outer, AbortSignal.timeout(helperTimeLimit)]);
    const child = spawn(program, ["get"], {
      cwd: tmpdir(),
      stdio: ["pipe", "pipe", "ignore"],
      windowsHide: true,
      signal,
      killSignal: "SIGKILL",
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxHelperOutput) child.kill("SIGKILL");
      else chunks.push(chunk);
    });
    child.once("error", () => {
      // Whoever it has started may still hold the other end.
      child.stdout.destroy();
      resolve(undefined);
    });
    child.once("close", (code) => resolve(code === 0 ? Buffer.concat(chunks).toString("utf8") : undefined));
    child.stdin.on("error", () => {});
    child.stdin.end(`${input}\n`);
  });
}
