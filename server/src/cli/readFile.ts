import { readFileSync, statSync } from "node:fs";
import { UserError } from "./userError.ts";

/** No Dockerfile is near this size; what is larger is a mistake or hostile. */
const maxBytes = 2_000_000;

/** Reads a text file, or standard input for `-`. Throws a UserError that says what is wrong with it. */
export function readText(path: string): string {
  const bytes = path === "-" ? readStandardInput() : readPath(path);
  if (bytes.length > maxBytes)
    throw new UserError(`${path} has ${bytes.length} bytes; the limit is ${maxBytes}`);
  if (bytes.includes(0)) throw new UserError(`${path} is a binary file`);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UserError(`${path} is not UTF-8 text`);
  }
}

function readPath(path: string): Uint8Array {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) throw new UserError(`${path} is a folder; name the Dockerfile in it`);
    if (stats.isFile() && stats.size > maxBytes)
      throw new UserError(`${path} has ${stats.size} bytes; the limit is ${maxBytes}`);
    return readFileSync(path);
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(`cannot read ${path}: ${reasonOf(error)}`);
  }
}

function readStandardInput(): Uint8Array {
  try {
    return readFileSync(0);
  } catch (error) {
    throw new UserError(`cannot read standard input: ${reasonOf(error)}`);
  }
}

/** A system error in words: "no such file". */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "ENOENT":
      return "no such file";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "EISDIR":
      return "it is a folder";
    case "EROFS":
      return "the file system is read-only";
    default:
      return code || String(error);
  }
}
