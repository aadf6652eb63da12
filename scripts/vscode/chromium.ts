import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { quietly, step } from "../support/steps.ts";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const macApplications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** A Chromium of this machine; on Debian as root one is installed. `undefined` = there is none to be had. */
export async function findChromium(): Promise<string | undefined> {
  const present = onPath(names) ?? macApplications.find(existsSync);
  if (present || !canInstall()) return present;
  try {
    await step("Install chromium", installFromDebian);
  } catch {
    return undefined;
  }
  return onPath(names);
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && onPath(["apt-get"]) !== undefined;
}

function installFromDebian(): void {
  // Another run may be installing at this moment: wait for its lock instead of failing.
  const apt = ["-qq", "-o", "DPkg::Lock::Timeout=300"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  quietly("apt-get", [...apt, "update"], { env });
  quietly("apt-get", [...apt, "install", "--yes", "--no-install-recommends", "chromium"], { env });
}

function onPath(commands: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const places = commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return places.find(existsSync);
}
