import type { Fix, Safety } from "../../core/edits/fix.ts";
import type { Finding, Severity } from "../../core/rule.ts";
import { type LineColumn, lineIndex } from "../lines.ts";

export interface CheckedFile {
  readonly path: string;
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** The JSON of `plimsoll check --format json`. Fields are only ever added within a version. */
export interface CheckReport {
  readonly version: 1;
  readonly files: readonly { readonly path: string; readonly findings: readonly FindingReport[] }[];
}

interface FindingReport {
  readonly rule: string;
  readonly aliases: readonly string[];
  /** Another tool's name for just this finding: "SC2046". */
  readonly code?: string;
  readonly severity: Severity;
  readonly message: string;
  readonly start: LineColumn;
  readonly end: LineColumn;
  readonly fixes: readonly {
    readonly title: string;
    readonly safety: Safety;
    readonly assumption?: string;
  }[];
}

export function jsonOf(files: readonly CheckedFile[]): CheckReport {
  return { version: 1, files: files.map(fileReport) };
}

function fileReport({ path, text, findings }: CheckedFile) {
  const at = lineIndex(text);
  return {
    path,
    findings: findings.map(({ rule, code, severity, message, span, fixes }) => ({
      rule: rule.id,
      aliases: rule.aliases,
      ...(code && { code: code.id }),
      severity,
      message,
      start: at(span.start),
      end: at(span.end),
      fixes: fixes.map(fixReport),
    })),
  };
}

function fixReport({ title, safety, assumption }: Fix) {
  return { title, safety, ...(assumption !== undefined && { assumption }) };
}
