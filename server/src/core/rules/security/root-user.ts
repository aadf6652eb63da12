import { runAsUser } from "../../edits/runAsUser.ts";
import type { Span } from "../../edits/span.ts";
import { needsRootToStart, runsAsRoot } from "../../facts/containerUser.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { officialImage } from "../../images/official.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "root-user",
  group: "security",
  summary: "The container starts as root.",
  why: "Who breaks into a program that runs as root is root in the container, may change every file of the image, and is one kernel mistake away from the host. Some platforms refuse to start such images. The fix ends the final stage in a USER: one that the image already has, or a new one. The new user owns the working directory and what COPY puts there, without the `chown -R` that would store everything twice. Images that run as somebody else, and entrypoints that step down by themselves, are not reported.",
  severity: "warning",
  phase: "user",
  safety: ["review"],
  aliases: ["DL3002", "DS-0002", "CKV_DOCKER_3"],
  *check(facts): Generator<Problem> {
    const found = runsAsRoot(facts);
    if (!found) return;
    const isServer = needsRootToStart(facts, found.stage);
    const fix = isServer ? undefined : runAsUser(facts, found);
    yield {
      span: found.instruction ? found.part.span : (startOf(found.stage) ?? found.part.span),
      message: `the container runs as root${found.instruction ? "" : reason(found.stage, isServer)}`,
      fixes: fix ? [fix] : [],
    };
  },
});

/** The keyword of what starts in the container, which is where it matters. */
function startOf({ stage }: StageFacts): Span | undefined {
  return stage.instructions.findLast(({ keyword }) => keyword === "ENTRYPOINT" || keyword === "CMD")
    ?.keywordSpan;
}

function reason({ root }: StageFacts, isServer: boolean): string {
  if (!isServer) return ", because nothing says otherwise";
  const name = root.reference && officialImage(root.reference)?.name;
  return name === "nginx" ? "; nginxinc/nginx-unprivileged listens on port 8080 without it" : "";
}
