import { insertAt, removeSpan, replaceSpan } from "../../../server/src/core/edits/apply.ts";
import { exactly } from "../../../server/src/core/estimate/amount.ts";
import { defineRule, type Problem } from "../../../server/src/core/rule.ts";

const stub = { group: "size", severity: "information", aliases: [], why: "Because. It is so." } as const;

/** As simple as a rule can be. Its namesake in the engine does more. */
const pipCache = defineRule({
  ...stub,
  id: "pip-cache",
  summary: "`pip install` keeps its download cache in the layer.",
  severity: "warning",
  phase: "word",
  safety: ["safe"],
  aliases: ["DL3042"],
  *check(facts): Generator<Problem> {
    for (const { command, manager, actionWord } of facts.packages) {
      if (manager !== "pip" || !actionWord || command.args.some(({ value }) => value === "--no-cache-dir"))
        continue;
      yield {
        span: { start: command.nameWord.span.start, end: actionWord.span.end },
        message: "pip keeps its download cache in this layer",
        fixes: [
          {
            title: "Add --no-cache-dir to pip install",
            safety: "safe",
            edits: [insertAt(actionWord.span.end, " --no-cache-dir")],
          },
        ],
      };
    }
  },
});

/** Two alternatives that need a look, and a draft. */
const wholeNode = defineRule({
  ...stub,
  id: "whole-node",
  summary: "The whole of Node.js is shipped.",
  phase: "instruction",
  safety: ["review", "draft"],
  *check(facts): Generator<Problem> {
    for (const { stage } of facts.stages) {
      const { image } = stage.from;
      if (image?.value !== "node:20") continue;
      yield {
        span: image.span,
        message: "node:20 has compilers and headers that nothing here needs",
        fixes: [
          {
            title: "Use node:20-slim (≈ 890 MB less)",
            safety: "review",
            edits: [replaceSpan(image.span, "node:20-slim")],
            assumption:
              "no package that is installed later is compiled from source, since the compilers are left out",
            saves: {
              download: exactly(300_000_000),
              unpacked: { low: 8e8, likely: 8.9e8, high: 9e8 },
              source: "table",
              reasons: ["node:20"],
            },
          },
          {
            title: "Use node:20-alpine (≈ 960 MB less)",
            safety: "review",
            edits: [replaceSpan(image.span, "node:20-alpine")],
            assumption: "nothing depends on glibc",
          },
          {
            title: "Use distroless",
            safety: "draft",
            edits: [replaceSpan(image.span, "gcr.io/distroless/nodejs20")],
            assumption: "no shell is needed",
          },
        ],
      };
    }
  },
});

/** Faded, and with a peer's names in both dialects. */
const emptyRun = defineRule({
  ...stub,
  id: "empty-run",
  summary: "A RUN that does nothing.",
  severity: "hint",
  phase: "instruction",
  safety: ["safe"],
  aliases: ["DL9001", "NothingRuns"],
  *check(facts): Generator<Problem> {
    for (const { instruction } of facts.runs) {
      if (instruction.body.text !== "true") continue;
      yield {
        span: instruction.span,
        message: "Nothing happens here",
        isUnnecessary: true,
        fixes: [
          {
            title: "Do nothing in another way",
            safety: "safe",
            edits: [replaceSpan(instruction.span, "LABEL nothing=1")],
          },
        ],
      };
    }
  },
});

/** Writes a second file. */
const noIgnoreFile = defineRule({
  ...stub,
  id: "no-ignore-file",
  summary: "Everything is sent to the builder.",
  phase: "order",
  safety: ["safe"],
  *check(facts): Generator<Problem> {
    const copy = facts.copies.find(({ copiesWholeContext }) => copiesWholeContext);
    if (!copy || facts.dockerfile.comments.some(({ text }) => text === "ignored")) return;
    yield {
      span: copy.instruction.keywordSpan,
      message: "Everything is sent to the builder",
      fixes: [
        {
          title: "Create .dockerignore",
          safety: "safe",
          edits: [insertAt(copy.instruction.span.start, "# ignored\n")],
          files: [{ path: ".dockerignore", content: ".git\n" }],
        },
      ],
    };
  },
});

/** Writes a second file and leaves the Dockerfile alone. */
export const extendIgnoreFile = defineRule({
  ...stub,
  id: "short-ignore-file",
  summary: "The ignore file lets too much through.",
  phase: "order",
  safety: ["review"],
  *check({ copies, known }): Generator<Problem> {
    const [copy] = copies;
    if (!copy || known.context?.isIgnored("dist")) return;
    yield {
      span: copy.instruction.keywordSpan,
      message: "The ignore file lets too much through",
      fixes: [
        {
          title: "Extend .dockerignore",
          safety: "review",
          assumption: "nothing needs what is left out",
          edits: [],
          files: [{ path: ".dockerignore", content: ".git\ndist\n" }],
        },
      ],
    };
  },
});

/** A mistake of ours. */
export const broken = defineRule({
  ...stub,
  id: "broken",
  summary: "Breaks.",
  phase: "word",
  safety: ["safe"],
  // biome-ignore lint/correctness/useYield: it throws before it could.
  *check(): Generator<Problem> {
    throw new Error("a mistake");
  },
});

/** A fix that cannot be applied: its edit leaves the text. */
export const hopeless = defineRule({
  ...stub,
  id: "hopeless",
  summary: "Has an impossible fix.",
  phase: "word",
  safety: ["safe"],
  *check(facts): Generator<Problem> {
    const end = facts.dockerfile.text.length;
    const edits = [removeSpan({ start: end + 5, end: end + 6 })];
    yield {
      span: { start: 0, end: 4 },
      message: "Hopeless",
      fixes: [{ title: "Try", safety: "safe", edits }],
    };
  },
});

export const testRules = [pipCache, wholeNode, emptyRun, noIgnoreFile];
