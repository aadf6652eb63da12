import { existsSync } from "node:fs";
import { installFromDebian, onPath } from "../support/debian.ts";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const macApplications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** A Chromium of this machine; on Debian as root one is installed. `undefined` = there is none to be had. */
export async function findChromium(): Promise<string | undefined> {
  const present = onPath(names) ?? macApplications.find(existsSync);
  if (present) return present;
  await installFromDebian("chromium");
  return onPath(names);
}
