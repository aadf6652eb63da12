// The one place that turns addresses of files into paths and back, without Node, which a browser has not.
import { isOfWindows } from "../host/paths.ts";

/** Absolute path; undefined when it is no file of this machine. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  const [, host = "", way = ""] = /^file:(?:\/\/([^/?#]*))?([^?#]*)/.exec(uri) ?? [];
  const path = decoded(way);
  if (path === undefined || !path.startsWith("/")) return undefined;
  if (host !== "" && host !== "localhost") return `\\\\${host}${path.replaceAll("/", "\\")}`;
  return /^\/[a-z]:/i.test(path) ? path.slice(1).replaceAll("/", "\\") : path;
}

/** @param path absolute */
export function uriOf(path: string): string {
  const way = isOfWindows(path) ? path.replaceAll("\\", "/") : path;
  const encoded = way
    .split("/")
    .map(encodeURIComponent)
    .join("/")
    .replace(/^([a-z])%3A/i, "$1:");
  if (encoded.startsWith("//")) return `file:${encoded}`;
  return encoded.startsWith("/") ? `file://${encoded}` : `file:///${encoded}`;
}

/** @param folder absolute path; `path` is relative to it, with slashes */
export function uriIn(folder: string, path: string): string {
  const way = path.split("/").filter((part) => part !== "" && part !== ".");
  return [uriOf(folder).replace(/\/$/, ""), ...way.map(encodeURIComponent)].join("/");
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
