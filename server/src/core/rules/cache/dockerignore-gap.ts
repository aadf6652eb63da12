import { extendIgnoreFile } from "../../edits/ignoreFile.ts";
import { measured } from "../../estimate/amount.ts";
import { bytesInWords } from "../../estimate/words.ts";
import { contextSources, usableContext } from "../../facts/contextSources.ts";
import { draggedBy } from "../../facts/dragged.ts";
import { ignoreFileInWords, namesInWords } from "../../facts/names.ts";
import { nameOf, type Unwanted, unwantedFiles } from "../../facts/unwanted.ts";
import type { BuildContext } from "../../known.ts";
import { defineRule, type Problem } from "../../rule.ts";

/** Caches, logs and settings of editors below this many bytes are not worth a word. */
const noticeable = 100_000;

export default defineRule({
  id: "dockerignore-gap",
  group: "cache",
  summary: "The `.dockerignore` lets heavy things through that no build needs.",
  why: "What the ignore file does not name is sent to the builder and stored in the layer of the COPY, and each change to it makes all later steps run again. Packages, build output and the history are by far the heaviest of it, and the build makes or replaces them anyway. The fix adds the missing lines at the end, written as the others are; it leaves out what the Dockerfile or a `!` line asks for by name.",
  severity: "information",
  phase: "instruction",
  safety: ["review"],
  aliases: [],
  needs: "context",
  *check(facts): Generator<Problem> {
    const context = usableContext(facts);
    if (!context?.ignoreFile) return;
    const weighty = unwantedFiles(facts).filter((one) => isWeighty(one, context));
    if (weighty.length === 0) return;
    for (const source of contextSources(facts)) {
      const dragged = draggedBy(source, weighty, context);
      if (!dragged) continue;
      const names = new Set(dragged.unwanted.map(({ name }) => name));
      const extended = extendIgnoreFile(
        facts,
        context,
        weighty.filter(({ name }) => names.has(name)),
      );
      const added = new Set(extended.additions.map(({ unwanted }) => unwanted.name));
      const missing = dragged.unwanted.filter(({ name }) => added.has(name));
      if (missing.length === 0) continue;
      const bytes = missing
        .flatMap(({ paths }) => paths)
        .reduce((sum, path) => sum + (context.size(path) ?? 0), 0);
      yield {
        span: source.part.span,
        message: `${ignoreFileInWords(extended.path)} lets ${bytesInWords(bytes)} through that no build needs: ${namesInWords(namesOf(missing, context), 46)}`,
        fixes: [
          {
            title: `Add ${namesInWords(extended.additions.map(({ text }) => text))} to ${ignoreFileInWords(extended.path)}`,
            safety: "review",
            assumption: "none of these files is needed by a step or at run time",
            edits: [],
            files: [{ path: extended.path, content: extended.content }],
            ...(source.copy.stage?.isShipped
              ? { saves: measured(bytes, "measured in the build context") }
              : {}),
          },
        ],
      };
    }
  },
});

/** Secrets are another rule's business. */
function isWeighty({ purpose, paths }: Unwanted, context: BuildContext): boolean {
  switch (purpose) {
    case "history":
    case "packages":
    case "output":
      return true;
    case "caches":
    case "editor":
      return paths.reduce((sum, path) => sum + (context.size(path) ?? 0), 0) >= noticeable;
    case "secrets":
    case "docker":
      return false;
  }
}

function namesOf(missing: readonly Unwanted[], context: BuildContext): readonly string[] {
  return missing.length === 1 ? missing.map(nameOf) : missing.map((one) => weightOf(one, context));
}

function weightOf(unwanted: Unwanted, context: BuildContext): string {
  const { paths } = unwanted;
  return `${nameOf(unwanted)} (${bytesInWords(paths.reduce((sum, path) => sum + (context.size(path) ?? 0), 0))})`;
}
