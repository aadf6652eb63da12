import type { Fix } from "../../edits/fix.ts";
import { setFlag } from "../../edits/flags.ts";
import { accessChanges } from "../../facts/access.ts";
import { accountsIn } from "../../facts/accounts.ts";
import type { CopyFacts } from "../../facts/copies.ts";
import type { Facts } from "../../facts/facts.ts";
import { pathsMeet } from "../../facts/paths.ts";
import type { RunFacts } from "../../facts/runs.ts";
import { imageUsers } from "../../images/users.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "copy-after-user",
  group: "security",
  summary: "COPY gives files to root although another user goes on working with them.",
  why: "USER does not change whom COPY gives its files to: they belong to root. A later RUN as the user can read them, but not change, move or mark them executable, and what it builds next to them may fail. `--chown` gives them to the user in the same layer, at no cost. Files that nothing works on afterwards are better off with root, so those are not reported.",
  severity: "information",
  phase: "word",
  safety: ["safe"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const copy of facts.copies) {
      const { instruction, situation } = copy;
      const { user } = situation;
      if (user === undefined || /^(root|0)(:|$)/.test(user) || user.includes("$")) continue;
      if (situation.shell === "other" || instruction.flags.some(({ name }) => name === "chown")) continue;
      if (instruction.isOnbuildTrigger || !isWorkedOn(facts, copy) || isSystemFolder(copy)) continue;
      yield {
        span: { start: instruction.keywordSpan.start, end: instruction.keywordSpan.end },
        message: `these files belong to root, and ${user} goes on working with them`,
        fixes: chownFix(facts, copy, user),
      };
    }
  },
});

const systemFolder = /^\/(bin|boot|dev|etc|lib|lib64|proc|root|run|sbin|sys|usr)(\/|$)/;

function isSystemFolder({ destination }: CopyFacts): boolean {
  return destination === undefined || systemFolder.test(destination);
}

/** A later RUN of the same user changes something there, and no RUN as root hands the files over. */
function isWorkedOn(facts: Facts, copy: CopyFacts): boolean {
  const { instruction, stage, situation, destination = "" } = copy;
  const later = facts.runs.filter((run) => run.stage === stage && run.instruction.index > instruction.index);
  const isHandedOver = later
    .flatMap(accessChanges)
    .some(
      ({ program, paths }) => program === "chown" && paths.some(({ path }) => pathsMeet(path, destination)),
    );
  if (isHandedOver) return false;
  return later.some((run) => run.situation.user === situation.user && worksIn(run, copy));
}

/** Builds in the folder, or changes the files by name. */
function worksIn(run: RunFacts, { destination = "", copiesWholeContext }: CopyFacts): boolean {
  const changes = accessChanges(run).some(({ paths }) =>
    paths.some(({ path }) => pathsMeet(path, destination)),
  );
  if (changes) return true;
  const isHere = run.situation.workdir !== undefined && pathsMeet(run.situation.workdir, destination);
  return copiesWholeContext && isHere && run.script.commands.some(({ name }) => builders.has(name));
}

const builders: ReadonlySet<string> = new Set(
  "npm yarn pnpm bun npx make cmake go cargo mvn mvnw gradle gradlew dotnet bundle composer mix sbt pip pip3 python python3 poetry uv sed".split(
    " ",
  ),
);

function chownFix(facts: Facts, { instruction, stage }: CopyFacts, user: string): readonly Fix[] {
  const owner = user.includes(":") || /^\d+$/.test(user) ? user : withGroup(facts, stage, user);
  // The names are looked up in the image, which a linked layer does not have.
  if (instruction.flags.some(({ name }) => name === "link") && /[A-Za-z]/.test(owner)) return [];
  const edit = setFlag(instruction, "chown", owner);
  return edit ? [{ title: `Add --chown=${owner}`, safety: "safe", edits: [edit] }] : [];
}

/** `app` alone would also take the group of that number. */
function withGroup(facts: Facts, stage: CopyFacts["stage"], user: string): string {
  if (!stage) return user;
  const existing = stage.root.reference && imageUsers(stage.root.reference).existing?.name === user;
  const made = accountsIn(facts, stage).some(({ kind, name }) => kind === "group" && name === user);
  return existing || made ? `${user}:${user}` : user;
}
