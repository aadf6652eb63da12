import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { quietly, step } from "./steps.ts";

/** Installs a package where that can be done without asking anybody: on Debian and its relatives, as root. */
export async function installFromDebian(name: string): Promise<void> {
  if (process.getuid?.() !== 0 || onPath(["apt-get"]) === undefined) return;
  // Another run may be installing at this moment: wait for its lock instead of failing.
  const apt = ["-qq", "-o", "DPkg::Lock::Timeout=300"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    await step(`Install ${name}`, () => {
      quietly("apt-get", [...apt, "update"], { env });
      quietly("apt-get", [...apt, "install", "--yes", "--no-install-recommends", name], { env });
    });
  } catch {
    // Whoever needs it sees that it is not there, and says so.
  }
}

/** The first of these commands that PATH has. */
export function onPath(commands: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const places = commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return places.find(existsSync);
}
