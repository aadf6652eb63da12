import { asksForConfirmation, groupAction } from "../facts/confirmation.ts";
import type { Facts } from "../facts/facts.ts";
import type { Manager } from "../facts/packagePrograms.ts";
import type { Problem } from "../rule.ts";
import { insertAt } from "./apply.ts";

/** What the rules `apt-yes`, `yum-yes`, `dnf-yes` and `zypper-yes` say about their package managers. */
export function* unconfirmedCalls(facts: Facts, managers: readonly Manager[]): Generator<Problem> {
  for (const call of facts.packages) {
    const { manager, program, actionWord, command } = call;
    const second = groupAction(call);
    if (!managers.includes(manager) || !actionWord || !asksForConfirmation(facts, call)) continue;
    const last = second ?? actionWord;
    const name = [program, actionWord.value, ...(second ? [second.value] : [])].join(" ");
    // zypper has no -y for every sub-command, but one option in front of all of them.
    const [option, word] = manager === "zypper" ? ["--non-interactive", command.nameWord] : ["-y", last];
    yield {
      span: { start: command.nameWord.span.start, end: last.span.end },
      message: `${name} asks for confirmation, which nobody can give during a build`,
      fixes: [
        {
          title: `Add ${option} to ${name}`,
          safety: "safe",
          edits: [insertAt(word.span.end, ` ${option}`)],
        },
      ],
    };
  }
}
