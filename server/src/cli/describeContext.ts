import path from "node:path";
import { bytesInWords } from "../core/estimate/words.ts";
import { callerInWords, type Reason } from "../host/buildContext/discover.ts";
import type { ContextInvocation } from "./arguments.ts";
import { createWorld } from "./known.ts";
import { readText } from "./readFile.ts";
import { UserError } from "./userError.ts";

const reasons: Readonly<Record<Exclude<Reason, "caller">, string>> = {
  setting: "it is set so",
  sources: "it is the nearest folder that has everything the Dockerfile copies",
  folder: "it is the Dockerfile's own folder, as nothing says otherwise",
};

/** `plimsoll context`: which folder is taken for the build context, why, and what gets past the ignore file. */
export async function describeContext(invocation: ContextInvocation): Promise<number> {
  const { file, format } = invocation;
  const { surroundings } = await createWorld(invocation).around(file, readText(file));
  if (!surroundings)
    throw new UserError("context needs a file on disk, and --no-context leaves nothing to say");
  const { discovery, snapshot } = surroundings;
  const { context, files, gap } = snapshot;
  const callers = discovery.callers.map((caller) => callerInWords(caller, process.cwd()));
  const report = {
    folder: path.relative("", discovery.folder) || ".",
    reason: discovery.reason,
    callers,
    ignoreFile: context.ignoreFile?.path,
    entries: files,
    bytes: context.listedSize("") ?? 0,
    sentBytes: context.size("") ?? 0,
    complete: context.complete,
    gap,
  };
  if (format === "json") {
    process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    return 0;
  }
  const [first = "", ...others] = callers;
  const why = discovery.reason === "caller" ? `${first} says so` : reasons[discovery.reason];
  const ignore = report.ignoreFile === undefined ? "there is no ignore file" : `after ${report.ignoreFile}`;
  const lines = [
    `Build context   ${report.folder}`,
    `Why             ${why}`,
    ...(others.length > 0 ? [`Built as well   ${others.join(", ")}`] : []),
    `Size            ${bytesInWords(report.sentBytes)} of ${bytesInWords(report.bytes)} (${ignore}), ${files} entries listed`,
    ...(gap === undefined ? [] : [`Not in full     ${gap}`]),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}
