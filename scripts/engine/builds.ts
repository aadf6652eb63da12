import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { inRoot } from "../support/paths.ts";
import { step } from "../support/steps.ts";
import { nothing, type Tally } from "../support/tally.ts";
import { runVitest } from "../support/vitest.ts";
import { makeBases } from "./bases.ts";
import { type Engine, type RunningEngine, startEngine } from "./engine.ts";
import { unpackEngine, whatIsMissing } from "./install.ts";

/** Builds the cases of test/builds with a real engine. Words choose cases by name. */
export async function runBuilds(words: readonly string[] = []): Promise<Tally> {
  const missing = await whatIsMissing();
  if (missing !== undefined) return skipped(missing);
  // Several clones may share what was brought in: PLIMSOLL_BUILDS_DIR names the folder.
  const folder = resolve(process.env.PLIMSOLL_BUILDS_DIR || inRoot(".builds"));
  const engine = await bringUp(folder);
  if (typeof engine === "string") return skipped(engine);
  try {
    // A whole run starts without anything that an earlier one has built, so that no layer is older than another.
    if (words.length === 0) await forgetBuilds(engine);
    process.env.PLIMSOLL_ENGINE = JSON.stringify(engine.address);
    const chosen = words.length > 0 ? ["-t", words.join("|")] : [];
    return await runVitest(["--config", "test/builds/vitest.config.ts", ...chosen]);
  } finally {
    delete process.env.PLIMSOLL_ENGINE;
    await engine.stop();
  }
}

/** Takes away images and build cache of earlier runs; the base images stay. */
async function forgetBuilds(engine: Engine): Promise<void> {
  const listed = await engine.docker([
    ...["image", "ls", "--filter", "reference=plimsoll-*", "--format", "{{.Repository}}:{{.Tag}}"],
  ]);
  const names = listed.split("\n").filter((name) => name !== "");
  if (names.length > 0) await engine.docker(["image", "rm", "--force", ...names]);
  await engine.docker(["image", "prune", "--force"]);
  await engine.docker(["builder", "prune", "--all", "--force"]);
}

/** The running engine with its base images, or in a few words why there is none. */
async function bringUp(folder: string): Promise<RunningEngine | string> {
  let engine: RunningEngine | undefined;
  try {
    const programs = join(folder, "engine");
    await step("Container engine", async () => {
      await unpackEngine(programs);
      engine = await startEngine(programs, join(folder, "data"));
    });
    if (engine) await makeBases(engine, folder);
    return engine ?? "it does not start";
  } catch (error) {
    await engine?.stop();
    const lines = String(error instanceof Error ? error.message : error)
      .trim()
      .split("\n");
    return lines.slice(0, 6).join(" / ");
  }
}

function skipped(reason: string): Tally {
  console.log(`skipped: real builds need a container engine, and ${reason}`);
  return { ...nothing, skipped: readdirSync(inRoot("test/builds/cases")).length };
}
