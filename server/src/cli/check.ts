import { analyze } from "../core/analyze.ts";
import { type FailOn, failOnValues } from "../core/config/projectConfig.ts";
import type { Finding } from "../core/rule.ts";
import { t } from "../l10n/t.ts";
import type { CheckInvocation } from "./arguments.ts";
import { inlineFindings, inlinesIn } from "./inline.ts";
import { createWorld } from "./known.ts";
import { jsonOf } from "./print/json.ts";
import { prettyFindings, prettySummary } from "./print/pretty.ts";
import { readText } from "./readFile.ts";
import { shellProblemsIn } from "./shellCheck.ts";

/** `plimsoll check`: every file is read before anything is printed, so that a bad path spoils no output. */
export async function check(invocation: CheckInvocation): Promise<number> {
  const { files, format, enableAll } = invocation;
  const texts = await Promise.all(files.map(read));
  const world = createWorld(invocation, { readsHistory: true });
  const shell = invocation.shellcheck
    ? await shellProblemsIn(
        texts.flatMap(({ text, inlines }) => inlines?.map((inline) => inline.text) ?? [text]),
      )
    : undefined;
  const checked: CheckedFile[] = [];
  for (const { path, text, inlines } of texts) {
    const findings: Finding[] = [];
    let limit = invocation.failOn ?? "warning";
    let isLeftOut = false;
    for (const inline of inlines ?? [undefined]) {
      const { known, config } = await (inline ? world.inside(path, inline) : world.around(path, text));
      const { severities, policy, isIgnored, failOn = "warning" } = config;
      isLeftOut ||= isIgnored;
      if (isIgnored) continue;
      const input = { known: { ...known, ...shell }, settings: { severities, policy, enableAll } };
      findings.push(...(inline ? inlineFindings(inline, text, input) : analyze(text, input)));
      limit = invocation.failOn ?? failOn;
    }
    if (!isLeftOut) checked.push({ path: path === "-" ? "<stdin>" : path, text, findings, limit });
  }
  const findings = checked.flatMap((file) => file.findings);
  if (format === "json") process.stdout.write(`${JSON.stringify(jsonOf(checked), undefined, 2)}\n`);
  else if (checked.length === 0) process.stdout.write(`${t("The configuration takes every file out.")}\n`);
  else
    process.stdout.write(
      `${checked.map(prettyFindings).join("")}${prettySummary(findings, checked.length)}\n`,
    );
  return checked.some((file) => file.findings.some((finding) => isAtLeast(finding, file.limit))) ? 1 : 0;
}

async function read(path: string) {
  const text = readText(path);
  return { path, text, inlines: await inlinesIn(path, text) };
}

interface CheckedFile {
  readonly path: string;
  readonly text: string;
  readonly findings: readonly Finding[];
  /** The severity from which the whole check fails. */
  readonly limit: FailOn;
}

function isAtLeast({ severity }: Finding, limit: FailOn): boolean {
  return limit !== "never" && failOnValues.indexOf(severity) <= failOnValues.indexOf(limit);
}
