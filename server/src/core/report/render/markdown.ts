import type { Report } from "../model.ts";
import type { Table } from "./chart.ts";
import { shown } from "./markup.ts";
import { factsOf, headlineOf, sectionsOf } from "./sections.ts";

/** The figures of the report for a pull request or a job summary; the longest tables are cut. */
export function reportMarkdown(report: Report): string {
  const { before, after, change, note } = headlineOf(report);
  const figures =
    after === undefined ? before : `${before} → ${after}${change === undefined ? "" : ` (${change})`}`;
  const facts = factsOf(report).map(
    ({ name, value, more }) => `- ${name}: ${plain(value)}${more === "" ? "" : ` (${plain(more)})`}`,
  );
  const sections = sectionsOf(report).map(
    ({ heading, lead, tables }) => `## ${heading}\n\n${plain(lead)}\n\n${tables.map(tableOf).join("\n")}`,
  );
  const head = `# Image report: ${plain(report.file)}\n\n**${figures}**\n\n${note}. For ${plain(report.platform)}.\n\n${facts.join("\n")}`;
  return `${[head, ...sections].join("\n\n").trimEnd()}\n`;
}

const mostRows = 100;

function tableOf({ caption, columns, rows }: Table): string {
  const lines = [
    columns.map(({ title }) => title),
    columns.map(({ isNumber }) => (isNumber ? "---:" : "---")),
    ...rows.slice(0, mostRows).map(({ cells }) => cells.map(plain)),
  ].map((cells) => `| ${cells.join(" | ")} |`);
  const rest = rows.length > mostRows ? `\n${rows.length - mostRows} more rows are left out.\n` : "";
  return `${plain(caption)}\n\n${lines.join("\n")}\n${rest}`;
}

/** Text that no renderer of Markdown takes for markup, in one line. */
function plain(words: string): string {
  return shown(words)
    .replace(/\s+/g, " ")
    .replace(/[\\`*_[\]<>|#&!~$@]/g, (character) => `\\${character}`);
}
