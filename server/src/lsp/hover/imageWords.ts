import { imageAmount } from "../../core/estimate/image.ts";
import { rangeInWords } from "../../core/estimate/words.ts";
import { dateOf, supportOf } from "../../core/images/lifecycle.ts";
import type { ImageFacts, ImageReference } from "../../core/images/types.ts";
import { imageUsers } from "../../core/images/users.ts";
import { agoInWords } from "../../host/images/ago.ts";
import { saidNote } from "../../l10n/said.ts";
import { t } from "../../l10n/t.ts";
import { code } from "./markdown.ts";

/** "Debian bookworm (glibc) · node 22.23.2 · shell `/bin/bash` · runs as root · built 2026-09-01" */
export function imageInWords(reference: ImageReference, image: ImageFacts): string {
  const { os, libc, user, runtime, shell, created } = image;
  const system = os && `${os.charAt(0).toUpperCase()}${os.slice(1)}${libc ? ` (${libc})` : ""}`;
  const parts = [
    system ?? libc,
    runtime,
    shell === undefined ? undefined : shell === "none" ? t("no shell") : t("shell {0}", code(shell)),
    userInWords(reference, user),
    created === undefined ? undefined : t("built {0}", created.slice(0, 10)),
  ];
  return parts.filter((part) => part !== undefined).join(" · ");
}

function userInWords(reference: ImageReference, user: string | undefined): string | undefined {
  if (user !== undefined) return t("runs as {0}", code(user));
  return imageUsers(reference).runsAs === "root" ? t("runs as root") : undefined;
}

/** "Security fixes: Node.js 20 ended 2026-04-30, Debian 12 until 2028-06-30." */
export function supportInWords(
  reference: ImageReference,
  os: string | undefined,
  today: string | undefined,
): string | undefined {
  const date = dateOf(today);
  const lines = supportOf(reference, os).flatMap(({ title, until }) => {
    if (until === undefined) return [];
    return until < date ? t("{0} ended {1}", title, until) : t("{0} until {1}", title, until);
  });
  return lines.length > 0
    ? t(
        "Security fixes: {0}.",
        lines.reduce((all, line) => t("{0}, {1}", all, line)),
      )
    : undefined;
}

function sourceInWords(source: ImageFacts["source"]): string {
  switch (source) {
    case "engine":
      return t("the image on this machine");
    case "registry":
      return t("the registry");
    case "table":
      return t("Plimsoll's own table");
  }
}

/** Where each of the two sizes comes from, and how old it is. */
export function originInWords(image: ImageFacts, today?: string): string {
  const { source, asOf, standsInFor, compressedBytes, uncompressedBytes } = image;
  const date = asOf.slice(0, 10);
  const when = source === "table" ? asOfInWords(date, today) : t("asked {0}", agoInWords(asOf, Date.now()));
  const note = standsInFor === undefined ? "" : t(" ({0})", saidNote(standsInFor));
  const origin = [sourceInWords(source), `${when}${note}`] as const;
  const amount = imageAmount(image);
  if (amount && compressedBytes !== undefined && uncompressedBytes === undefined)
    return t(
      "Download size from {0}, {1}; size on disk estimated from it: {2}.",
      ...origin,
      rangeInWords(amount.unpacked),
    );
  if (amount && compressedBytes === undefined && uncompressedBytes !== undefined)
    return t(
      "Size on disk from {0}, {1}; download estimated from it: {2}.",
      ...origin,
      rangeInWords(amount.download),
    );
  return t("Figures from {0}, {1}.", ...origin);
}

const day = 86_400_000;

/** "as of 2026-09-01, 12 days ago" */
function asOfInWords(date: string, today: string | undefined): string {
  const days = today === undefined ? Number.NaN : Math.round((Date.parse(today) - Date.parse(date)) / day);
  if (!(days > 0)) return t("as of {0}", date);
  return days === 1 ? t("as of {0}, yesterday", date) : t("as of {0}, {1} days ago", date, days);
}
