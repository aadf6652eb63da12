import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quietly } from "../support/steps.ts";

/** The folders of one run, so that runs do not see each other. */
export type Profile = {
  readonly folder: string;
  readonly userData: string;
  readonly extensions: string;
  readonly temporary: string;
};

export const quietSettings = {
  "telemetry.telemetryLevel": "off",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "chat.disableAIFeatures": true,
  "editor.accessibilitySupport": "off",
  // What tests see does not depend on the network, and nothing of them leaves the machine.
  "plimsoll.registry.mode": "offline",
};

/** Disappears when this process ends. */
export function freshProfile(settings: Readonly<Record<string, unknown>> = {}): Profile {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-vscode-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const profile = {
    folder,
    userData: join(folder, "user-data"),
    extensions: join(folder, "extensions"),
    temporary: join(folder, "tmp"),
  };
  for (const path of [join(profile.userData, "User"), profile.extensions, profile.temporary]) {
    mkdirSync(path, { recursive: true });
  }
  const content = JSON.stringify({ ...quietSettings, ...settings }, null, 2);
  writeFileSync(join(profile.userData, "User", "settings.json"), content);
  return profile;
}

/** The command line that both installing and serving share. */
export function profileArguments(profile: Profile): readonly string[] {
  return [
    ...["--config", join(profile.folder, "code-server.yaml")],
    ...["--user-data-dir", profile.userData],
    ...["--extensions-dir", profile.extensions],
  ];
}

/** Gives the folder that our extension is unpacked in, once it and those beside it are installed. */
export function installVsix(codeServer: string, profile: Profile, ...packages: readonly string[]): string {
  const wanted = packages.flatMap((vsix) => ["--install-extension", vsix]);
  quietly(process.execPath, [codeServer, ...profileArguments(profile), ...wanted], {
    env: serverEnvironment(profile),
  });
  const name = readdirSync(profile.extensions).find((entry) => entry.startsWith("plimsoll.plimsoll-"));
  if (name === undefined) throw new Error("The extension was not installed.");
  return join(profile.extensions, name);
}

export function serverEnvironment(profile: Profile): NodeJS.ProcessEnv {
  // In a terminal of VS Code this variable would send the command line to that VS Code instead of ours.
  const { VSCODE_IPC_HOOK_CLI: _, ...inherited } = process.env;
  // No gallery: nothing is looked up, suggested or updated while tests run.
  return { ...inherited, TMPDIR: profile.temporary, EXTENSIONS_GALLERY: "{}" };
}
