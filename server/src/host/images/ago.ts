import { t } from "../../l10n/t.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** "2 hours ago"; the date where only that is known. `now` is in milliseconds since 1970. */
export function agoInWords(iso: string, now: number): string {
  const age = now - Date.parse(iso);
  if (!iso.includes("T") || Number.isNaN(age)) return t("on {0}", iso);
  const countOf = (unit: number): number => Math.floor(age / unit);
  const [days, hours, minutes] = [countOf(day), countOf(hour), countOf(minute)];
  if (days >= 1) return days === 1 ? t("1 day ago") : t("{0} days ago", days);
  if (hours >= 1) return hours === 1 ? t("1 hour ago") : t("{0} hours ago", hours);
  if (minutes >= 1) return minutes === 1 ? t("1 minute ago") : t("{0} minutes ago", minutes);
  return t("just now");
}
