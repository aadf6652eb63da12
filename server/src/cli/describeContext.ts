import {
  callerInWords,
  otherCallersInWords,
  pathInWords,
  reasonInWords,
  sentInWords,
} from "../host/buildContext/words.ts";
import type { ContextInvocation } from "./arguments.ts";
import { createWorld } from "./known.ts";
import { readText } from "./readFile.ts";
import { UserError } from "./userError.ts";

/** `plimsoll context`: which folder is taken for the build context, why, and what gets past the ignore file. */
export async function describeContext(invocation: ContextInvocation): Promise<number> {
  const { file, format } = invocation;
  const { surroundings } = await createWorld(invocation).around(file, readText(file));
  if (!surroundings)
    throw new UserError("context needs a file on disk, and --no-context leaves nothing to say");
  const { discovery, snapshot } = surroundings;
  const { context, files, gap } = snapshot;
  const from = process.cwd();
  const report = {
    folder: pathInWords(discovery.folder, from),
    reason: discovery.reason,
    callers: discovery.callers.map((caller) => callerInWords(caller, from)),
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
  const others = otherCallersInWords(discovery, from);
  const lines = [
    `Build context   ${report.folder}`,
    `Why             ${reasonInWords(discovery, from)}`,
    ...(others.length > 0 ? [`Built as well   ${others.join(", ")}`] : []),
    `Size            ${sentInWords(snapshot)}; ${files} entries listed`,
    ...(gap === undefined ? [] : [`Not in full     ${gap}`]),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}
