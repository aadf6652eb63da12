import { removeSpan } from "../../edits/apply.ts";
import type { Edit, Fix } from "../../edits/fix.ts";
import { wholeLines } from "../../edits/lines.ts";
import type { Facts } from "../../facts/facts.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { Suppression, UnusedIgnore } from "../../suppressions.ts";

export default defineRule({
  id: "unused-ignore",
  group: "style",
  summary: "An ignore comment switches nothing off.",
  why: "A comment that ignores a rule where the rule finds nothing is a leftover of something that was mended. It misleads readers, and it hides the problem when it comes back. Ids that only another tool knows, and rules that are switched off, are never reported. In a comment for another tool the id may still be of use to them, so there the fix wants a look; and so does a comment that gives a reason.",
  severity: "hint",
  phase: "word",
  safety: ["safe", "review"],
  aliases: [],
  // What it reports follows from the findings of the other rules, so it answers the engine's second question.
  check: () => [],
  *checkIgnores(facts, unused): Generator<Problem> {
    const left = new Set(unused.map(({ id }) => id));
    const done = new Set<Suppression>();
    for (const one of unused) {
      const { suppression, id, rule } = one;
      const isWhole = suppression.ids.every((other) => left.has(other));
      if (done.has(suppression)) continue;
      if (isWhole) done.add(suppression);
      const name = id.id.toLowerCase() === rule.id ? rule.id : `${id.id} (${rule.id})`;
      const place = suppression.covers ? "here" : "in this file";
      yield {
        span: isWhole ? suppression.statement : id.span,
        message:
          isWhole && suppression.ids.length > 1
            ? `None of these rules finds anything ${place}`
            : `${name} finds nothing to ignore ${place}`,
        isUnnecessary: true,
        fixes: isWhole ? removal(facts, suppression) : [withAssumption(suppression, idRemoval(one))],
      };
    }
  },
});

interface Removal {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** A text of the author's that goes too. */
  readonly losesReason?: boolean;
}

const tools = { plimsoll: "Plimsoll", hadolint: "hadolint", check: "BuildKit", shellcheck: "ShellCheck" };

function withAssumption({ dialect }: Suppression, { title, edits, losesReason }: Removal): Fix {
  const tool = tools[dialect];
  const assumption = losesReason
    ? "the reason that stands beside it is of no further use"
    : `${tool} finds nothing there either, or does not check this file`;
  if (dialect === "plimsoll" && !losesReason) return { title, edits, safety: "safe" };
  return { title, edits, safety: "review", assumption };
}

function idRemoval({ suppression: { ids }, id }: UnusedIgnore): Removal {
  const at = ids.indexOf(id);
  const next = ids[at + 1];
  const before = ids[at - 1];
  const start = next || !before ? id.span.start : before.span.end;
  const span = { start, end: next ? next.span.start : id.span.end };
  return { title: `Remove ${id.id} from the ignore comment`, edits: [removeSpan(span)] };
}

/** The comment with its line; of BuildKit's directive, only the part that skips. */
function removal({ dockerfile }: Facts, suppression: Suppression): readonly Fix[] {
  const { text, comments, instructions } = dockerfile;
  const { span, statement, dialect } = suppression;
  const before = text.slice(span.start, statement.start);
  const behind = text.slice(statement.end, span.end);
  const title = "Remove the ignore comment";
  const hasOptions = dialect === "check" && (behind.trim() !== "" || before.includes(";"));
  if (hasOptions) {
    const separator = /^\s*;\s*/.exec(behind)?.[0].length ?? 0;
    const start = separator > 0 ? statement.start : span.start + before.lastIndexOf(";");
    return [
      withAssumption(suppression, { title, edits: [removeSpan({ start, end: statement.end + separator })] }),
    ];
  }
  // Without the line above it, a comment at the top of the file could become a directive.
  const isTop = comments.some(
    (comment) =>
      comment.span.start > span.start &&
      comment.span.start < (instructions[0]?.span.start ?? 0) &&
      /^(syntax|escape|check)\s*=/i.test(comment.text),
  );
  if (isTop) return [];
  const lines = wholeLines(text, span);
  const start = text[lines.start] === "\uFEFF" ? lines.start + 1 : lines.start;
  const edits = [removeSpan({ start, end: lines.end })];
  return [withAssumption(suppression, { title, edits, losesReason: behind.trim() !== "" })];
}
