import { remember } from "../remember.ts";
import type { Pipeline, ShellCommand } from "../shell/script.ts";
import { systemOf } from "./baseSystem.ts";
import { baseName } from "./interpreter.ts";
import type { RunFacts } from "./runs.ts";

/** The first pipe of a RUN where a failure goes unnoticed, and the command that may fail. */
export interface OpenPipe {
  readonly pipeline: Pipeline;
  readonly producer: ShellCommand;
}

export function openPipe(run: RunFacts): OpenPipe | undefined {
  if (!run.script.isUnderstood || run.script.pipelines.length === 0 || isSetOutside(run)) return undefined;
  const set = startOf(run, isPipefailSet);
  for (const pipeline of run.script.pipelines) {
    if (set < pipeline.span.start) return undefined;
    if (!pipeline.isHeeded || stopsEarly(pipeline) || isLost(run, pipeline)) continue;
    const producer = pipeline.parts.slice(0, -1).flat().find(mayFail);
    if (producer) return { pipeline, producer };
  }
  return undefined;
}

/** Whether the shell of a RUN knows pipefail; undefined when nobody can tell what its /bin/sh is. */
export function knowsPipefail({ stage, situation, interpreter }: RunFacts): boolean | undefined {
  const name = baseName(interpreter?.program ?? situation.shellWords?.[0] ?? "sh");
  if (name === "dash") return false;
  if (name !== "sh") return true;
  switch (systemOf(stage)) {
    case "alpine":
    case "busybox":
    case "rpm":
    case "arch":
      return true;
    case "debian":
    case "ubuntu":
      return false;
    default:
      return undefined;
  }
}

function isSetOutside(run: RunFacts): boolean {
  return optionsOutside(run).includes("pipefail");
}

/** True for shell options such as `-e` and `-euxo pipefail`. */
export function stopsAtFailure(options: string): boolean {
  return /(^|\s)-[a-z]*e/.test(options);
}

function optionsOutside({ interpreter, situation }: RunFacts): string {
  return interpreter ? interpreter.options : (situation.shellWords?.slice(1).join(" ") ?? "");
}

/** Where the first command begins of which something holds; infinite when there is none. */
function startOf({ script }: RunFacts, holds: (command: ShellCommand) => boolean): number {
  return script.commands.reduce(
    (first, command) => (command.span.start < first && holds(command) ? command.span.start : first),
    Number.POSITIVE_INFINITY,
  );
}

/** `set -o pipefail`, `set -euo pipefail`; `set +o pipefail` is a decision too. */
function isPipefailSet({ name, args }: ShellCommand): boolean {
  return (name === "set" || name === "shopt") && args.some(({ value }) => value === "pipefail");
}

/** In `a | b; c` without `set -e`, not even the status of b counts. */
function isLost(run: RunFacts, { span }: Pipeline): boolean {
  const { lastBreak, errexit } = errorHandling(run);
  return lastBreak > span.start && errexit >= span.start;
}

const errorHandling = remember((run: RunFacts) => ({
  /** Where the last step begins that runs whatever became of the one before it. */
  lastBreak:
    run.script.steps.findLast(({ connector }) => connector === ";" || connector === "newline")?.span.start ??
    -1,
  /** From where on the first failing command ends the script. */
  errexit: stopsAtFailure(optionsOutside(run)) ? -1 : startOf(run, isErrexitSet),
}));

function isErrexitSet({ name, args }: ShellCommand): boolean {
  return name === "set" && args.some(({ value }) => /^-[a-z]*e/.test(value) || value === "errexit");
}

/** The last command may close the pipe before the first is done, which pipefail would take for a failure. */
function stopsEarly({ parts }: Pipeline): boolean {
  const producers = parts.slice(0, -1).flat();
  return (
    producers.some(({ name }) => name === "yes") ||
    parts
      .slice(1)
      .flat()
      .some(
        ({ name, args }) =>
          name === "head" ||
          (/^[efz]*grep$/.test(name) &&
            args.some(({ value }) => /^(-[A-Za-z]*[qm]\d*|--quiet|--silent|--max-count.*)$/.test(value))) ||
          (name === "sed" && args.some(({ value }) => /(^|[\d/;{ ])q\}?$/.test(value))) ||
          (name === "awk" && args.some(({ value }) => /\bexit\b/.test(value))),
      )
  );
}

/** Commands that fail on nothing that a build could meet. */
const certain: ReadonlySet<string> = new Set([
  ...["echo", "printf", "true", ":", "pwd", "uname", "arch", "nproc", "date", "id", "whoami", "hostname"],
  ...["env", "printenv", "set", "export", "exit"],
]);

function mayFail({ name, nameWord, args }: ShellCommand): boolean {
  if (nameWord.text === "" || certain.has(name)) return false;
  if (name === "dpkg" && args[0]?.value === "--print-architecture") return false;
  // `cat <<EOF | …` reads what stands there.
  return name !== "cat" || args.length > 0;
}
