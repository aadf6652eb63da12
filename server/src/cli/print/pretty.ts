import { styleText } from "node:util";
import type { Fix } from "../../core/edits/fix.ts";
import type { Finding, Severity } from "../../core/rule.ts";
import { lineIndex } from "../lines.ts";
import type { CheckedFile } from "./json.ts";

const colours = { error: "red", warning: "yellow", information: "blue", hint: "gray" } as const;

/** One block per file; nothing for a file without findings. */
export function prettyFindings({ path, text, findings }: CheckedFile): string {
  if (findings.length === 0) return "";
  const at = lineIndex(text);
  const blocks = findings.map((finding) => {
    const { line, column } = at(finding.span.start);
    const place = `${line}:${column}`.padStart(7);
    const head = `${place}  ${severityInColour(finding.severity)}  ${finding.message}  ${dim(nameOf(finding))}`;
    return [head, ...finding.fixes.map((fix) => `${" ".repeat(9)}${fixLine(fix)}`)].join("\n");
  });
  return `${styleText("underline", path)}\n${blocks.join("\n")}\n\n`;
}

function nameOf({ rule, code }: Finding): string {
  return code ? `${rule.id} ${code.id}` : rule.id;
}

export function prettySummary(findings: readonly Finding[], files: number): string {
  const where = files === 1 ? "" : ` in ${files} files`;
  if (findings.length === 0) return styleText("green", `Nothing to say${where}.`);
  const safe = findings.filter((finding) => finding.fixes.some((fix) => fix.safety === "safe")).length;
  const review = findings.filter(
    (finding) => finding.fixes.length > 0 && finding.fixes.every((fix) => fix.safety !== "safe"),
  ).length;
  const fixable = [
    safe > 0 ? `${safe} with a safe fix` : "",
    review > 0 ? `${review} with a fix to review` : "",
  ];
  const details = fixable.filter((part) => part !== "").join(", ");
  return `${findings.length} ${findings.length === 1 ? "problem" : "problems"}${where}${details && ` (${details})`}`;
}

export function fixLine({ title, safety, assumption }: Fix): string {
  const level = safety === "safe" ? styleText("green", "safe fix") : styleText("cyan", `${safety} fix`);
  return `${level}: ${title}${assumption === undefined ? "" : dim(` – if ${assumption}`)}`;
}

function severityInColour(severity: Severity): string {
  return styleText(colours[severity], severity.padEnd(11));
}

export function dim(text: string): string {
  return styleText("dim", text);
}
