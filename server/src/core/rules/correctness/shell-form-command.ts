import type { CommandInstruction } from "../../document/dockerfile.ts";
import { sourceSpan } from "../../document/flatText.ts";
import { replaceSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import type { Facts } from "../../facts/facts.ts";
import { defineRule, type Problem } from "../../rule.ts";
import { parseScript } from "../../shell/parse.ts";
import type { ShellCommand } from "../../shell/script.ts";

export default defineRule({
  id: "shell-form-command",
  group: "correctness",
  summary: "CMD or ENTRYPOINT in shell form runs the program below /bin/sh.",
  why: "In shell form the program is a child of `/bin/sh -c`. Many shells do not pass SIGTERM on, so `docker stop` waits ten seconds and kills it; and an ENTRYPOINT in shell form ignores CMD. The exec form runs the program itself. Where the line uses the shell – variables, `&&`, pipes, redirections, globs – there is no fix, because the exec form would not expand them.",
  severity: "information",
  phase: "instruction",
  safety: ["safe"],
  aliases: ["DL3025", "JSONArgsRecommended"],
  *check(facts): Generator<Problem> {
    for (const stage of facts.stages) {
      for (const instruction of stage.stage.instructions) {
        if (instruction.keyword !== "CMD" && instruction.keyword !== "ENTRYPOINT") continue;
        if (instruction.exec || instruction.body.text === "") continue;
        const { shell, shellWords } = facts.before(instruction);
        // A SHELL that the file chose is a choice; and what PowerShell or cmd make of the line we do not know.
        if (shell === "other" || shellWords) continue;
        const { body, keyword } = instruction;
        yield {
          span: sourceSpan(body, 0, body.text.length),
          message: body.text.startsWith("exec ")
            ? `${keyword} starts a shell only to replace it, so the image must have one`
            : `${keyword} runs below /bin/sh, which may not pass on the signal to stop`,
          fixes: execFormFix(instruction, facts),
        };
      }
    }
  },
});

function execFormFix(instruction: CommandInstruction, facts: Facts): readonly Fix[] {
  const words = plainWords(instruction, facts);
  if (!words) return [];
  const exec = `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
  const { body } = instruction;
  const title = `Convert ${instruction.keyword} to exec form ${exec}`;
  return [
    {
      title: title.length > 80 ? `Convert ${instruction.keyword} to exec form` : title,
      safety: "safe",
      edits: [replaceSpan(sourceSpan(body, 0, body.text.length), exec)],
    },
  ];
}

/** The words of a line that needs no shell; undefined when it needs one, or its meaning would change. */
function plainWords(instruction: CommandInstruction, facts: Facts): readonly string[] | undefined {
  // `['node', 'x']` was meant as an array; another rule mends it.
  if (instruction.innerComments.length > 0 || instruction.body.text.startsWith("[")) return undefined;
  if (interactsWithOther(instruction, facts)) return undefined;
  const script = parseScript(instruction.body);
  const [command] = script.commands;
  if (!script.isUnderstood || script.endsInComment || script.commands.length !== 1 || !command?.isStep)
    return undefined;
  if (command.assignments.length > 0 || command.redirects.length > 0) return undefined;
  const words = [...wordsWithoutExec(command)];
  const [program] = words;
  if (!program || builtins.has(program) || isAmbiguousEcho(words)) return undefined;
  const isPlain = [command.nameWord, ...command.args].every(
    (word) => word.isLiteral && !/^~|[{}]/.test(word.text),
  );
  return isPlain ? words : undefined;
}

function* wordsWithoutExec({ wrappers, nameWord, args, span }: ShellCommand): Generator<string> {
  const inFront = wrappers.map((wrapper) => wrapper.value);
  if (
    inFront.length > 1 ||
    (inFront.length === 1 && (inFront[0] !== "exec" || nameWord.span.start < span.start))
  )
    return;
  yield nameWord.value;
  for (const word of args) yield word.value;
}

/** A shell-form CMD below an exec ENTRYPOINT passes `/bin/sh -c …` as arguments: some images want that. */
function interactsWithOther(instruction: CommandInstruction, { graph }: Facts): boolean {
  const siblings = graph.stageOf(instruction)?.stage.instructions ?? [];
  const other = instruction.keyword === "CMD" ? "ENTRYPOINT" : "CMD";
  return siblings.some((sibling) => sibling.keyword === other);
}

/** What a shell has built in and no image as a program, or not the same. */
const builtins: ReadonlySet<string> = new Set(
  [
    ". : [ alias bg break builtin cd command continue declare eval exec exit export fg getopts hash jobs kill let",
    "ll local read readonly return set shift source test time times trap type typeset ulimit umask unset wait",
  ].flatMap((names) => names.split(" ")),
);

/** The `echo` of a shell and the program of that name read backslashes and options each in its own way. */
function isAmbiguousEcho([program, ...args]: readonly string[]): boolean {
  return (
    program === "echo" &&
    args.some((word, index) => word.includes("\\") || (index === 0 && word.startsWith("-")))
  );
}
