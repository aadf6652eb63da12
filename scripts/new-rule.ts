/** `npm run new-rule GROUP/ID` writes the two files of a rule, ready to fill in. */
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const [, group, id] =
  /^(size|cache|security|reproducibility|correctness|style)\/([a-z][a-z0-9-]*)$/.exec(
    process.argv[2] ?? "",
  ) ?? [];
if (!group || !id) {
  process.stderr.write(
    "Usage: npm run new-rule -- size/pip-cache   (the id names the smell, not the remedy)\n",
  );
  process.exit(2);
}
const rule = path.join(root, "server/src/core/rules", group, `${id}.ts`);
const specification = path.join(root, "test/rules", `${id}.md`);
if (existsSync(rule) || existsSync(specification)) {
  process.stderr.write(`${id} exists already\n`);
  process.exit(2);
}
writeFileSync(
  rule,
  `import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "${id}",
  group: "${group}",
  summary: "One sentence: what is reported.",
  why: "Two to five sentences: the cost in size, time or risk, and what the fixes do.",
  severity: "information",
  phase: "word",
  safety: [],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      if (!run.script.isUnderstood) continue;
      // yield { span, message, fixes }
    }
  },
});
`,
);
writeFileSync(
  specification,
  `# ${id}

What it reports, and when it is silent.

## Examples

\`\`\`dockerfile
FROM debian:bookworm-slim
RUN true
\`\`\`

## Edge cases
`,
);
process.stdout.write(
  `Fill in ${path.relative(root, rule)} and ${path.relative(root, specification)}, then run: npm run generate\n`,
);
