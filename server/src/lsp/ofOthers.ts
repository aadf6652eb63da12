/**
 * The flags that the library of Docker DX and Container Tools completes and explains. Source: dockerfile-language-service
 * 0.16.1, src/dockerAssist.ts and src/dockerHover.ts, asked for each instruction.
 */
const flags: ReadonlyMap<string, readonly string[]> = new Map([
  ["FROM", ["platform"]],
  ["COPY", ["from", "chown"]],
  ["ADD", ["chown"]],
  ["HEALTHCHECK", ["interval", "timeout", "start-period", "start-interval", "retries"]],
]);

export const directivesOfOthers: readonly string[] = ["syntax", "escape"];

export function isFlagOfOthers(keyword: string, flag: string): boolean {
  return flags.get(keyword)?.includes(flag) === true;
}

export function isDirectiveOfOthers(name: string): boolean {
  return directivesOfOthers.includes(name);
}
