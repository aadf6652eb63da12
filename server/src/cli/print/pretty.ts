import { styleText } from "node:util";
import type { Fix } from "../../core/edits/fix.ts";
import type { Finding, Rule, Severity } from "../../core/rule.ts";
import { said, saidMessage } from "../../l10n/said.ts";
import { t } from "../../l10n/t.ts";
import { lineIndex } from "../lines.ts";
import { padRight } from "./columns.ts";
import type { CheckedFile } from "./json.ts";

const colours = { error: "red", warning: "yellow", information: "blue", hint: "gray" } as const;

/** One block per file; nothing for a file without findings. */
export function prettyFindings({ path, text, findings }: CheckedFile): string {
  if (findings.length === 0) return "";
  const at = lineIndex(text);
  const blocks = findings.map((finding) => {
    const { line, column } = at(finding.span.start);
    const place = `${line}:${column}`.padStart(7);
    const head = `${place}  ${severityInColour(finding.severity)}  ${saidMessage(finding)}  ${dim(nameOf(finding))}`;
    return [head, ...finding.fixes.map((fix) => `${" ".repeat(9)}${fixLine(fix, finding.rule)}`)].join("\n");
  });
  return `${styleText("underline", path)}\n${blocks.join("\n")}\n\n`;
}

function nameOf({ rule, code }: Finding): string {
  return code ? `${rule.id} ${code.id}` : rule.id;
}

export function prettySummary(findings: readonly Finding[], files: number): string {
  const safe = findings.filter((finding) => finding.fixes.some((fix) => fix.safety === "safe")).length;
  const review = findings.filter(
    (finding) => finding.fixes.length > 0 && finding.fixes.every((fix) => fix.safety !== "safe"),
  ).length;
  if (findings.length === 0)
    return styleText("green", files === 1 ? t("Nothing to say.") : t("Nothing to say in {0} files.", files));
  const details = [
    ...(safe > 0 ? [t("{0} with a safe fix", safe)] : []),
    ...(review > 0 ? [t("{0} with a fix to review", review)] : []),
  ].join(t(", "));
  const count = findings.length === 1 ? t("1 problem") : t("{0} problems", findings.length);
  const all = files === 1 ? count : t("{0} in {1} files", count, files);
  return details === "" ? all : t("{0} ({1})", all, details);
}

export function fixLine({ title, safety, assumption }: Fix, { id }: Pick<Rule, "id">): string {
  const level =
    safety === "safe"
      ? styleText("green", t("safe fix"))
      : styleText("cyan", safety === "review" ? t("review fix") : t("draft fix"));
  const condition = assumption === undefined ? "" : dim(t(" – if {0}", said(assumption, id)));
  return `${t("{0}: {1}", level, said(title, id))}${condition}`;
}

function severityInColour(severity: Severity): string {
  return styleText(colours[severity], padRight(severityInWords(severity), 11));
}

function severityInWords(severity: Severity): string {
  switch (severity) {
    case "error":
      return t("error");
    case "warning":
      return t("warning");
    case "information":
      return t("information");
    case "hint":
      return t("hint");
  }
}

export function dim(text: string): string {
  return styleText("dim", text);
}
