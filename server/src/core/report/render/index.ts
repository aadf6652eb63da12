/** What the lazily loaded bundle of the report holds: nothing else draws. */
export { noticeHtml, reportHtml } from "./html.ts";
export { reportMarkdown } from "./markdown.ts";
export { reportSvg } from "./svg.ts";
