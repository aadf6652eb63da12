import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { output } from "../support/commands.ts";
import { onPath } from "../support/debian.ts";
import { inRoot } from "../support/paths.ts";
import { step } from "../support/steps.ts";
import type { Engine } from "./engine.ts";
import { mirror } from "./install.ts";

/** An image that cases are built from, made on this machine from Debian packages under the names of an official one. */
interface Base {
  /** Its folder in test/builds/bases. */
  readonly folder: string;
  /** What the first line of its Dockerfile says: `# Stands in for debian:bookworm, debian:bookworm-slim`. */
  readonly names: readonly [string, ...string[]];
  /** Images that it takes something from. */
  readonly from: readonly string[];
}

const bases: readonly Base[] = inOrder(readdirSync(inRoot("test/builds/bases")).sort().map(readBase));

/** Every image that a case can be built from. */
export const baseNames: readonly string[] = bases.flatMap(({ names }) => names);

function readBase(folder: string): Base {
  const text = readFileSync(inRoot("test/builds/bases", folder, "Dockerfile"), "utf8");
  const [name, ...others] = /^# Stands in for (.+)$/m.exec(text)?.[1]?.split(/, */) ?? [];
  if (name === undefined)
    throw new Error(`test/builds/bases/${folder}/Dockerfile does not say what it stands in for`);
  const from = [...text.matchAll(/^(?:FROM |COPY .*--from=)(\S+)/gm)].map(([, image]) => image ?? "");
  return { folder, names: [name, ...others], from: from.filter((image) => image !== "scratch") };
}

/** Each behind those that it takes something from. */
function inOrder(unordered: readonly Base[]): readonly Base[] {
  const ordered = new Set<Base>();
  const add = (base: Base): void => {
    for (const other of unordered) if (other.names.some((name) => base.from.includes(name))) add(other);
    ordered.add(base);
  };
  unordered.forEach(add);
  return [...ordered];
}

const label = "plimsoll.recipe";

/** Makes the bases that are missing, or made in another way than today's. */
export async function makeBases(engine: Engine, workFolder: string): Promise<void> {
  const recipes = new Map<string, string>();
  for (const { folder, names, from } of bases) {
    const recipe = recipeOf(folder, from.map((image) => recipes.get(image) ?? "").join(" "));
    for (const name of names) recipes.set(name, recipe);
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
