import { english, speaking, t, type Words } from "../../../l10n/t.ts";
import type { Report } from "../model.ts";
import type { Table } from "./chart.ts";
import { shown } from "./markup.ts";
import { factsOf, headlineOf, sectionsOf } from "./sections.ts";

/** The figures of the report for a pull request or a job summary; the longest tables are cut. */
export function reportMarkdown(report: Report, words: Words = english): string {
  return speaking(words, () => markdownOf(report));
}

function markdownOf(report: Report): string {
  const { before, after, change, note } = headlineOf(report);
  const figures =
    after === undefined
      ? before
      : change === undefined
        ? `${before} → ${after}`
        : `${before} → ${t("{0} ({1})", after, change)}`;
  const facts = factsOf(report).map(
    ({ name, value, more }) =>
      `- ${t("{0}: {1}", name, more === "" ? plain(value) : t("{0} ({1})", plain(value), plain(more)))}`,
  );
  const sections = sectionsOf(report).map(
    ({ heading, lead, tables }) => `## ${heading}\n\n${plain(lead)}\n\n${tables.map(tableOf).join("\n")}`,
  );
  const title = t("Image report: {0}", plain(report.file));
  const about = t("{0}. For {1}.", note, plain(report.platform));
  const head = `# ${title}\n\n**${figures}**\n\n${about}\n\n${facts.join("\n")}`;
  return `${[head, ...sections].join("\n\n").trimEnd()}\n`;
}

const mostRows = 100;

function tableOf({ caption, columns, rows }: Table): string {
  const lines = [
    columns.map(({ title }) => title),
    columns.map(({ isNumber }) => (isNumber ? "---:" : "---")),
    ...rows.slice(0, mostRows).map(({ cells }) => cells.map(plain)),
  ].map((cells) => `| ${cells.join(" | ")} |`);
  const rest =
    rows.length > mostRows ? `\n${t("{0} more rows are left out.", rows.length - mostRows)}\n` : "";
  return `${plain(caption)}\n\n${lines.join("\n")}\n${rest}`;
}

/** Text that no renderer of Markdown takes for markup, in one line. */
function plain(words: string): string {
  return shown(words)
    .replace(/\s+/g, " ")
    .replace(/[\\`*_[\]<>|#&!~$@]/g, (character) => `\\${character}`);
}
