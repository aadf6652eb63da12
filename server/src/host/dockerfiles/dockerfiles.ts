import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { findDockerfiles } from "./find.ts";

/** A Dockerfile as it is on disk. */
export interface FileOnDisk {
  /** Differs when the text does. */
  readonly stamp: string;
  /** Undefined when the stamp is the one that was known. */
  readonly text: string | undefined;
}

/** Nobody writes longer ones. */
const mostBytes = 128 * 1024;

/** Follows no link, and waits for nobody who writes into a pipe. Windows knows neither. */
const plainFilesOnly = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The files on this machine. */
export const dockerfilesOnDisk = {
  find: findDockerfiles,
  /** Undefined for what is gone, cannot be read, is no plain file, or is longer than anybody writes. Never rejects. */
  async read(path: string, known: string | undefined): Promise<FileOnDisk | undefined> {
    try {
      const file = await open(path, plainFilesOnly);
      try {
        const stat = await file.stat();
        if (!stat.isFile() || stat.size > mostBytes) return undefined;
        const stamp = `${stat.mtimeMs} ${stat.size}`;
        return { stamp, text: stamp === known ? undefined : await file.readFile("utf8") };
      } finally {
        await file.close();
      }
    } catch {
      return undefined;
    }
  },
} as const;
