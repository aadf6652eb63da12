/**
 * How the server's Node is to be started. An analysis makes much short-lived data; with a small young generation and a
 * bound on the old one it is given back early, and the server stays below 120 MB while somebody types
 * (`npm run bench`). The bound is far above what the longest file that is analysed needs.
 */
export const serverFlags: readonly string[] = ["--max-semi-space-size=1", "--max-old-space-size=128"];
