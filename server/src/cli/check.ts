import { analyze } from "../core/analyze.ts";
import type { Finding } from "../core/rule.ts";
import type { CheckInvocation, FailOn } from "./arguments.ts";
import { knownFor } from "./known.ts";
import { jsonOf } from "./print/json.ts";
import { prettyFindings, prettySummary } from "./print/pretty.ts";
import { readText } from "./readFile.ts";

/** `plimsoll check`: every file is read before anything is printed, so that a bad path spoils no output. */
export function check({ files, format, failOn, enableAll, platform }: CheckInvocation): number {
  const texts = files.map((path) => ({ path, text: readText(path) }));
  const known = knownFor(platform);
  const checked = texts.map(({ path, text }) => ({
    path: path === "-" ? "<stdin>" : path,
    text,
    findings: analyze(text, { known, settings: { severities: {}, enableAll } }),
  }));
  const findings = checked.flatMap((file) => file.findings);
  if (format === "json") process.stdout.write(`${JSON.stringify(jsonOf(checked), undefined, 2)}\n`);
  else
    process.stdout.write(`${checked.map(prettyFindings).join("")}${prettySummary(findings, files.length)}\n`);
  return findings.some((finding) => isAtLeast(finding, failOn)) ? 1 : 0;
}

const ranks: readonly FailOn[] = ["never", "error", "warning", "information", "hint"];

function isAtLeast(finding: Finding, failOn: FailOn): boolean {
  return ranks.indexOf(finding.severity) <= ranks.indexOf(failOn);
}
