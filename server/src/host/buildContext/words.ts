import { bytesInWords } from "../../core/estimate/words.ts";
import { t } from "../../l10n/t.ts";
import { wayTo } from "../paths.ts";
import type { Caller } from "./callers/caller.ts";
import type { Discovery, Reason } from "./discover.ts";
import type { Snapshot } from "./snapshot.ts";

function plainReason(reason: Exclude<Reason, "caller">): string {
  switch (reason) {
    case "setting":
      return t("it is set so");
    case "sources":
      return t("it is the nearest folder that has everything the Dockerfile copies");
    case "folder":
      return t("it is the Dockerfile's own folder, as nothing says otherwise");
  }
}

/** "services.web in compose.yaml says so". Paths are shown from `from`, an absolute path. */
export function reasonInWords({ reason, callers }: Discovery, from: string): string {
  const caller = callers.find(({ context }) => context !== undefined);
  return reason === "caller" && caller
    ? t("{0} says so", callerInWords(caller, from))
    : plainReason(reason === "caller" ? "folder" : reason);
}

/** Everything else that builds the Dockerfile, in words; empty when nothing does. */
export function otherCallersInWords({ reason, callers }: Discovery, from: string): readonly string[] {
  const deciding = reason === "caller" ? callers.find(({ context }) => context !== undefined) : undefined;
  return callers.filter((caller) => caller !== deciding).map((caller) => callerInWords(caller, from));
}

/** "services.web in compose.yaml (stage dev)" */
export function callerInWords({ file, place, target }: Caller, from: string): string {
  const where = t("{0} in {1}", place, pathInWords(file, from));
  return target === undefined ? where : t("{0} (stage {1})", where, target);
}

/** "3.1 MB of 312 MB after .dockerignore" */
export function sentInWords({ context }: Snapshot): string {
  const [sent, all] = [context.size("") ?? 0, context.listedSize("") ?? 0];
  return context.ignoreFile
    ? t("{0} of {1} after {2}", bytesInWords(sent), bytesInWords(all), context.ignoreFile.path)
    : t("{0}, and no ignore file", bytesInWords(all));
}

/** With `/`; "." for the folder itself. */
export function pathInWords(path: string, from: string): string {
  return (wayTo(from, path) ?? path) || ".";
}
