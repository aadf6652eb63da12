import { imageAmount } from "../../core/estimate/image.ts";
import { rangeInWords } from "../../core/estimate/words.ts";
import { dateOf, supportOf } from "../../core/images/lifecycle.ts";
import type { ImageFacts, ImageReference } from "../../core/images/types.ts";
import { imageUsers } from "../../core/images/users.ts";
import { agoInWords } from "../../host/images/ago.ts";
import { code } from "./markdown.ts";

/** "Debian bookworm (glibc) · node 22.23.2 · shell `/bin/bash` · runs as root · built 2026-09-01" */
export function imageInWords(reference: ImageReference, image: ImageFacts): string {
  const { os, libc, user, runtime, shell, created } = image;
  const system = os && `${os.charAt(0).toUpperCase()}${os.slice(1)}${libc ? ` (${libc})` : ""}`;
  const parts = [
    system ?? libc,
    runtime,
    shell === undefined ? undefined : shell === "none" ? "no shell" : `shell ${code(shell)}`,
    userInWords(reference, user),
    created === undefined ? undefined : `built ${created.slice(0, 10)}`,
  ];
  return parts.filter((part) => part !== undefined).join(" · ");
}

function userInWords(reference: ImageReference, user: string | undefined): string | undefined {
  if (user !== undefined) return `runs as ${code(user)}`;
  return imageUsers(reference).runsAs === "root" ? "runs as root" : undefined;
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
    return `${title} ${until < date ? "ended" : "until"} ${until}`;
  });
  return lines.length > 0 ? `Security fixes: ${lines.join(", ")}.` : undefined;
}

const sources: Readonly<Record<ImageFacts["source"], string>> = {
  engine: "the image on this machine",
  registry: "the registry",
  table: "Plimsoll's own table",
};

/** Where each of the two sizes comes from, and how old it is. */
export function originInWords(image: ImageFacts, today?: string): string {
  const { source, asOf, standsInFor, compressedBytes, uncompressedBytes } = image;
  const date = asOf.slice(0, 10);
  const when =
    source === "table" ? `as of ${date}${ageInWords(date, today)}` : `asked ${agoInWords(asOf, Date.now())}`;
  const note = standsInFor === undefined ? "" : ` (${standsInFor})`;
  const origin = `from ${sources[source]}, ${when}${note}`;
  const amount = imageAmount(image);
  if (amount && compressedBytes !== undefined && uncompressedBytes === undefined)
    return `Download size ${origin}; size on disk estimated from it: ${rangeInWords(amount.unpacked)}.`;
  if (amount && compressedBytes === undefined && uncompressedBytes !== undefined)
    return `Size on disk ${origin}; download estimated from it: ${rangeInWords(amount.download)}.`;
  return `Figures ${origin}.`;
}

const day = 86_400_000;

/** ", 12 days ago" */
function ageInWords(date: string, today: string | undefined): string {
  const days = today === undefined ? Number.NaN : Math.round((Date.parse(today) - Date.parse(date)) / day);
  if (!(days > 0)) return "";
  return days === 1 ? ", yesterday" : `, ${days} days ago`;
}
