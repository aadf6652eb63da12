import type { Image } from "./image.ts";

const compared = [
  "Env",
  "Cmd",
  "Entrypoint",
  "User",
  "WorkingDir",
  "ExposedPorts",
  "Labels",
  "Healthcheck",
  "Volumes",
  "StopSignal",
  "Shell",
  "OnBuild",
] as const;

type Part = (typeof compared)[number];

/** What a safe fix changes in the image's configuration, because that is what it is for. */
const declared: readonly { readonly rule: string; readonly part: Part; readonly reason: string }[] = [
  {
    rule: "shell-form-command",
    part: "Cmd",
    reason:
      "the program starts without a shell around it; that it does the same is seen when the image is started",
  },
  { rule: "shell-form-command", part: "Entrypoint", reason: "as for Cmd" },
  {
    rule: "maintainer",
    part: "Labels",
    reason:
      "the author is named by a label, as no part of the configuration that is compared has it otherwise",
  },
];

/** What two images are configured to do otherwise, less what the rules whose fixes were applied are there to change. */
export function configDifferences(before: Image, after: Image, rules: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (const part of compared) {
    const [one, other] = [before, after].map(({ config }) => inWords(config[part]));
    if (one === other) continue;
    if (declared.some((exception) => exception.part === part && rules.includes(exception.rule))) continue;
    found.push(`${part}: ${one} before, ${other} after`);
  }
  return found;
}

/** Nothing, an empty list and an empty word are the same to the engine; the order of keys says nothing. */
function inWords(value: unknown): string {
  if (value === undefined || value === null || value === "") return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "nothing" : JSON.stringify(value);
  if (typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? "nothing" : JSON.stringify(entries);
}
