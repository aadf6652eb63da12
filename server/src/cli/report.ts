import type { Report } from "../core/report/model.ts";
import { imageReport } from "../core/report/report.ts";
import type { Words } from "../l10n/t.ts";
import type { ReportFormat, ReportInvocation } from "./arguments.ts";
import { createWorld } from "./known.ts";
import { lineIndex } from "./lines.ts";
import { readDockerfile } from "./readFile.ts";

/** `plimsoll report`: what the image weighs, why, and what the fixes change, in pictures. */
export async function report(invocation: ReportInvocation, words: Words): Promise<number> {
  const { file, format } = invocation;
  const text = readDockerfile(file);
  const { known, config } = await createWorld(invocation, { readsHistory: true }).around(file, text);
  const { severities, policy } = config;
  const value = imageReport(text, {
    file: file === "-" ? "<stdin>" : file,
    known,
    settings: { severities, policy },
    linesOf: (one) => {
      const at = lineIndex(one);
      return (offset) => at(offset).line;
    },
  });
  process.stdout.write(await rendered(value, format, words));
  return 0;
}

async function rendered(value: Report, format: ReportFormat, words: Words): Promise<string> {
  if (format === "json") return `${JSON.stringify(value, undefined, 2)}\n`;
  const { reportHtml, reportMarkdown, reportSvg } = await import("../core/report/render/index.ts");
  switch (format) {
    case "html":
      return reportHtml(value, { kind: "standalone" }, words);
    case "svg":
      return reportSvg(value, words);
    case "md":
      return reportMarkdown(value, words);
  }
}
