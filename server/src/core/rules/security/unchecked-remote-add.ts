import { insertAt } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import type { CopyFacts } from "../../facts/copies.ts";
import { isVerifier } from "../../facts/downloads.ts";
import type { Facts } from "../../facts/facts.ts";
import { perFacts } from "../../facts/perFacts.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "unchecked-remote-add",
  group: "security",
  summary: "ADD downloads a file without a checksum.",
  why: "What a URL leads to can change from one build to the next, by a new release or by somebody who broke into the server. With `--checksum=sha256:…` the build stops when the file is another one. The fix puts zeros there: the next build fails and states the real checksum, which you compare with the one that the project publishes. A file that a later RUN checks is not reported, and neither are Git repositories.",
  severity: "information",
  phase: "word",
  safety: ["draft"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const copy of facts.copies) {
      const { instruction, sources } = copy;
      if (instruction.keyword !== "ADD" || instruction.flags.some(({ name }) => name === "checksum"))
        continue;
      for (const { part, path } of sources) {
        if (!isFile(path ?? part.value) || isCheckedLater(facts, copy, path ?? part.value)) continue;
        yield {
          span: part.span,
          message: "nothing checks that this is the file it was when you wrote this",
          fixes: sources.length === 1 ? [checksumFix(copy)] : [],
        };
      }
    }
  },
});

/** Not a Git repository, a file at a commit, or an answer that is there to change, such as the state of a branch. */
function isFile(url: string): boolean {
  if (!/^https?:\/\//i.test(url)) return false;
  if (/^https:\/\/[^/]*git(hub|lab)[^/]*\/.*\b[0-9a-f]{40}\b/i.test(url)) return false;
  return !/\.git([#?]|$)/.test(url) && !/^https?:\/\/(api\.github\.com|[^/]*\/api\/v4)\//i.test(url);
}

function isCheckedLater(facts: Facts, { instruction, stage, destination }: CopyFacts, url: string): boolean {
  const names = [destination ?? "", url].map((path) => path.slice(path.lastIndexOf("/") + 1));
  return verifying(facts).some(
    (run) =>
      run.stage === stage &&
      run.instruction.index > instruction.index &&
      names.some((name) => name !== "" && run.script.flat.text.includes(name)),
  );
}

const verifying = perFacts(({ runs }) => runs.filter(({ script }) => script.commands.some(isVerifier)));

function checksumFix({ instruction }: CopyFacts): Fix {
  const { flags, keywordSpan } = instruction;
  return {
    title: "Add --checksum with zeros to fill in",
    safety: "draft",
    assumption: "you put the file's SHA-256 in place of the zeros; the failing build states it",
    edits: [insertAt(flags.at(-1)?.span.end ?? keywordSpan.end, ` --checksum=sha256:${"0".repeat(64)}`)],
  };
}
