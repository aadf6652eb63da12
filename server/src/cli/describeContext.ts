import {
  callerInWords,
  otherCallersInWords,
  pathInWords,
  reasonInWords,
  sentInWords,
} from "../host/buildContext/words.ts";
import { t } from "../l10n/t.ts";
import type { ContextInvocation } from "./arguments.ts";
import { createWorld } from "./known.ts";
import { padRight } from "./print/columns.ts";
import { readDockerfile } from "./readFile.ts";
import { UserError } from "./userError.ts";

/** `plimsoll context`: which folder is taken for the build context, why, and what gets past the ignore file. */
export async function describeContext(invocation: ContextInvocation): Promise<number> {
  const { file, format } = invocation;
  const { surroundings } = await createWorld(invocation).around(file, readDockerfile(file));
  if (!surroundings)
    throw new UserError(t("context needs a file on disk, and --no-context leaves nothing to say"));
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
  const row = (name: string, value: string): string => `${padRight(name, 16)}${value}`;
  const lines = [
    row(t("Build context"), report.folder),
    row(t("Why"), reasonInWords(discovery, from)),
    ...(others.length > 0 ? [row(t("Built as well"), others.join(t(", ")))] : []),
    row(t("Size"), t("{0}; {1} entries listed", sentInWords(snapshot), files)),
    ...(gap === undefined ? [] : [row(t("Not in full"), gap)]),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}
