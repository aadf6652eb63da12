import { hasWildcard } from "../../context/copyPattern.ts";
import type { Fix } from "../../edits/fix.ts";
import { extendIgnoreFile, newIgnoreFile } from "../../edits/ignoreFile.ts";
import { type ContextSource, contextSources, taker, usableContext } from "../../facts/contextSources.ts";
import type { Facts } from "../../facts/facts.ts";
import { ignoreFileInWords, namesInWords, shortened } from "../../facts/names.ts";
import { isSecretFile, secretFiles } from "../../facts/secretFiles.ts";
import { unwantedFiles } from "../../facts/unwanted.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "secret-copied",
  group: "security",
  summary: "A file with secrets is copied into the image.",
  why: "Whoever can pull the image can read every file in every one of its layers, also one that a later step removes. Private keys, `.env` files, access tokens and cloud credentials belong in secret mounts while the image is built (`RUN --mount=type=secret`) and in the environment or a mounted file when it runs. Files are judged by their names, and by their content where a name says too little, as with the tokens in an `.npmrc`; the content is never shown. In a stage that is not shipped they stay in the build cache, which weighs less.",
  severity: "error",
  phase: "instruction",
  safety: ["review"],
  aliases: [],
  // Files that are named by what they are are reported without it.
  needs: "context",
  *check(facts): Generator<Problem> {
    for (const source of contextSources(facts)) {
      const secrets = secretsOf(source, facts);
      if (secrets.length === 0) continue;
      const isNamed = secrets.length === 1 && secrets[0] === source.path;
      const isShipped = source.copy.stage?.isShipped !== false;
      const subject = isNamed
        ? `${shortened(source.path)} is copied and`
        : `this copies ${namesInWords(secrets, 46)}, which`;
      const fix = isNamed ? undefined : leaveOut(secrets, facts);
      const stays = `${secrets.length === 1 ? "stays" : "stay"} readable in the ${isShipped ? "image" : "build cache"}`;
      yield {
        span: source.part.span,
        message: `${subject} ${stays}`,
        ...(isShipped ? {} : { severity: "information" }),
        fixes: fix ? [fix] : [],
      };
    }
  },
});

/** Paths of the secret files that a source brings; without a context only what it names itself. */
function secretsOf(source: ContextSource, facts: Facts): readonly string[] {
  const { path } = source;
  const context = usableContext(facts);
  if (context && (hasWildcard(path) || context.has(path)))
    return secretFiles(context).filter(taker(source, context));
  if (hasWildcard(path) || context?.isIgnored(path)) return [];
  return isSecretFile(path, () => undefined) ? [path] : [];
}

function leaveOut(secrets: readonly string[], facts: Facts): Fix | undefined {
  const context = usableContext(facts);
  if (!context) return undefined;
  const wanted = unwantedFiles(facts).filter(
    ({ purpose, paths }) => purpose === "secrets" && paths.some((path) => secrets.includes(path)),
  );
  const { path, content, additions } = extendIgnoreFile(facts, context, wanted);
  if (additions.length < secrets.length) return undefined;
  const name = ignoreFileInWords(path);
  return {
    title: `${path === newIgnoreFile && !context.ignoreFile ? "Create" : "Extend"} ${name} with ${namesInWords(additions.map(({ text }) => text))}`,
    safety: "review",
    assumption: `neither a step nor the program reads ${secrets.length === 1 ? "the file" : "the files"} in the image`,
    edits: [],
    files: [{ path, content }],
  };
}
