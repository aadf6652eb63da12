import { closestName } from "../facts/closest.ts";
import { type Complaint, isBoolean, oneOf } from "./values.ts";

const types: readonly string[] = ["bind", "cache", "tmpfs", "secret", "ssh"];
const sharings: readonly string[] = ["shared", "private", "locked"];
const keys: readonly string[] =
  "type from source src target dst destination readonly ro readwrite rw required size id sharing mode uid gid env".split(
    " ",
  );
/** Options that Buildah, the builder of Podman, has on top. */
const buildahKeys: ReadonlySet<string> = new Set(["z", "u", "relabel", "chown", "idmap"]);

/** What was read of a mount so far: the type may stand behind the options that depend on it. */
interface Read {
  readonly type: string;
  readonly seen: ReadonlyMap<string, string>;
}

/** Source: parseMount in frontend/dockerfile/instructions/commands_runmount.go. */
export function mountComplaint(value: string): Complaint | undefined {
  // Quotes are read as in a table of values; whoever writes them knows what they do.
  if (value.includes('"')) return undefined;
  let type = "bind";
  const seen = new Map<string, string>();
  let start = 0;
  for (const field of value.split(",")) {
    const part = { start, end: start + field.length };
    start = part.end + 1;
    const equals = field.indexOf("=");
    const key = (equals < 0 ? field : field.slice(0, equals)).toLowerCase();
    const given = equals < 0 ? undefined : field.slice(equals + 1);
    if (buildahKeys.has(key)) continue;
    const complaint = fieldComplaint(key, given, field, { type, seen });
    if (complaint) return { ...complaint, part: partOf(part, field, complaint) };
    if (key === "type" && given !== undefined) type = given.toLowerCase();
    seen.set(nameOf(key), given ?? "true");
  }
  return type.includes("$") ? undefined : wholeComplaint({ type, seen });
}

/** The key or the value when another one is meant for it. */
function partOf(
  { start, end }: { readonly start: number; readonly end: number },
  field: string,
  { meant }: Complaint,
): { readonly start: number; readonly end: number } {
  if (field === "") return { start: Math.max(0, start - 1), end };
  if (meant === undefined) return { start, end };
  const equals = field.indexOf("=");
  if (keys.includes(meant)) return { start, end: equals < 0 ? end : start + equals };
  return { start: start + equals + 1, end };
}

function nameOf(key: string): string {
  if (key === "src") return "source";
  return key === "dst" || key === "destination" ? "target" : key;
}

const switches: ReadonlySet<string> = new Set(["readonly", "ro", "readwrite", "rw", "required"]);

function fieldComplaint(
  key: string,
  value: string | undefined,
  field: string,
  { type }: Read,
): Complaint | undefined {
  if (!keys.includes(key)) {
    if (field.includes("$")) return undefined;
    if (field === "") return { message: "a comma too many stands in the mount" };
    const meant = closestName(key, keys);
    return { message: `a mount has no option ${key}${meant ? `, but ${meant}` : ""}`, meant };
  }
  if (key === "required" && type !== "secret" && type !== "ssh" && !type.includes("$"))
    return { message: "required is for mounts of type secret and ssh, and stands behind the type" };
  if (value === undefined)
    return switches.has(key) ? undefined : { message: `the option ${key} of the mount needs a value` };
  if (value.includes("$"))
    return key === "from" && value.indexOf("$") !== value.length - 1
      ? { message: "from= takes no variable: name a stage with FROM and use that" }
      : undefined;
  if (switches.has(key))
    return isBoolean(value) ? undefined : { message: `${key} is true or false, not ${value || "empty"}` };
  switch (key) {
    case "type":
      return oneOf(value.toLowerCase(), types, "is no type of mount");
    case "sharing":
      return oneOf(value.toLowerCase(), sharings, "is no sharing");
    case "size":
      if (type !== "tmpfs" && !type.includes("$")) return { message: "size is for mounts of type tmpfs" };
      return /^\d+(\.\d+)?\s?([kmgtp]?i?b?)$/i.test(value) ? undefined : { message: `${value} is no size` };
    case "mode":
      return /^0*[0-7]{1,10}$/.test(value) ? undefined : { message: `${value} is no octal mode` };
    case "uid":
    case "gid":
      return /^\d+$/.test(value) && Number(value) < 2 ** 32
        ? undefined
        : { message: `${key} takes a number, not ${value || "nothing"}` };
    default:
      return undefined;
  }
}

function wholeComplaint({ type, seen }: Read): Complaint | undefined {
  const has = (key: string): boolean => seen.has(key) && seen.get(key) !== "";
  if (type === "bind" || type === "tmpfs")
    for (const key of ["mode", "uid", "gid"])
      if (has(key)) return { message: `a mount of type ${type} has no ${key}` };
  if (type === "secret") {
    if (has("from")) return { message: "a secret comes from the caller of the build, not from a stage" };
    if (has("sharing")) return { message: "a mount of type secret has no sharing" };
    if (!has("source") && !has("target") && !has("id"))
      return { message: "a mount of type secret needs an id or a target" };
    if (has("source") && has("id"))
      return { message: "source and id of a secret say the same: only one may stand" };
  } else if (type !== "cache" && has("sharing")) return { message: `a mount of type ${type} has no sharing` };
  return seen.get("target") === "/" && type !== "secret" && type !== "ssh"
    ? { message: "nothing can be mounted over /" }
    : undefined;
}
