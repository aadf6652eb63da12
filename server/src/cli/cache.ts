import path from "node:path";
import { rebuildAfter } from "../core/cache/rebuild.ts";
import { whyNothing } from "../core/cache/unaffected.ts";
import { parseDockerfile } from "../core/document/parse.ts";
import { deriveFacts, type Facts } from "../core/facts/facts.ts";
import { placeInFolder } from "../host/paths.ts";
import { t } from "../l10n/t.ts";
import type { CacheInvocation } from "./arguments.ts";
import { createWorld } from "./known.ts";
import { cacheReport, changeReport, prettyCache, prettyChange } from "./print/cache.ts";
import { readDockerfile } from "./readFile.ts";
import { UserError } from "./userError.ts";

/** `plimsoll cache`: what a change makes run again, for one file or for everything that the build takes. */
export async function cache(invocation: CacheInvocation): Promise<number> {
  const { file, format, change } = invocation;
  const text = readDockerfile(file);
  const { known, surroundings } = await createWorld(invocation, { readsHistory: true }).around(file, text);
  if (!surroundings) throw new UserError(t("cache needs a file on disk and its build context"));
  const facts = deriveFacts(parseDockerfile(text), known);
  const subject = { facts, path: file, folder: path.relative("", surroundings.discovery.folder) || "." };
  if (change === undefined) {
    const report = cacheReport(subject);
    process.stdout.write(format === "json" ? json(report) : prettyCache(report));
    return 0;
  }
  const place = placeInFolder(surroundings.discovery.folder, path.resolve(change));
  const report = changeReport(subject, { change, ...answerTo(facts, place) });
  process.stdout.write(format === "json" ? json(report) : prettyChange(report));
  return 0;
}

function answerTo(facts: Facts, place: string | undefined) {
  if (place === undefined) return { rebuild: undefined, reason: t("it is outside the build context") };
  const { context } = facts.known;
  if (context?.complete && place !== "" && !context.has(place))
    throw new UserError(t("there is no {0} in the build context", place));
  const rebuild = rebuildAfter(facts, { kind: "path", path: place });
  const isRebuilt = rebuild?.steps.some((step) => step.isRebuilt !== "no") === true;
  return isRebuilt ? { rebuild, reason: undefined } : { rebuild, reason: whyNothing(facts, place) };
}

function json(report: unknown): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
