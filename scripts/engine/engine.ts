import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { output, type Ran, run } from "../support/commands.ts";

/** A container engine of our own, with BuildKit in it. */
export interface Engine {
  /** Runs `docker` and gives what came of it. */
  tryDocker(args: readonly string[], options?: DockerOptions): Promise<Ran>;
  /** What `docker` prints; throws when it fails. */
  docker(args: readonly string[], options?: DockerOptions): Promise<string>;
}

interface DockerOptions {
  readonly cwd?: string;
  readonly input?: string;
}

export interface RunningEngine extends Engine {
  readonly address: EngineAddress;
  stop(): Promise<void>;
}

/** All that another process needs to speak with the engine. */
export interface EngineAddress {
  readonly programs: string;
  readonly socket: string;
}

/** Starts the engine that `programs` holds. Images and build cache stay in `data` from one run to the next. */
export async function startEngine(programs: string, data: string): Promise<RunningEngine> {
  mkdirSync(data, { recursive: true });
  // Sockets have short names only, wherever the project lies.
  const sockets = mkdtempSync(join(tmpdir(), "plimsoll-engine-"));
  const address = { programs, socket: `unix://${join(sockets, "docker.sock")}` };
  const engine = engineAt(address);
  const daemon = startDaemon(address, data, sockets);
  // Whatever happens to this run, the engine does not outlive it.
  const end = (): boolean => daemon.kill("SIGTERM");
  process.once("exit", end);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));
  if (!(await answers(engine, daemon))) {
    const said = lastLine(join(sockets, "log"));
    await stop();
    throw new Error(`the engine does not start: ${said}`);
  }
  return { ...engine, address, stop };

  async function stop(): Promise<void> {
    const ended = new Promise((done) => daemon.once("exit", done));
    if (end()) await ended;
    process.off("exit", end);
    rmSync(sockets, { recursive: true, force: true });
  }
}

export function engineAt({ programs, socket }: EngineAddress): Engine {
  const env = {
    ...process.env,
    ...paths(programs),
    DOCKER_HOST: socket,
    DOCKER_CONFIG: join(programs, "config"),
  };
  const docker = join(programs, "usr/bin/docker");
  return {
    tryDocker: (args, options) => run(docker, args, { env, ...options }),
    docker: (args, options) => output(docker, args, { env, ...options }),
  };
}

/**
 * No garbage collection: on a disk that is nearly full it would take away what the next build looks for in the cache.
 * A file of our own also keeps the settings of the machine's engine out.
 */
const daemonSettings = { builder: { gc: { enabled: false } } };

function startDaemon({ programs, socket }: EngineAddress, data: string, sockets: string): ChildProcess {
  const log = openSync(join(sockets, "log"), "a");
  const settings = join(sockets, "daemon.json");
  writeFileSync(settings, JSON.stringify(daemonSettings));
  const places = [
    "--config-file",
    settings,
    "--data-root",
    data,
    "--exec-root",
    join(sockets, "exec"),
    "--pidfile",
    join(sockets, "pid"),
  ];
  // No bridge and no firewall rules: the machine's own network stays as it is.
  const network = [
    "--bridge=none",
    "--iptables=false",
    "--ip6tables=false",
    "--ip-forward=false",
    "--ip-masq=false",
  ];
  return spawn(
    join(programs, "usr/sbin/dockerd"),
    ["--host", socket, ...places, ...network, "--storage-driver=overlay2"],
    {
      // A proxy where nobody listens: whatever is not on this machine fails at once, and is not asked for elsewhere.
      env: {
        ...process.env,
        ...paths(programs),
        HTTP_PROXY: "http://127.0.0.1:9",
        HTTPS_PROXY: "http://127.0.0.1:9",
        NO_PROXY: "127.0.0.1,localhost",
      },
      stdio: ["ignore", log, log],
    },
  );
}

function paths(programs: string): NodeJS.ProcessEnv {
  return { PATH: `${join(programs, "usr/bin")}:${join(programs, "usr/sbin")}:${process.env.PATH}` };
}

async function answers(engine: Engine, daemon: ChildProcess): Promise<boolean> {
  for (let tries = 0; tries < 300 && daemon.exitCode === null; tries += 1) {
    if ((await engine.tryDocker(["version"])).code === 0) return true;
    await pause(200);
  }
  return false;
}

function lastLine(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").at(-1) : undefined;
}
