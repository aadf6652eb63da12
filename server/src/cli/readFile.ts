import { readFileSync, statSync } from "node:fs";
import { mayHoldDockerfiles } from "../host/inline/names.ts";
import { t } from "../l10n/t.ts";
import { UserError } from "./userError.ts";

/** No Dockerfile is near this size; what is larger is a mistake or hostile. */
const maxBytes = 2_000_000;

/** Reads a text file, or standard input for `-`. Throws a UserError that says what is wrong with it. */
export function readText(path: string): string {
  const bytes = path === "-" ? readStandardInput() : readPath(path);
  if (bytes.length > maxBytes)
    throw new UserError(t("{0} has {1} bytes; the limit is {2}", path, bytes.length, maxBytes));
  if (bytes.includes(0)) throw new UserError(t("{0} is a binary file", path));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UserError(t("{0} is not UTF-8 text", path));
  }
}

/** The same for commands that look at one Dockerfile from end to end. */
export function readDockerfile(path: string): string {
  if (mayHoldDockerfiles(path))
    throw new UserError(t("{0} is no Dockerfile; only plimsoll check and fix look into such files", path));
  return readText(path);
}

function readPath(path: string): Uint8Array {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) throw new UserError(t("{0} is a folder; name the Dockerfile in it", path));
    if (stats.isFile() && stats.size > maxBytes)
      throw new UserError(t("{0} has {1} bytes; the limit is {2}", path, stats.size, maxBytes));
    return readFileSync(path);
  } catch (error) {
    throw error instanceof UserError
      ? error
      : new UserError(t("cannot read {0}: {1}", path, reasonOf(error)));
  }
}

function readStandardInput(): Uint8Array {
  try {
    return readFileSync(0);
  } catch (error) {
    throw new UserError(t("cannot read standard input: {0}", reasonOf(error)));
  }
}

/** A system error in words: t("no such file"). */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "ENOENT":
      return t("no such file");
    case "EACCES":
    case "EPERM":
      return t("permission denied");
    case "EISDIR":
      return t("it is a folder");
    case "EROFS":
      return t("the file system is read-only");
    default:
      return code || String(error);
  }
}
