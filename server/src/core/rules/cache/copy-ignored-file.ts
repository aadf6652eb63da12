import { hasWildcard } from "../../context/copyPattern.ts";
import type { Fix } from "../../edits/fix.ts";
import { appendLines, eolOf } from "../../edits/ignoreFile.ts";
import { brings, type ContextSource, contextSources, usableContext } from "../../facts/contextSources.ts";
import { ignoreFileInWords, shortened } from "../../facts/names.ts";
import type { BuildContext, IgnoreFile } from "../../known.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "copy-ignored-file",
  group: "cache",
  summary: "A COPY or ADD names files that the `.dockerignore` drops.",
  why: "What the ignore file drops does not exist for the build: a COPY of it fails, one with a wildcard or of a folder whose files are all dropped silently brings nothing. Lines that begin with `!` take files back and are heeded here as BuildKit heeds them: the last line that matches the path or a folder above it decides. The fix adds such a line at the end.",
  severity: "warning",
  phase: "instruction",
  safety: ["review"],
  aliases: ["CopyIgnoredFile"],
  needs: "context",
  *check(facts): Generator<Problem> {
    const context = usableContext(facts);
    if (!context?.ignoreFile) return;
    for (const source of contextSources(facts)) {
      const consequence = consequenceOf(source, context);
      if (consequence === undefined) continue;
      const fix = takeBack(source, context, context.ignoreFile);
      yield {
        span: source.part.span,
        message: `${ignoreFileInWords(context.ignoreFile.path)} drops ${consequence}`,
        fixes: fix ? [fix] : [],
      };
    }
  },
});

/** What is dropped, and what comes of it; undefined when something arrives or nothing is known. */
function consequenceOf({ path, part }: ContextSource, context: BuildContext): string | undefined {
  const name = shortened(part.value);
  const listed = context.findListed(path);
  if (listed.length === 0) return isForeseen(path, context) ? `${name}, so the build fails` : undefined;
  if (context.find(path).length === 0)
    return hasWildcard(path)
      ? `everything that ${name} matches, so nothing is copied`
      : `${name}, so the build fails`;
  const isEmptied = !brings(path, context) && listed.some((one) => context.children(one).length > 0);
  if (!isEmptied) return undefined;
  return `everything in ${path === "" ? "the build context" : name}, so nothing is copied`;
}

/** It is not there yet, but once it is, it will be dropped as a whole. */
function isForeseen(path: string, { ignoreFile, isIgnored, has }: BuildContext): boolean {
  if (path === "" || hasWildcard(path) || has(path) || !isIgnored(path)) return false;
  return !ignoreFile?.lines.some(
    ({ pattern }) => pattern?.isException && pattern.text.startsWith(`${path}/`),
  );
}

/** `!path` behind the last line, when that is enough. */
function takeBack({ path }: ContextSource, context: BuildContext, ignoreFile: IgnoreFile): Fix | undefined {
  if (path === "" || path === "*") return undefined;
  for (const line of [`!${path}`, `!${path}/**`]) {
    const content = appendLines(ignoreFile.text, [line], eolOf(ignoreFile));
    const after = context.withIgnoreFile(ignoreFile.path, content);
    const arrives = context.findListed(path).length > 0 ? brings(path, after) : !after.isIgnored(path);
    if (after.ignoreFile?.malformed || !arrives) continue;
    return {
      title: `Add ${line} to ${ignoreFileInWords(ignoreFile.path)}`,
      safety: "review",
      assumption: `${path} is meant to be copied, and nothing in it has to stay out`,
      edits: [],
      files: [{ path: ignoreFile.path, content }],
    };
  }
  return undefined;
}
