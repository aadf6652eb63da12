import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "../support/paths.ts";
import { quietly } from "../support/steps.ts";
import type { Profile } from "./profile.ts";

/** Other extensions for Dockerfiles, by their real ids. */
const peers = [
  "docker.docker",
  "ms-azuretools.vscode-containers",
  "ms-azuretools.vscode-docker",
  "exiasr.hadolint",
] as const;
type Peer = (typeof peers)[number];

/**
 * How it is there: at work; never needed so far, which VS Code lets go without a reload; or without code, as the Docker
 * extension has been since it became a pack that names another one.
 */
type Kind = "working" | "idle" | "pack";

const version = "0.0.1";

/** What stands in for other extensions, side by side: Container Tools comes with the Docker extension of today. */
export function packPeers(folder: string): readonly string[] {
  return peers.map((id) => packPeer(id, folder, id === "ms-azuretools.vscode-docker" ? "pack" : "working"));
}

/** The Docker extension as it was until 1.29, which had everything itself. */
export function packOldDocker(folder: string): string {
  return packPeer("ms-azuretools.vscode-docker", folder, "working");
}

/** Packages by names; those to try coming and going with. */
export function packIdlePeers(folder: string): Readonly<Record<string, string>> {
  const idle = peers.map((id) => [id, packPeer(id, folder, "idle")]);
  return { ...Object.fromEntries(idle), pack: packPeer("ms-azuretools.vscode-docker", folder, "pack") };
}

function packPeer(id: Peer, folder: string, kind: Kind): string {
  const source = emptyFolder(join(folder, kind), id);
  if (kind === "pack") return pack(id, source, {});
  copyFileSync(inRoot("test/e2e/peers/extension.js"), join(source, "extension.js"));
  const event = kind === "working" ? "onLanguage:dockerfile" : "onCommand:nobody.runs.this";
  return pack(id, source, { main: "./extension.js", activationEvents: [event] });
}

/** A language pack for Simplified Chinese without texts: those of VS Code itself stay English. */
export function packLanguage(profile: Profile): string {
  const id = "plimsoll.test-language-pack";
  const source = emptyFolder(profile.folder, id);
  const texts = join(source, "main.i18n.json");
  writeFileSync(texts, JSON.stringify({ version: "1.0.0", contents: {} }));
  const translations = [{ id: "vscode", path: "./main.i18n.json" }];
  const names = { languageName: "Chinese Simplified", localizedLanguageName: "中文(简体)" };
  const localizations = [{ languageId: "zh-cn", ...names, translations }];
  // VS Code writes this list itself, but later than it reads it for the first window.
  const extensions = [{ extensionIdentifier: { id }, version }];
  const installed = { hash: "0", label: "中文(简体)", extensions, translations: { vscode: texts } };
  writeFileSync(join(profile.userData, "languagepacks.json"), JSON.stringify({ "zh-cn": installed }));
  return pack(id, source, { contributes: { localizations } });
}

function emptyFolder(folder: string, id: string): string {
  const source = join(folder, id);
  mkdirSync(source, { recursive: true });
  return source;
}

function pack(id: string, source: string, manifest: object): string {
  const [publisher, name] = id.split(".");
  const complete = { publisher, name, version, engines: { vscode: "^1.105.0" }, ...manifest };
  writeFileSync(join(source, "package.json"), JSON.stringify(complete));
  const file = `${source}.vsix`;
  const unasked = ["--no-dependencies", "--allow-missing-repository", "--skip-license"];
  quietly("vsce", ["package", ...unasked, "--out", file], { cwd: source });
  return file;
}
