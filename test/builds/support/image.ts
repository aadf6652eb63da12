import type { Engine } from "../../../scripts/engine/engine.ts";

/** What `docker image inspect` says of an image. */
export interface Image {
  /** Unpacked bytes of all layers. */
  readonly size: number;
  readonly config: Readonly<Record<string, unknown>>;
  /** Folders of the layers below the engine's `overlay2`, the lowest first. */
  readonly layers: readonly string[];
}

export async function inspect(engine: Engine, name: string): Promise<Image> {
  const [image] = JSON.parse(await engine.docker(["image", "inspect", name]));
  const { UpperDir: upper = "", LowerDir: lower = "" } = image.GraphDriver.Data;
  const layers = [upper, ...lower.split(":")].filter((layer: string) => layer !== "").reverse();
  return { size: image.Size, config: image.Config, layers };
}

/** One line of `docker history`. */
export interface HistoryEntry {
  readonly createdBy: string;
  readonly bytes: number;
}

/** How the image came about, the first instruction first. */
export async function history(engine: Engine, name: string): Promise<readonly HistoryEntry[]> {
  const printed = await engine.docker([
    "history",
    "--no-trunc",
    "--human=false",
    "--format",
    "{{json .}}",
    name,
  ]);
  const entries = printed
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  return entries.reverse().map(({ CreatedBy, Size }) => ({ createdBy: CreatedBy, bytes: Number(Size) }));
}

export interface Answer {
  readonly code: number;
  readonly stdout: string;
}

/** Starts the image, without a network, and waits for its end. */
export async function start(engine: Engine, name: string, command: readonly string[] = []): Promise<Answer> {
  const [program, ...args] = command;
  const own = program === undefined ? [name] : ["--entrypoint", program, name, ...args];
  const { code, stdout } = await engine.tryDocker(["run", "--rm", "--network=none", ...own]);
  return { code, stdout };
}
