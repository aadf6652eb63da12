import type { Instruction } from "../../document/dockerfile.ts";
import { sourceSpan } from "../../document/flatText.ts";
import { replaceSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import type { Span } from "../../edits/span.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "java-heap-in-container",
  group: "correctness",
  summary: "The Java heap has a fixed size, whatever memory the container gets.",
  why: "A fixed `-Xmx` wastes the memory of a large container and gets a small one killed. Java reads the limit of the container since version 10 (and 8u191), and `-XX:MaxRAMPercentage` takes a share of it, so one image fits all sizes. The older `-XX:+UseCGroupMemoryLimitForHeap` was removed: Java 11 does not start with it.",
  severity: "hint",
  phase: "word",
  safety: ["review"],
  aliases: [],
  *check({ stages }): Generator<Problem> {
    for (const { stage, isShipped, root } of stages) {
      if (!isShipped) continue;
      const isOldJava = /^(1\.)?8\b/.test(root.reference?.tag ?? "");
      for (const instruction of stage.instructions) {
        if (!startsJava(instruction)) continue;
        for (const match of instruction.body.text.matchAll(fixedHeap)) {
          const option = match[1] ?? "";
          const span = sourceSpan(instruction.body, match.index, match.index + option.length);
          const isRemoved = option.startsWith("-XX");
          yield {
            span,
            ...(isRemoved && !isOldJava ? { severity: "warning" } : {}),
            message: isRemoved
              ? "Java 11 removed this option and refuses to start with it"
              : `the heap is limited to ${option.slice(4)} whatever memory the container gets`,
            fixes: shareFix(instruction, span),
          };
        }
      }
    }
  },
});

/** An option with a figure of its own; with a variable it can be set from outside. */
const fixedHeap = /(-Xmx\d+[kKmMgGtT]?|-XX:\+UseCGroupMemoryLimitForHeap)(?=["'\s,]|$)/g;

const javaVariables: ReadonlySet<string> = new Set(
  "JAVA_OPTS JAVA_OPTIONS JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS JVM_OPTS CATALINA_OPTS".split(" "),
);

function startsJava(instruction: Instruction): boolean {
  if (instruction.keyword === "CMD" || instruction.keyword === "ENTRYPOINT") return true;
  return (
    instruction.keyword === "ENV" && instruction.properties.some(({ name }) => javaVariables.has(name.value))
  );
}

/** Beside other limits of the heap a share may contradict them. */
function shareFix({ body }: Instruction, span: Span): readonly Fix[] {
  if (/-Xms|RAMPercentage|RAMFraction|MaxHeapSize/.test(body.text)) return [];
  return [
    {
      title: "Use 75 % of the container's memory",
      safety: "review",
      assumption: "the container has a memory limit, and Java is 8u191, 10 or later",
      edits: [replaceSpan(span, "-XX:MaxRAMPercentage=75.0")],
    },
  ];
}
