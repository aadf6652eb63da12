import { isAbsolute } from "node:path";
import { isProgram, programOnPath } from "../programOnPath.ts";

/** The ShellCheck to run: the file that a setting names, or with "" the first one on PATH. */
export function findProgram(setting: string, path = process.env.PATH ?? ""): string | undefined {
  if (setting !== "") return isAbsolute(setting) && isProgram(setting) ? setting : undefined;
  return programOnPath("shellcheck", path);
}
