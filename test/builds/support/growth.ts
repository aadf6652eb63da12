/** What reviewed fixes may add to an image, in bytes, as they are for something else than its size. */
const growth: readonly { readonly rule: string; readonly bytes: number; readonly reason: string }[] = [
  {
    rule: "root-user",
    bytes: 20_000,
    reason: "the entry of a new user, and a home folder with three small files",
  },
  {
    rule: "npm-cache",
    bytes: 20_000,
    reason: "npm writes a log of every command, which counts where no cache was",
  },
];

/** How much bigger an image may be after the fixes of these rules. */
export function mayGrow(rules: readonly string[]): number {
  return growth.reduce((sum, { rule, bytes }) => sum + (rules.includes(rule) ? bytes : 0), 0);
}
