import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Where a container engine listens on this machine. */
export type EngineAddress =
  /** A Unix socket, or a named pipe of Windows. */
  | { readonly kind: "socket"; readonly path: string }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number };

export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly isWindows: boolean;
  /** Number of the user, which rootless engines have in the names of their folders. */
  readonly uid: number | undefined;
}

/**
 * The engine that `docker` would speak to on this machine, else Podman's. An engine on another machine is not asked:
 * undefined, as when there is none.
 */
export async function engineAddress(machine: Machine): Promise<EngineAddress | undefined> {
  const { DOCKER_HOST: host, CONTAINER_HOST: podman } = machine.environment;
  if (host) return readAddress(host);
  const chosen = await hostOfContext(machine);
  if (chosen !== undefined) return readAddress(chosen);
  if (podman) return readAddress(podman);
  const path = socketsOf(machine).find((one) => existsSync(one));
  return path === undefined ? undefined : { kind: "socket", path };
}

/** `unix:///var/run/docker.sock`, `npipe:////./pipe/docker_engine`, `tcp://127.0.0.1:2375`. */
export function readAddress(host: string): EngineAddress | undefined {
  if (host.startsWith("unix://")) return { kind: "socket", path: host.slice("unix://".length) };
  if (host.startsWith("npipe://"))
    return { kind: "socket", path: host.slice("npipe://".length).replaceAll("/", "\\") };
  const [, name, port] = /^(?:tcp|http):\/\/(localhost|127\.[\d.]+|\[::1\])(?::(\d+))?\/?$/.exec(host) ?? [];
  return name === undefined
    ? undefined
    : { kind: "tcp", host: name.replace(/^\[|\]$/g, ""), port: Number(port ?? 2375) };
}

function socketsOf({ environment, home, isWindows, uid }: Machine): readonly string[] {
  if (isWindows) return ["\\\\.\\pipe\\docker_engine", "\\\\.\\pipe\\podman-machine-default"];
  const running = environment.XDG_RUNTIME_DIR ?? (uid === undefined ? undefined : `/run/user/${uid}`);
  return [
    "/var/run/docker.sock",
    ...(running === undefined ? [] : [join(running, "docker.sock")]),
    // Docker Desktop, Colima, OrbStack, Rancher Desktop.
    ...[".docker/run", ".docker/desktop", ".colima/default", ".orbstack/run", ".rd"].map((folder) =>
      join(home, folder, "docker.sock"),
    ),
    ...(running === undefined ? [] : [join(running, "podman/podman.sock")]),
    "/run/podman/podman.sock",
  ];
}

/** Docker's contexts: `config.json` names one, whose description lies in a folder named by the hash of its name. */
async function hostOfContext({ environment, home }: Machine): Promise<string | undefined> {
  const folder = environment.DOCKER_CONFIG || join(home, ".docker");
  const config = await jsonOf(join(folder, "config.json"));
  const name = environment.DOCKER_CONTEXT || textAt(config, "currentContext");
  if (!name || name === "default") return undefined;
  const hash = createHash("sha256").update(name).digest("hex");
  const described = await jsonOf(join(folder, "contexts/meta", hash, "meta.json"));
  return textAt(objectAt(objectAt(described, "Endpoints"), "docker"), "Host");
}

async function jsonOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined;
  }
}

function objectAt(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function textAt(value: unknown, key: string): string | undefined {
  const text = objectAt(value, key);
  return typeof text === "string" && text !== "" ? text : undefined;
}
