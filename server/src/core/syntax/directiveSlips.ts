import { readPreamble } from "../document/directives.ts";
import type { Dockerfile } from "../document/dockerfile.ts";
import { closestName } from "../facts/closest.ts";
import type { SyntaxSlip } from "./slip.ts";
import { isBoolean } from "./values.ts";

const shape = /^#[ \t]*([a-zA-Z][a-zA-Z0-9]*)[ \t]*=[ \t]*(\S.*?)[ \t]*$/;
const known: readonly string[] = ["syntax", "escape", "check"];

/** Parser directives that BuildKit refuses, and comments that were meant as ones. */
export function* directiveSlips(dockerfile: Dockerfile): Generator<SyntaxSlip> {
  const { directives, text, comments, instructions } = dockerfile;
  for (const { name, value, valueSpan } of directives) {
    const message =
      name === "escape" ? escapeComplaint(value) : name === "check" ? checkComplaint(value) : undefined;
    if (message !== undefined) yield { span: valueSpan, message, stops: "build" };
  }
  const firstInstruction = instructions[0]?.span.start ?? text.length;
  const { end } = readPreamble(text);
  const rest = text.slice(end);
  const firstAt = end + rest.length - rest.trimStart().length;
  const isBehindDirectives = !text.slice(end, firstAt).includes("\n");
  for (const { span } of comments) {
    const match = shape.exec(text.slice(span.start, span.end));
    const [, written = "", value = ""] = match ?? [];
    const name = written.toLowerCase();
    if (!match || span.start >= firstInstruction) continue;
    const isFirst = span.start === firstAt;
    if (known.includes(name)) {
      if (isFirst && isBehindDirectives && directives.some((one) => one.name === name))
        yield { span, message: `# ${name} stands here a second time`, stops: "build" };
      else if (name !== "check" && isMeant(name, value) && !text.startsWith("#!"))
        yield {
          span,
          message: `# ${name} is a plain comment here: directives stand at the top, one on each line`,
          stops: "nothing",
        };
      continue;
    }
    const meant = isFirst ? closestName(name, known) : undefined;
    if (meant === undefined || !isMeant(meant, value)) continue;
    const start = span.start + text.slice(span.start, span.end).indexOf(written);
    const place = { start, end: start + written.length };
    yield {
      span: place,
      message: `${written} is no directive, but ${meant} is`,
      stops: "nothing",
      mend: {
        title: `Write ${meant}`,
        assumption: `${written} is a slip for ${meant}`,
        span: place,
        text: meant,
      },
    };
  }
}

function isMeant(name: string, value: string): boolean {
  if (name === "escape") return value === "`" || value === "\\";
  if (name === "check") return /^(skip|error|experimental)=/.test(value);
  return /^[a-z0-9.:/_-]*\/[a-z0-9.:/@_-]+$/.test(value);
}

function escapeComplaint(value: string): string | undefined {
  return value === "\\" || value === "`" ? undefined : `${value} is no escape character: \\ or a backtick`;
}

/** Source: ParseLintOptions in frontend/dockerfile/linter/linter.go. */
function checkComplaint(value: string): string | undefined {
  for (const option of value.split(";")) {
    const [key = "", ...rest] = option.trim().split("=");
    if (rest.length === 0 || !["skip", "error", "experimental"].includes(key))
      return `${option.trim() || "an empty word"} is no option of check: skip=, error= or experimental=`;
    const wanted = rest.join("=").trim();
    if (key === "error" && !isBoolean(wanted)) return `error is true or false, not ${wanted || "empty"}`;
  }
  return undefined;
}
