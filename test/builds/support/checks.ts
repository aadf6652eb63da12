import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Engine } from "../../../scripts/engine/engine.ts";
import { analysisOf, defaultSettings } from "../../../server/src/core/analyze.ts";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import type { Known } from "../../../server/src/core/known.ts";
import { rules } from "../../../server/src/core/rules/index.ts";
import { withoutFrontend } from "./build.ts";

/** `LegacyKeyValueFormat at 3: ENV A b`: what BuildKit's name for a smell is, and the instruction that has it. */
export type Warning = string;

/** What BuildKit's own linter says; each smell of an instruction once, in the order of the file. */
export async function referenceWarnings(
  engine: Engine,
  text: string,
  context: string,
): Promise<readonly Warning[]> {
  const place = mkdtempSync(path.join(tmpdir(), "plimsoll-check-"));
  try {
    const file = path.join(place, "Dockerfile");
    const checked = withoutFrontend(text);
    writeFileSync(file, checked);
    const args = ["build", "--call=check,format=json", "-f", file, context];
    const { stdout, stderr } = await engine.tryDocker(args);
    if (!stdout.startsWith("{")) throw new Error(`the check fails: ${stderr}\n${text}`);
    const { warnings, buildError }: Report = JSON.parse(stdout);
    if (buildError && !isAboutName(buildError.message))
      throw new Error(`the check fails: ${JSON.stringify(buildError)}\n${text}`);
    const removed = text.split("\n").length - checked.split("\n").length;
    const found = (warnings ?? []).map(({ ruleName, location }) => ({
      name: ruleName,
      line: (location?.ranges?.[0]?.start.line ?? 1) + removed,
    }));
    return inOrder(text, found);
  } finally {
    rmSync(place, { recursive: true });
  }
}

interface Report {
  readonly warnings:
    | readonly {
        readonly ruleName: string;
        readonly location?: { readonly ranges?: readonly { readonly start: { readonly line: number } }[] };
      }[]
    | null;
  readonly buildError?: { readonly message: string };
}

/** Without a value for one of its arguments a FROM names no image, which is a finding like the others. */
function isAboutName(message: string): boolean {
  return message.startsWith("failed to parse stage name");
}

/** What the rules say that have one of BuildKit's names. */
export function ourWarnings(text: string, known: Known): readonly Warning[] {
  const { findings } = analysisOf(text, { known, settings: { ...defaultSettings, enableAll: true } });
  const found = findings.flatMap(({ rule, span }) =>
    rule.aliases.filter(isCheckName).map((name) => ({ name, line: lineAt(text, span.start) })),
  );
  return inOrder(text, found);
}

/** Whether a rule of ours has this name: of the others nothing is to be expected. */
export function isShared(warning: Warning): boolean {
  return sharedNames.has(nameOf(warning));
}

export function nameOf(warning: Warning): string {
  return warning.slice(0, warning.indexOf(" "));
}

/** BuildKit's names that rules of ours have. */
export const sharedNames: ReadonlySet<string> = new Set(
  rules.flatMap(({ aliases }) => aliases.filter(isCheckName)),
);

/** `DL3000`, `DS-0001` and `CKV_DOCKER_1` are other tools'. */
function isCheckName(alias: string): boolean {
  return /^[A-Z][A-Za-z]+$/.test(alias);
}

function inOrder(
  text: string,
  found: readonly { readonly name: string; readonly line: number }[],
): readonly Warning[] {
  const lines = text.split(/\r?\n/);
  const starts = parseDockerfile(text).instructions.map(({ span }) => lineAt(text, span.start));
  const placed = found.map(({ name, line }) => ({
    name,
    start: starts.findLast((start) => start <= line) ?? 1,
  }));
  const sorted = placed.sort((a, b) => a.start - b.start || (a.name < b.name ? -1 : 1));
  return [...new Set(sorted.map(({ name, start }) => `${name} at ${start}: ${lines[start - 1]}`))];
}

/** Counted from 1. */
function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
