import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { output } from "../support/commands.ts";
import { onPath } from "../support/debian.ts";
import { inRoot } from "../support/paths.ts";
import { step } from "../support/steps.ts";
import type { Engine } from "./engine.ts";
import { mirror } from "./install.ts";

/**
 * The base images of the cases, made on this machine from Debian packages, under the names of the official images that
 * they stand in for. Each stands on one that is made before it.
 */
const bases: readonly Base[] = [
  { folder: "debian", names: ["debian:bookworm-slim", "debian:bookworm"], on: undefined },
  { folder: "node-slim", names: ["node:24-slim"], on: "debian" },
  { folder: "node", names: ["node:24"], on: "node-slim" },
  { folder: "python-slim", names: ["python:3.11-slim"], on: "debian" },
  { folder: "python", names: ["python:3.11"], on: "python-slim" },
  { folder: "gcc", names: ["gcc:12"], on: "debian" },
  { folder: "golang", names: ["golang:1.19"], on: "debian" },
  { folder: "jre", names: ["eclipse-temurin:17-jre"], on: "debian" },
  { folder: "jdk", names: ["eclipse-temurin:17-jdk"], on: "jre" },
];

interface Base {
  /** Its folder in test/builds/bases. */
  readonly folder: string;
  readonly names: readonly [string, ...string[]];
  readonly on: string | undefined;
}

/** Every image that a case can be built from. */
export const baseNames: readonly string[] = bases.flatMap(({ names }) => names);

const label = "plimsoll.recipe";

/** Makes the bases that are missing, or made in another way than today's. */
export async function makeBases(engine: Engine, workFolder: string): Promise<void> {
  const recipes = new Map<string, string>();
  for (const { folder, names, on } of bases) {
    const recipe = recipeOf(folder, recipes.get(on ?? "") ?? "");
    recipes.set(folder, recipe);
    const [name, ...others] = names;
    if ((await recipeBehind(engine, name)) !== recipe)
      await step(`Make ${name}`, () =>
        make(engine, folder, workFolder, ["-t", name, "--label", `${label}=${recipe}`]),
      );
    for (const other of others) await engine.docker(["tag", name, other]);
  }
}

function recipeOf(folder: string, below: string): string {
  const hash = createHash("sha256").update(`${below} ${process.version} ${mirror()}\n`);
  const path = inRoot("test/builds/bases", folder);
  for (const file of readdirSync(path).sort())
    hash.update(`${file}\n`).update(readFileSync(join(path, file)));
  return hash.digest("hex").slice(0, 16);
}

async function recipeBehind(engine: Engine, name: string): Promise<string | undefined> {
  const { code, stdout } = await engine.tryDocker([
    "image",
    "inspect",
    "-f",
    "{{json .Config.Labels}}",
    name,
  ]);
  return code === 0 ? JSON.parse(stdout)?.[label] : undefined;
}

async function make(
  engine: Engine,
  folder: string,
  workFolder: string,
  options: readonly string[],
): Promise<void> {
  const context = mkdtempSync(join(workFolder, "base-"));
  try {
    cpSync(inRoot("test/builds/bases", folder), context, { recursive: true });
    await bringFromMachine(folder, context);
    // The host's network, as the engine has none of its own.
    await engine.docker(["build", "-q", "--network=host", ...options, context]);
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

async function bringFromMachine(folder: string, context: string): Promise<void> {
  if (folder === "debian") await output("sh", ["root.sh", mirror() ?? ""], { cwd: context });
  if (folder !== "node-slim") return;
  const npm = dirname(realpathSync(onPath(["npm"]) ?? ""));
  cpSync(process.execPath, join(context, "node"));
  cpSync(dirname(npm), join(context, "npm"), { recursive: true });
  cpSync("/etc/ssl/certs/ca-certificates.crt", join(context, "ca-certificates.crt"));
}
