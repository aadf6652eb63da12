import { removeSpan } from "../../edits/apply.ts";
import { variableOnly } from "../../facts/scope.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "redundant-platform",
  group: "reproducibility",
  summary: "FROM asks for the platform that it gets anyway.",
  why: "Without `--platform`, FROM takes the image for the platform that is built for, which is what `$TARGETPLATFORM` holds. The flag says nothing, and hides the FROM lines where another platform is really asked for.",
  severity: "information",
  phase: "word",
  safety: ["safe"],
  aliases: ["DL3065", "RedundantTargetPlatform"],
  *check({ dockerfile }): Generator<Problem> {
    // With an ARG of the file's own it need not be what the builder would take.
    const isRedefined = dockerfile.globalArgs.some(({ properties }) =>
      properties.some((one) => one.name.value === "TARGETPLATFORM"),
    );
    if (isRedefined) return;
    for (const { from } of dockerfile.stages) {
      const { platform, image } = from;
      const value = platform?.value?.replace(/^"(.*)"$/, "$1");
      if (!platform || !image || value === undefined) continue;
      if (!variableOnly(value) || value.replace(/[${}]/g, "") !== "TARGETPLATFORM") continue;
      const behind = dockerfile.text.slice(platform.span.end, image.span.start);
      yield {
        span: platform.span,
        message: "this is the platform that FROM takes anyway",
        fixes: [
          {
            title: "Remove --platform=$TARGETPLATFORM",
            safety: "safe",
            edits: [
              removeSpan({
                start: platform.span.start,
                end: platform.span.end + (/^[ \t]*/.exec(behind)?.[0].length ?? 0),
              }),
            ],
          },
        ],
      };
    }
  },
});
