import type { Dockerfile, Instruction } from "../../core/document/dockerfile.ts";
import { insertAt } from "../../core/edits/apply.ts";
import type { Edit } from "../../core/edits/fix.ts";
import type { Finding } from "../../core/rule.ts";
import type { SettingValues } from "../../core/settings.ts";
import { type Dialect, readSuppressions, type Suppression } from "../../core/suppressions.ts";
import { nameOf } from "../diagnostics.ts";

interface IgnoreInput {
  readonly dockerfile: Dockerfile;
  readonly style: SettingValues["ignoreCommentStyle"];
  readonly finding: Finding;
}

/**
 * A comment above the instruction, or another id in the one that stands there. BuildKit has no such comment for a
 * single instruction, so the `check` style falls back to our own here.
 * @returns undefined when the finding lies outside every instruction
 */
export function ignoreOnInstruction({ dockerfile, style, finding }: IgnoreInput): Edit | undefined {
  const { start } = finding.span;
  const instruction = dockerfile.instructions.findLast(({ span }) => span.start <= start);
  if (!instruction || start >= instruction.span.end) return undefined;
  const suppressions = readSuppressions(dockerfile);
  const [dialect, id] = dialectFor(finding, style, suppressions, ["plimsoll", "hadolint"]);
  const existing = suppressions.find((other) => other.dialect === dialect && isAbove(instruction, other));
  if (existing) return addToComment(dockerfile, existing, id);
  const { text, eol } = dockerfile;
  const lineStart = startOfLine(text, instruction);
  return insertAt(
    lineStart,
    `${text.slice(lineStart, instruction.span.start)}# ${dialect} ignore=${id}${eol}`,
  );
}

/** A comment below the parser directives, or another id in the one that the file has. */
export function ignoreInFile({ dockerfile, style, finding }: IgnoreInput): Edit | undefined {
  const suppressions = readSuppressions(dockerfile);
  const [dialect, id] = dialectFor(finding, style, suppressions, ["plimsoll", "hadolint", "check"]);
  if (dialect === "check") return addToDirective(dockerfile, id);
  const existing = suppressions.find((other) => other.dialect === dialect && !other.covers);
  if (existing) return addToComment(dockerfile, existing, id);
  return insertBelowDirectives(dockerfile, `# ${dialect} global ignore=${id}`);
}

/** The dialect to write, and the rule's name in it. A rule that a peer does not have keeps our name. */
function dialectFor(
  finding: Finding,
  style: SettingValues["ignoreCommentStyle"],
  suppressions: readonly Suppression[],
  possible: readonly Dialect[],
): readonly [dialect: Dialect, id: string] {
  const used = possible.filter((dialect) =>
    suppressions.some((suppression) => suppression.dialect === dialect),
  );
  for (const dialect of style === "auto" ? used : [style]) {
    const id = possible.includes(dialect) ? nameIn(dialect, finding) : undefined;
    if (id !== undefined) return [dialect, id];
  }
  return ["plimsoll", nameOf(finding)];
}

function nameIn(dialect: Dialect, finding: Finding): string | undefined {
  const { aliases } = finding.rule;
  switch (dialect) {
    case "plimsoll":
      return nameOf(finding);
    case "hadolint":
      return [finding.code?.id ?? "", ...aliases].find((alias) => /^(?:DL|SC)\d+$/.test(alias));
    case "shellcheck":
      return finding.code?.id;
    case "check":
      return aliases.find((alias) => /^(?:[A-Z][a-z]+){2,}$/.test(alias.replaceAll("JSON", "Json")));
  }
}

function addToComment({ text }: Dockerfile, { span }: Suppression, id: string): Edit | undefined {
  const list = /ignore\s*=\s*[^\s,]+(?:\s*,\s*[^\s,]+)*/i.exec(text.slice(span.start, span.end));
  return list ? insertAt(span.start + list.index + list[0].length, `,${id}`) : undefined;
}

/** `# check=skip=A;error=true` becomes `# check=skip=A,B;error=true`. */
function addToDirective(dockerfile: Dockerfile, id: string): Edit {
  const directive = dockerfile.directives.find(({ name }) => name === "check");
  if (!directive) return insertBelowDirectives(dockerfile, `# check=skip=${id}`);
  const { value, valueSpan } = directive;
  const list = /(?:^|;)\s*skip\s*=\s*[^;,\s]+(?:\s*,\s*[^;,\s]+)*/i.exec(value);
  if (list) return insertAt(valueSpan.start + list.index + list[0].length, `,${id}`);
  return insertAt(valueSpan.start, `skip=${id};`);
}

/** Directives count only at the very top, so nothing may come between or above them. */
function insertBelowDirectives({ text, directives, eol }: Dockerfile, line: string): Edit {
  const last = directives.at(-1);
  if (!last) return insertAt(text.startsWith("\uFEFF") ? 1 : 0, `${line}${eol}`);
  const feed = text.indexOf("\n", last.span.end);
  return feed < 0 ? insertAt(text.length, `${eol}${line}`) : insertAt(feed + 1, `${line}${eol}`);
}

function isAbove(instruction: Instruction, { span, covers }: Suppression): boolean {
  return covers?.start === instruction.span.start && span.end <= instruction.span.start;
}

function startOfLine(text: string, { span }: Instruction): number {
  const start = text.lastIndexOf("\n", span.start - 1) + 1;
  return text[start] === "\uFEFF" ? start + 1 : start;
}
