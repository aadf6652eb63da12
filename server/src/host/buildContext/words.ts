import { relative, sep } from "node:path";
import { bytesInWords } from "../../core/estimate/words.ts";
import type { Caller } from "./callers/caller.ts";
import type { Discovery, Reason } from "./discover.ts";
import type { Snapshot } from "./snapshot.ts";

const reasons: Readonly<Record<Exclude<Reason, "caller">, string>> = {
  setting: "it is set so",
  sources: "it is the nearest folder that has everything the Dockerfile copies",
  folder: "it is the Dockerfile's own folder, as nothing says otherwise",
};

/** "services.web in compose.yaml says so". Paths are shown from `from`, an absolute path. */
export function reasonInWords({ reason, callers }: Discovery, from: string): string {
  const caller = callers.find(({ context }) => context !== undefined);
  return reason === "caller" && caller
    ? `${callerInWords(caller, from)} says so`
    : reasons[reason === "caller" ? "folder" : reason];
}

/** Everything else that builds the Dockerfile, in words; empty when nothing does. */
export function otherCallersInWords({ reason, callers }: Discovery, from: string): readonly string[] {
  const deciding = reason === "caller" ? callers.find(({ context }) => context !== undefined) : undefined;
  return callers.filter((caller) => caller !== deciding).map((caller) => callerInWords(caller, from));
}

/** "services.web in compose.yaml (stage dev)" */
export function callerInWords({ file, place, target }: Caller, from: string): string {
  const where = `${place} in ${pathInWords(file, from)}`;
  return target === undefined ? where : `${where} (stage ${target})`;
}

/** "3.1 MB of 312 MB after .dockerignore" */
export function sentInWords({ context }: Snapshot): string {
  const [sent, all] = [context.size("") ?? 0, context.listedSize("") ?? 0];
  return context.ignoreFile
    ? `${bytesInWords(sent)} of ${bytesInWords(all)} after ${context.ignoreFile.path}`
    : `${bytesInWords(all)}, and no ignore file`;
}

/** With `/`; "." for the folder itself. */
export function pathInWords(path: string, from: string): string {
  return relative(from, path).split(sep).join("/") || ".";
}
