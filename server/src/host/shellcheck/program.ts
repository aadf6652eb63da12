import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/**
 * The ShellCheck to run: the file that a setting names, or with "" the first one on PATH. Folders of PATH that depend
 * on where the process stands are left out: a repository must not bring the program along.
 */
export function findProgram(setting: string, path = process.env.PATH ?? ""): string | undefined {
  if (setting !== "") return isAbsolute(setting) && isProgram(setting) ? setting : undefined;
  const name = process.platform === "win32" ? "shellcheck.exe" : "shellcheck";
  const folders = path.split(delimiter).filter(isAbsolute);
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
