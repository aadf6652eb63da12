import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Engine } from "../../../scripts/engine/engine.ts";

export interface BuildInput {
  /** The name that the image gets. */
  readonly tag: string;
  readonly text: string;
  readonly context: string;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

/** A step of a build that BuildKit has done or taken from its cache; FROM is none. */
export interface BuiltStep {
  /** `[build 2/5] RUN make` */
  readonly name: string;
  readonly isCached: boolean;
}

/** Builds an image and tells the steps; throws with the build log when it fails. */
export async function build(engine: Engine, input: BuildInput): Promise<readonly BuiltStep[]> {
  const { tag, context, secrets = {} } = input;
  const place = mkdtempSync(path.join(tmpdir(), "plimsoll-dockerfile-"));
  try {
    const file = path.join(place, "Dockerfile");
    writeFileSync(file, withoutFrontend(input.text));
    const given = Object.entries(secrets).map(
      ([id, name]) => `--secret=id=${id},src=${path.join(context, name)}`,
    );
    const args = ["build", "--network=host", "--progress=rawjson", ...given, "-t", tag, "-f", file, context];
    const { code, stderr } = await engine.tryDocker(args);
    const progress = readProgress(stderr);
    if (code === 0) return progress.steps;
    throw new Error(`the build fails:\n${progress.log}\n--- Dockerfile\n${input.text}`);
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** Every build gets the frontend that is in the engine: another one would have to be downloaded. */
export function withoutFrontend(text: string): string {
  return text.replace(/^# *syntax *=.*\r?\n/i, "");
}

interface Progress {
  readonly vertexes?: readonly {
    readonly digest: string;
    readonly name: string;
    readonly cached?: boolean;
    readonly error?: string;
  }[];
  readonly logs?: readonly { readonly data: string }[];
}

function readProgress(text: string): { readonly steps: readonly BuiltStep[]; readonly log: string } {
  const steps = new Map<string, BuiltStep>();
  let log = "";
  for (const line of text.split("\n")) {
    if (!line.startsWith("{")) {
      log += `${line}\n`;
      continue;
    }
    const { vertexes = [], logs = [] }: Progress = JSON.parse(line);
    for (const { digest, name, cached = false, error } of vertexes) {
      if (isStep(name)) steps.set(digest, { name, isCached: cached });
      if (error) log += `${name}: ${error}\n`;
    }
    for (const { data } of logs) log += Buffer.from(data, "base64").toString();
  }
  return { steps: [...steps.values()], log };
}

/** `[2/5] RUN make`, `[build 2/5] COPY . .`, but neither `[internal] load build context` nor `[1/5] FROM …`. */
function isStep(name: string): boolean {
  return /^\[(?!internal\])[^\]]*\d\/\d+\] (?!FROM )/.test(name);
}

/** A change that every build notices, also one that follows an earlier run of the tests, and that no compiler minds. */
export function touch(context: string, file: string): void {
  appendFileSync(path.join(context, file), "\n".repeat(1 + Math.floor(Math.random() * 10_000)));
}
