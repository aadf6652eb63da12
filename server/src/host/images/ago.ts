const minute = 60_000;
const units = [
  ["day", 24 * 60 * minute],
  ["hour", 60 * minute],
  ["minute", minute],
] as const;

/** "2 hours ago"; the date where only that is known. `now` is in milliseconds since 1970. */
export function agoInWords(iso: string, now: number): string {
  const age = now - Date.parse(iso);
  if (!iso.includes("T") || Number.isNaN(age)) return `on ${iso}`;
  for (const [unit, length] of units) {
    const count = Math.floor(age / length);
    if (count >= 1) return `${count} ${unit}${count > 1 ? "s" : ""} ago`;
  }
  return "just now";
}
