import type { RunFacts } from "../facts/runs.ts";
import { normalizePath } from "../facts/situation.ts";
import type { ShellCommand } from "../shell/script.ts";
import type { SingleStage } from "./singleStage.ts";

/** A command of the stage, as far as paths that it names depend on it. */
export interface Place {
  readonly command: ShellCommand;
  readonly run: RunFacts;
  readonly single: SingleStage;
}

/** The absolute path that a word of the command names; undefined when a variable or an unknown folder is in it. */
export function pathAt(text: string | undefined, place: Place): string | undefined {
  const { run, single } = place;
  const path = text && single.facts.scope.expand(text, run.stage, run.instruction);
  if (!path || /[$`*?{]/.test(path)) return undefined;
  if (path.startsWith("/")) return normalizePath(path);
  const folder = folderOf(place);
  return folder === undefined ? undefined : normalizePath(`${folder}/${path}`);
}

/** The folder that a command runs in, after the `cd`s before it. An image without WORKDIR starts in the root. */
export function folderOf({ command, run }: Place): string | undefined {
  let folder = run.situation.workdir ?? (run.situation.hasWorkdir ? undefined : "/");
  const step = run.script.steps.find(({ commands }) => commands.includes(command));
  for (const earlier of run.script.commands) {
    if (earlier === command) break;
    // What a subshell changes holds in that subshell.
    const isOver = earlier.isIsolated && !(command.isIsolated && step?.commands.includes(earlier));
    if (earlier.name !== "cd" || isOver) continue;
    const [target] = earlier.args;
    if (!target?.isLiteral) return undefined;
    folder = target.value.startsWith("/") ? target.value : folder && `${folder}/${target.value}`;
  }
  return folder && normalizePath(folder);
}

/** The value of a variable for one command: written in front of it, exported, or by ENV and ARG. */
export function variableAt(name: string, { command, run, single }: Place): string | undefined {
  const own = command.assignments.find((assignment) => assignment.name === name)?.value;
  if (own !== undefined) return own;
  for (const earlier of run.script.commands) {
    if (earlier === command) break;
    const exported = earlier.name === "export" ? earlier.args : [];
    for (const { value } of exported) if (value.startsWith(`${name}=`)) return value.slice(name.length + 1);
  }
  return single.facts.scope.value(name, run.stage, run.instruction);
}
