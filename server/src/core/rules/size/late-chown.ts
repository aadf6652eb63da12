import { copiesNamedFiles, copyAccessFix, flagValue } from "../../edits/copyAccess.ts";
import type { Fix } from "../../edits/fix.ts";
import { type Amount, between, exactly } from "../../estimate/amount.ts";
import { bytesInWords } from "../../estimate/words.ts";
import { type AccessChange, accessChanges } from "../../facts/access.ts";
import type { CopySource } from "../../facts/copies.ts";
import type { Facts } from "../../facts/facts.ts";
import { isCrowd, type Touched, touchedBy } from "../../facts/touchedCopies.ts";
import { occupantsOf } from "../../facts/writers.ts";
import { defineRule, type Problem, type Severity } from "../../rule.ts";

export default defineRule({
  id: "late-chown",
  group: "size",
  summary: "`chown` or `chmod` in a RUN stores files again that an earlier COPY put into the image.",
  why: "A layer holds whole files. When a RUN changes the owner or mode of a copied file, the file is stored a second time with all its bytes, and a `chown -R` over an application doubles it. `COPY --chown` and `COPY --chmod` set them while copying and cost nothing. Folders that WORKDIR made still belong to root then, so a `chown` of the folder alone, without `-R`, stays where it is needed.",
  severity: "warning",
  phase: "order",
  safety: ["safe", "review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      if (!run.stage?.isShipped || run.instruction.isOnbuildTrigger || !run.script.isUnderstood) continue;
      for (const change of accessChanges(run)) {
        const touched = touchedBy(facts, change);
        if (touched.length === 0 || isForFilesOfThisRun(facts, change, touched)) continue;
        yield problemOf(facts, change, touched);
      }
    }
  },
});

/** `npm ci && chown -R node /app`: what is stored twice is a manifest that has this owner already. */
function isForFilesOfThisRun(facts: Facts, change: AccessChange, touched: readonly Touched[]): boolean {
  const { run, command, paths, program } = change;
  const ownsAlready = touched.every(
    ({ copy }) =>
      copiesNamedFiles(copy) &&
      copy.instruction.flags.some(
        ({ name, value }) => name === program && value === flagValue(change, copy.isFromContext),
      ),
  );
  return (
    ownsAlready &&
    paths.some(({ path }) => occupantsOf(facts, path, run, command)?.writers.includes(run) === true)
  );
}

function problemOf(facts: Facts, change: AccessChange, touched: readonly Touched[]): Problem {
  const { command, program } = change;
  const bytes = sizeOf(facts, touched);
  const fix = copyAccessFix(facts, change, touched);
  const costs = bytes === undefined ? undefined : amountOf(bytes);
  const what = touched.every(({ landing }) => landing.isFile) ? "a copied file" : "the copied files";
  const fixes: readonly Fix[] = fix ? [costs ? { ...fix, saves: costs } : fix] : [];
  return {
    span: command.span,
    message: `${program} stores ${what} a second time${bytes === undefined ? "" : ` (${bytesInWords(bytes)})`}`,
    severity: severityOf(touched, bytes),
    fixes,
    ...(costs ? { costs } : {}),
  };
}

function sizeOf({ known: { context } }: Facts, touched: readonly Touched[]): number | undefined {
  if (isCrowd(touched)) return undefined;
  let sum = 0;
  for (const { landing } of touched) {
    if (landing.contextPaths.length === 0) return undefined;
    for (const path of landing.contextPaths) {
      const size = context?.size(path);
      if (size === undefined) return undefined;
      sum += size;
    }
  }
  return sum;
}

function amountOf(bytes: number): Amount {
  return {
    unpacked: exactly(bytes),
    download: between(0.1 * bytes, 0.4 * bytes, bytes),
    source: "measured",
    reasons: ["files of the build context"],
  };
}

/** A single file with an extension that no archive has: a script, a configuration. */
function isSmallFile({ path = "" }: CopySource): boolean {
  return (
    /\.\w+$/.test(path) && !/\.([jwe]ar|zip|t?gz|tar|xz|bz2|deb|rpm|apk|whl|so|bin|exe|img|iso)$/.test(path)
  );
}

/** A start script weighs nothing; its layer is only one layer too many. */
function severityOf(touched: readonly Touched[], bytes: number | undefined): Severity {
  if (bytes !== undefined) return bytes < 100_000 ? "hint" : "warning";
  return touched.every(({ copy }) => copy.sources.every(isSmallFile)) ? "information" : "warning";
}
