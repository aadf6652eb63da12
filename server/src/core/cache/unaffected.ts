import { t } from "../../l10n/t.ts";
import { ignoreMatcher } from "../context/ignoreMatcher.ts";
import type { Facts } from "../facts/facts.ts";
import { takings } from "./takes.ts";

/** Why a change of a file or folder of the build context makes no instruction run again, in a few words. */
export function whyNothing(facts: Facts, path: string): string {
  const { context } = facts.known;
  if (!context) return t("the build context is not known");
  if (context.isIgnored(path)) return ignoredBy(facts, path);
  const isTakenSomewhere = [...(takings(facts)?.values() ?? [])].some((taking) => taking.takes(path));
  return isTakenSomewhere ? t("only stages that are not built take it") : t("no COPY, ADD or mount takes it");
}

/** Given that the path is ignored, the last line that matches it and takes nothing back is the one that does it. */
function ignoredBy({ known }: Facts, path: string): string {
  const file = known.context?.ignoreFile;
  const line = file?.lines.findLast(
    ({ pattern }) => pattern && !pattern.isException && ignoreMatcher([pattern]).isIgnored(path),
  );
  return line
    ? t("ignored by line {0} of {1}", line.line + 1, `${file?.path}`)
    : t("ignored by {0}", `${file?.path}`);
}
