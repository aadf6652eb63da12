import { replaceSpan } from "../../edits/apply.ts";
import type { CopyFacts } from "../../facts/copies.ts";
import { isRemote } from "../../facts/copies.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "add-for-local-file",
  group: "correctness",
  summary: "ADD copies local files, which is COPY's work.",
  why: "ADD does more than it says: it unpacks archives and downloads URLs. Where plain files are meant, COPY says so, and no archive is ever unpacked by surprise.",
  severity: "information",
  phase: "word",
  safety: ["safe"],
  aliases: ["DL3020", "DS-0005", "CKV_DOCKER_4"],
  *check(facts): Generator<Problem> {
    for (const copy of facts.copies) {
      const { instruction } = copy;
      if (instruction.keyword !== "ADD" || needsAdd(copy)) continue;
      yield {
        span: instruction.keywordSpan,
        message: "ADD may unpack or download; COPY does just what these plain files need",
        fixes: [
          {
            title: "Replace ADD with COPY",
            safety: "safe",
            edits: [replaceSpan(instruction.keywordSpan, "COPY")],
          },
        ],
      };
    }
  },
});

const onlyOnAdd = new Set(["checksum", "keep-git-dir", "unpack"]);
/** Endings of the archives that ADD unpacks, and of those that people expect it to. */
const archive = /\.(tar(\.\w+)?|t[abglpx]z\w*|tb2|tbz2?|tzst|gz|bz2|xz|lz|lzma|zst|z)$/i;

/** Variables may hold a URL, a glob or a folder may hold an archive by name only: then ADD is left alone. */
function needsAdd({ instruction, sources }: CopyFacts): boolean {
  if (instruction.flags.some((flag) => onlyOnAdd.has(flag.name))) return true;
  if (sources.length === 0) return instruction.heredocs.length === 0;
  return sources.some(
    ({ path }) => path === undefined || isRemote(path) || archive.test(path) || hasOpenEnd(path),
  );
}

/** `dist/*` may match an archive, which ADD would unpack; `*.json` cannot. */
function hasOpenEnd(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const lastGlob = Math.max(name.lastIndexOf("*"), name.lastIndexOf("?"), name.lastIndexOf("]"));
  return lastGlob >= 0 && !name.slice(lastGlob + 1).includes(".");
}
