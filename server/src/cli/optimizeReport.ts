import { styleText } from "node:util";
import { estimateImage } from "../core/estimate/estimate.ts";
import { optimize, type Step } from "../core/optimize.ts";
import { t } from "../l10n/t.ts";
import type { OptimizeInvocation } from "./arguments.ts";
import { diffOfChanges, placed } from "./changes.ts";
import { createWorld } from "./known.ts";
import { padRight } from "./print/columns.ts";
import { fixLine, prettyFindings, prettySummary } from "./print/pretty.ts";
import { totalInWords } from "./print/sizes.ts";
import { readDockerfile } from "./readFile.ts";

/** `plimsoll optimize`: what is found, what would change with every reviewed fix, and what that is worth. */
export async function optimizeReport(invocation: OptimizeInvocation): Promise<number> {
  const { file, platform } = invocation;
  const text = readDockerfile(file);
  const path = file === "-" ? "<stdin>" : file;
  const here = await createWorld(invocation, { readsHistory: true }).around(file, text);
  const { severities, policy } = here.config;
  const input = { known: here.known, settings: { severities, policy } };
  const safe = optimize(text, { ...input, allow: ["safe"] });
  const all = optimize(text, { ...input, allow: ["safe", "review"] });
  const { findings } = safe.before;
  print(`${prettyFindings({ path, text, findings })}${prettySummary(findings, 1)}\n`);
  const changes = diffOfChanges({ file, text }, placed(file, here, all));
  if (changes === "") return 0;
  print(`\n${title(t("The change, with safe and reviewed fixes"))}\n${changes}\n`);
  print(`${title(t("What was done"))}\n${all.applied.map(stepLine).join("\n")}\n`);
  print(`\n${title(t("Size of the final image ({0}, estimated)", platform))}\n`);
  for (const [when, { facts }] of [
    [t("before"), all.before],
    [t("with safe fixes"), safe.after],
    [t("with all"), all.after],
  ] as const)
    print(`${padRight(when, 16)} ${totalInWords(estimateImage(facts).final)}\n`);
  print(`\n${t("To write it: plimsoll fix --review --write {0}", file)}\n`);
  return 0;
}

function stepLine({ finding, fix }: Step): string {
  return `  ${fixLine(fix, finding.rule)}  ${styleText("dim", finding.rule.id)}`;
}

function title(text: string): string {
  return styleText("bold", text);
}

function print(text: string): void {
  process.stdout.write(text);
}
