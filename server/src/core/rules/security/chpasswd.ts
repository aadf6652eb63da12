import { defineRule, type Problem } from "../../rule.ts";
import type { ShellCommand } from "../../shell/script.ts";

export default defineRule({
  id: "chpasswd",
  group: "security",
  summary: "A RUN sets the password of a user.",
  why: "A password that is set in a build is the same in every container, and everybody who can pull the image reads it in `docker history`, or its hash in `/etc/shadow`. Programs in containers rarely need a user who can log in: switch users with USER, and open a shell with `docker exec`. Where a login is needed, set the password when the container starts, from a secret.",
  severity: "warning",
  phase: "word",
  safety: [],
  aliases: ["CKV2_DOCKER_17"],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      if (run.instruction.mounts.some(({ type }) => type === "secret")) continue;
      for (const command of run.script.commands) {
        if (!setsPassword(command)) continue;
        const { nameWord, args } = command;
        const option = args.find(({ value }) => value === "--stdin");
        yield {
          span: { start: nameWord.span.start, end: (option ?? nameWord).span.end },
          message: "the password is the same in every container, and can be read from the image",
        };
      }
    }
  },
});

/** Reading from a file of the base image or of a mount says nothing about a password in the Dockerfile, but is one in the image. */
function setsPassword({ name, args }: ShellCommand): boolean {
  if (name === "chpasswd") return true;
  return name === "passwd" && args.some(({ value }) => value === "--stdin");
}
