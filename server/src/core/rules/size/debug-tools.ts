import type { Fix } from "../../edits/fix.ts";
import { hasCommentAbove, removeWord } from "../../edits/words.ts";
import { isUnusedTool, packageName } from "../../facts/debugTools.ts";
import type { Facts } from "../../facts/facts.ts";
import { systemManagers } from "../../facts/packagePrograms.ts";
import type { PackageCommand } from "../../facts/packages.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { Word } from "../../shell/script.ts";

export default defineRule({
  id: "debug-tools",
  group: "size",
  summary: "Editors and tools for debugging are installed in the image.",
  why: "Editors, tracers and network tools are for a person at a terminal. The program in the container does not call them, but they take space, bring libraries along, show up in vulnerability scans and serve an intruder. `docker debug`, `kubectl debug` or a container that joins the namespaces of this one bring such tools when they are needed. Tools that the file itself uses are not meant.",
  severity: "hint",
  phase: "word",
  safety: ["review"],
  aliases: ["DL3001"],
  *check(facts): Generator<Problem> {
    for (const call of facts.packages) {
      const { manager, action, operands, run } = call;
      if (!systemManagers.has(manager) || (action !== "install" && action !== "add")) continue;
      if (!run.stage?.isShipped || isForPeople(call)) continue;
      const unused = operands.filter((word) => isUnusedTool(facts, word));
      // Without any other package the whole install would have to go.
      const isRest = unused.length < operands.length;
      for (const word of unused) {
        yield {
          span: word.span,
          message: `${packageName(word)} is for people at a terminal, the program does not need it`,
          fixes: isRest ? removal(facts, call, word) : [],
        };
      }
    }
  },
});

/** Images that people work in. */
function isForPeople({ run }: PackageCommand): boolean {
  const names = [run.stage?.stage.name?.value, run.stage?.root.reference?.repository].join(" ").toLowerCase();
  return ["dev", "debug", "workspace", "toolbox", "netshoot", "shell", "jupyter"].some((word) =>
    names.includes(word),
  );
}

function removal({ dockerfile }: Facts, { command }: PackageCommand, word: Word): readonly Fix[] {
  // A comment about the tool would be left behind.
  if (hasCommentAbove(dockerfile, command, word)) return [];
  const title = `Remove ${packageName(word)}`;
  const assumption = "no script of the image calls it";
  return [{ title, safety: "review", assumption, edits: [removeWord(dockerfile, command, word)] }];
}
