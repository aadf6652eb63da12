import type { Fix } from "../../edits/fix.ts";
import { appendStep } from "../../edits/instructions.ts";
import { insertStepBefore, stepOf } from "../../edits/steps.ts";
import type { Facts } from "../../facts/facts.ts";
import { isInside, isMounted } from "../../facts/mounts.ts";
import { downloadsOf, pathsMade, pathsRemoved, withoutGlob } from "../../facts/paths.ts";
import { perFacts } from "../../facts/perFacts.ts";
import type { RunFacts } from "../../facts/runs.ts";
import { unpacksArchive } from "../../facts/unpacking.ts";
import { remember } from "../../remember.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { ShellCommand, ShellScript, Word } from "../../shell/script.ts";

export default defineRule({
  id: "leftover-download",
  group: "size",
  summary: "A downloaded archive or package stays in the layer after it was unpacked or installed.",
  why: "An archive that is fetched and unpacked is in the layer twice, once packed and once unpacked, unless the same RUN removes it. A later RUN cannot: the layer of the first keeps the bytes. The fix removes the file right behind the command that unpacks it. A pipe, as in `curl … | tar -x`, needs no file at all.",
  severity: "information",
  phase: "instruction",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      if (!run.stage?.isShipped || !run.script.isUnderstood) continue;
      for (const download of run.script.commands) {
        for (const file of downloadsOf(download)) {
          const use = lastUse(run, download, file.value);
          if (!use || isGone(run, download, use, file) || isUsedLater(facts, run, file)) continue;
          yield {
            span: use.word.span,
            message: `${shortName(file)} stays in this layer after it is ${use.command.name.startsWith("tar") || use.command.name.includes("zip") ? "unpacked" : "installed"}`,
            fixes: fixes(facts, run, use),
          };
        }
      }
    }
  },
});

interface Use {
  readonly command: ShellCommand;
  readonly word: Word;
}

/** The last command that unpacks or installs the file, when no other one names it behind that. */
function lastUse({ script }: RunFacts, download: ShellCommand, file: string): Use | undefined {
  const last = lastUses(script).get(file);
  return last && last.command.span.start > download.span.start && unpacksArchive(last.command)
    ? last
    : undefined;
}

/** The last command that names a file, with the word that does; `./file` is the file too. */
const lastUses = remember(({ commands }: ShellScript) => {
  const uses = new Map<string, Use>();
  for (const command of commands)
    for (const word of command.args.toReversed()) {
      uses.set(word.value, { command, word });
      if (word.value.startsWith("./")) uses.set(word.value.slice(2), { command, word });
    }
  return uses;
});

/** Removed behind its use, or in a folder that is removed or mounted; also where that cannot be told. */
function isGone(run: RunFacts, download: ShellCommand, { command: use }: Use, file: Word): boolean {
  const made = pathsMade(run).filter(({ command }) => command === download);
  if (made.some(({ path }) => isMounted(run, path))) return true;
  const removing = run.script.commands.filter(({ span }) => span.start > use.span.start);
  if (removing.some(({ name }) => name === "mv" || name === "find" || name === "trap")) return true;
  if (run.script.commands.some(({ name }) => name === "trap")) return true;
  const removed = pathsRemoved(run).filter(({ command }) => command.span.start > use.span.start);
  if (removed.some(({ path }) => made.some((one) => isInside(one.path, withoutGlob(path))))) return true;
  return removing.some(
    ({ name, args }) =>
      name === "rm" &&
      args.some((word) => {
        if (word.value.startsWith("-")) return false;
        const isUnknown = !word.isLiteral && !word.value.startsWith("/var/");
        return (
          isUnknown || (made.length === 0 && !word.value.startsWith("/")) || word.value.endsWith(file.value)
        );
      }),
  );
}

function isUsedLater(facts: Facts, run: RunFacts, file: Word): boolean {
  const { dockerfile, graph } = facts;
  const name = shortName(file);
  const { text, starts } = bodies(facts);
  if (text.lastIndexOf(name) < (starts[run.instruction.index + 1] ?? text.length)) return false;
  return dockerfile.instructions.some(
    (instruction) =>
      instruction.index > run.instruction.index &&
      (graph.stageOf(instruction) === run.stage || instruction.keyword === "COPY") &&
      instruction.body.text.includes(name),
  );
}

/** What all instructions say, one behind the other: one search in it tells most names from those that come again. */
const bodies = perFacts(({ dockerfile: { instructions } }) => {
  const starts: number[] = [];
  let text = "";
  for (const { body } of instructions) {
    starts.push(text.length);
    text += `${body.text}\n`;
  }
  return { text, starts };
});

function shortName({ value }: Word): string {
  return value.slice(value.lastIndexOf("/") + 1);
}

function fixes({ dockerfile }: Facts, run: RunFacts, { command, word }: Use): readonly Fix[] {
  const step = stepOf(run, command);
  if (!step || step.connector === "||" || run.script.hasHeredoc || run.script.hasBackground) return [];
  const sudo = command.wrappers.some(({ value }) => value === "sudo") ? "sudo " : "";
  const removal = `${sudo}rm ${word.text}`;
  const next = run.script.steps[run.script.steps.indexOf(step) + 1];
  const edit = next ? insertStepBefore(dockerfile, run, next, removal) : appendStep(dockerfile, run, removal);
  if (!edit) return [];
  const assumption = "the program in the image does not read the archive itself";
  return [{ title: "Remove it in the same RUN", safety: "review", assumption, edits: [edit] }];
}
