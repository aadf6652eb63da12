import { replaceSpan, sortEdits } from "../../edits/apply.ts";
import type { Edit, Fix } from "../../edits/fix.ts";
import { insertLineBelow } from "../../edits/instructions.ts";
import { losesComment, removeSteps, stepOf } from "../../edits/steps.ts";
import type { Facts } from "../../facts/facts.ts";
import type { RunFacts } from "../../facts/runs.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { ShellCommand } from "../../shell/script.ts";

export default defineRule({
  id: "shell-symlink",
  group: "correctness",
  summary: "A RUN makes /bin/sh a link to another shell.",
  why: "Whoever links `/bin/sh` to bash usually wants RUN to use bash. The link changes the shell of every script in the image as well, and the next update of the package that owns `/bin/sh` puts the old one back. The SHELL instruction changes the shell of RUN, and of CMD and ENTRYPOINT in shell form, and nothing else.",
  severity: "warning",
  phase: "instruction",
  safety: ["review"],
  aliases: ["DL4005"],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      if (!run.script.isUnderstood) continue;
      for (const command of run.script.commands) {
        const shell = linkedShell(command);
        if (shell === undefined) continue;
        yield {
          span: command.span,
          message: `this makes ${shell} the sh of every script in the image; SHELL changes it for RUN alone`,
          fixes: fixes(facts, run, command, shell),
        };
      }
    }
  },
});

const isSh = (path: string): boolean => /^(\/usr)?\/bin\/sh$/.test(path);

/** The shell that /bin/sh is linked to, as a path; undefined for any other command. */
function linkedShell({ name, args }: ShellCommand): string | undefined {
  if (name !== "ln" || !args.some(({ value }) => /^-[a-z]*s|^--symbolic$/.test(value))) return undefined;
  const [target, link, ...more] = args.filter(({ value }) => !value.startsWith("-"));
  if (!target?.isLiteral || !link || more.length > 0 || !isSh(link.value)) return undefined;
  const shell = /^(?:\/(?:usr\/)?bin\/)?(bash|zsh|ksh|mksh|dash|ash)$/.exec(target.value)?.[1];
  return shell && (target.value.startsWith("/") ? target.value : `/bin/${shell}`);
}

function fixes(facts: Facts, run: RunFacts, command: ShellCommand, shell: string): readonly Fix[] {
  if (run.situation.shellWords || run.instruction.isOnbuildTrigger) return [];
  const edits = useShell(facts, run, command, `SHELL ["${shell}", "-c"]`);
  if (!edits || losesComment(facts.dockerfile, edits)) return [];
  const assumption = `no script in the image counts on /bin/sh being ${shell.slice(shell.lastIndexOf("/") + 1)}`;
  return [{ title: `Use SHELL ["${shell}", "-c"] instead`, safety: "review", assumption, edits }];
}

function useShell(
  facts: Facts,
  run: RunFacts,
  command: ShellCommand,
  line: string,
): readonly Edit[] | undefined {
  const { instruction, script } = run;
  const steps = script.steps.filter((step) =>
    step.commands.some((other) => other === command || makesRoom(other)),
  );
  if (steps.some((step) => step.commands.some((other) => stepOf(run, other) !== step))) return undefined;
  const edits = removeSteps(facts.dockerfile, run, steps);
  if (edits) return sortEdits([...edits, insertLineBelow(facts.dockerfile, instruction, line)]);
  const isAll = steps.length === script.steps.length && !script.hasBackground;
  return isAll && instruction.flags.length === 0 ? [replaceSpan(instruction.span, line)] : undefined;
}

/** `rm /bin/sh`, `mv /bin/sh /bin/sh.orig` */
function makesRoom({ name, args }: ShellCommand): boolean {
  const [first, ...others] = args.filter(({ value }) => !value.startsWith("-"));
  const takes = name === "rm" ? others.length === 0 : name === "mv" && others.length === 1;
  return takes && first !== undefined && isSh(first.value);
}
