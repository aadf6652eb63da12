import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "../support/paths.ts";
import { quietly } from "../support/steps.ts";
import type { Profile } from "./profile.ts";

/** Other extensions for Dockerfiles, by their real ids. */
export const peers = ["docker.docker", "ms-azuretools.vscode-containers", "exiasr.hadolint"] as const;

const version = "0.0.1";

/**
 * Packs what stands in for another extension; gives the path of the package. One that is `silent` only is there: VS Code
 * lets such an extension go without a reload, as it does with one that was never needed.
 */
export function packPeer(id: (typeof peers)[number], folder: string, { silent = false } = {}): string {
  const source = emptyFolder(folder, id);
  copyFileSync(inRoot("test/e2e/peers/extension.js"), join(source, "extension.js"));
  const runs = { main: "./extension.js", activationEvents: ["onLanguage:dockerfile"] };
  return pack(id, source, silent ? {} : runs);
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
