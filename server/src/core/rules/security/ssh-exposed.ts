import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "ssh-exposed",
  group: "security",
  summary: "The image exposes port 22, so it is meant to run an SSH server.",
  why: "An SSH server in a container is a second way in, with keys, users and updates of its own to look after, and it needs a process that keeps it running beside the program. `docker exec` and `kubectl exec` open a shell without it. For a program whose purpose is SSH, such as a Git server, tell the linter so with an ignore comment.",
  severity: "warning",
  phase: "word",
  safety: [],
  aliases: ["DS-0004", "CKV_DOCKER_1"],
  *check(facts): Generator<Problem> {
    for (const stage of facts.stages) {
      if (!stage.isShipped) continue;
      for (const instruction of stage.stage.instructions) {
        if (instruction.keyword !== "EXPOSE") continue;
        for (const { text, span } of instruction.words) {
          const port = facts.scope.expand(text, stage, instruction);
          if (port !== undefined && coversSsh(port))
            yield { span, message: "port 22 is for an SSH server; docker exec opens a shell without one" };
        }
      }
    }
  },
});

/** `22`, `22/tcp`, `20-25` */
function coversSsh(port: string): boolean {
  const match = /^(\d+)(?:-(\d+))?(?:\/tcp)?$/i.exec(port);
  if (!match) return false;
  const first = Number(match[1]);
  const last = Number(match[2] ?? first);
  return first <= 22 && 22 <= last && last - first < 100;
}
