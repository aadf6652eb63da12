import { replaceSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import type { CopyFacts } from "../../facts/copies.ts";
import { isRemote } from "../../facts/copies.ts";
import type { Facts } from "../../facts/facts.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "add-for-local-file",
  group: "correctness",
  summary: "ADD copies local files, which is COPY's work.",
  why: "ADD does more than it says: it unpacks archives and downloads URLs. Where plain files are meant, COPY says so, and no archive is ever unpacked by surprise.",
  severity: "information",
  phase: "word",
  safety: ["safe", "review"],
  aliases: ["DL3020", "DS-0005", "CKV_DOCKER_4"],
  *check(facts): Generator<Problem> {
    for (const copy of facts.copies) {
      const { instruction } = copy;
      if (instruction.keyword !== "ADD" || needsAdd(copy)) continue;
      yield {
        span: instruction.keywordSpan,
        message: "ADD may unpack or download; COPY does just what these plain files need",
        fixes: [fixOf(facts, copy)],
      };
    }
  },
});

function fixOf({ known: { context } }: Facts, { instruction, sources }: CopyFacts): Fix {
  const fix = { title: "Replace ADD with COPY", edits: [replaceSpan(instruction.keywordSpan, "COPY")] };
  const isClear = sources.every(
    ({ path = "", part }) =>
      part.value.endsWith("/") || saysWhatItIs(path) || context?.isFolder(path) === true,
  );
  if (isClear || instruction.from) return { ...fix, safety: "safe" };
  return { ...fix, safety: "review", assumption: "none of the files is an archive under another name" };
}

/** ADD goes by the content: `bundle` and `data.bin` may be archives, `src/` and `app.conf` are none. */
function saysWhatItIs(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === "" || name === "." || name === ".." || textFiles.test(name)) return true;
  return (
    /\.[\w*-]+$/.test(name) && !/\.(bin|box|bundle|dat|data|dump|image|img|layer|rootfs|\d+)$/i.test(name)
  );
}

/** Well-known names without an ending. */
const textFiles = /^(\w*Dockerfile|\w*file|gradlew|mvnw|LICENSE|README|NOTICE)$/;

const onlyOnAdd = new Set(["checksum", "keep-git-dir", "unpack"]);
/** Endings of the archives that ADD unpacks, and of those that people expect it to. */
const archive = /\.(tar(\.\w+)?|apk|crate|gem|ova|t[abglpx]z\w*|tb2|tbz2?|tzst|gz|bz2|xz|lz|lzma|zst|z)$/i;

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
