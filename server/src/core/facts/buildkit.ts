import type { Dockerfile } from "../document/dockerfile.ts";

const newFlags: ReadonlySet<string> = new Set([
  "mount",
  "link",
  "chmod",
  "network",
  "security",
  "parents",
  "exclude",
  "checksum",
  "keep-git-dir",
]);

/** True when the file builds with BuildKit alone: it names a syntax, or has flags or here-documents of BuildKit's. */
export function needsBuildKit({ directives, instructions }: Dockerfile): boolean {
  if (directives.some(({ name }) => name === "syntax")) return true;
  return instructions.some(
    ({ flags, heredocs, keyword }) =>
      (heredocs.length > 0 && keyword !== "UNKNOWN") || flags.some((flag) => newFlags.has(flag.name)),
  );
}
