import { t } from "../../l10n/t.ts";
import type { Instruction } from "../document/dockerfile.ts";

/**
 * Why a border between stages between these instructions makes a difference; undefined when the image is the same with
 * and without it. Both an extracted stage and an inlined one have to keep to this.
 */
export function borderDifference(
  above: readonly Instruction[],
  below: readonly Instruction[],
): string | undefined {
  if (above.some(({ keyword }) => keyword === "ONBUILD"))
    return t("the triggers of ONBUILD run where another stage begins");
  const hasCommand = above.some(({ keyword }) => keyword === "CMD");
  const hasEntrypoint = below.some(({ keyword }) => keyword === "ENTRYPOINT");
  return hasCommand && hasEntrypoint
    ? t("an ENTRYPOINT drops the CMD of the stage below it, and keeps that of its own")
    : undefined;
}
