import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Profile, profileArguments, serverEnvironment } from "./profile.ts";

export type VsCodeServer = {
  /** host:port */
  readonly host: string;
  readonly url: string;
  stop(): Promise<void>;
};

type ServerOptions = {
  readonly env?: NodeJS.ProcessEnv;
  /** More of code-server's own command line. */
  readonly args?: readonly string[];
  /** Whether folders open in Restricted Mode until the user trusts them. */
  readonly asksForTrust?: boolean;
};

/** Serves VS Code on a free port of this machine only; ends with this process at the latest. */
export async function startVsCode(
  codeServer: string,
  profile: Profile,
  { env = {}, args = [], asksForTrust = false }: ServerOptions = {},
): Promise<VsCodeServer> {
  const host = `127.0.0.1:${await freePort()}`;
  const logFile = join(profile.folder, "server.log");
  const log = openSync(logFile, "w");
  const server = spawn(
    process.execPath,
    [
      codeServer,
      ...["--bind-addr", host, "--auth", "none"],
      ...["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"],
      ...(asksForTrust ? [] : ["--disable-workspace-trust"]),
      ...["--ignore-last-opened", ...profileArguments(profile), ...args],
    ],
    // A process group of its own, so that the extension hosts end with it.
    { stdio: ["ignore", log, log], env: { ...serverEnvironment(profile), ...env }, detached: true },
  );
  const kill = (signal: NodeJS.Signals): void => {
    if (server.exitCode === null && server.signalCode === null && server.pid)
      process.kill(-server.pid, signal);
  };
  const killAtExit = (): void => kill("SIGKILL");
  process.once("exit", killAtExit);

  for (let tries = 0; !(await isUp(host)); tries += 1) {
    if (server.exitCode !== null || tries === 600) {
      throw new Error(`VS Code did not start:\n${readFileSync(logFile, "utf8")}`);
    }
    await wait(100);
  }

  return {
    host,
    url: `http://${host}`,
    async stop() {
      const ended = once(server, "exit");
      kill("SIGTERM");
      await Promise.race([ended, wait(5000).then(() => kill("SIGKILL"))]);
      process.off("exit", killAtExit);
    },
  };
}

async function isUp(host: string): Promise<boolean> {
  try {
    return (await fetch(`http://${host}/healthz`)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenHere(server);
  server.close();
  await once(server, "close");
  return port;
}

/** On a free port of this machine only. */
export async function listenHere(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No free port.");
  return address.port;
}
