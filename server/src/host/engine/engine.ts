import { homedir, userInfo } from "node:os";
import { type EngineAddress, engineAddress, type Machine } from "./address.ts";
import { askEngine } from "./api.ts";

/** What a container engine is asked; see `askEngine` for errors. */
export interface Engine {
  get(path: string, signal?: AbortSignal): Promise<unknown>;
}

/** The engine of this machine, looked for when it is needed; undefined while there is none. */
export type FindEngine = () => Promise<Engine | undefined>;

/** Milliseconds in which an engine that was not there is not looked for again. */
const pause = 60_000;

export function engineFinder(machine: Machine = thisMachine()): FindEngine {
  let found: { readonly address: EngineAddress | undefined; readonly at: number } | undefined;
  return async () => {
    if (!found || (!found.address && Date.now() - found.at > pause))
      found = { address: await engineAddress(machine), at: Date.now() };
    const { address } = found;
    return address && engineAt(address);
  };
}

export function engineAt(address: EngineAddress): Engine {
  return { get: (path, signal) => askEngine(address, path, signal) };
}

function thisMachine(): Machine {
  const isWindows = process.platform === "win32";
  return {
    environment: process.env,
    home: homedir(),
    isWindows,
    uid: isWindows ? undefined : userInfo().uid,
  };
}
