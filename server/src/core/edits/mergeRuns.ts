import type { Dockerfile, Flag } from "../document/dockerfile.ts";
import { sourceSpan } from "../document/flatText.ts";
import type { Facts } from "../facts/facts.ts";
import type { RunFacts } from "../facts/runs.ts";
import { changesShellState, isPlainChain, type ShellScript } from "../shell/script.ts";
import { insertAt, replaceSpan } from "./apply.ts";
import type { Edit } from "./fix.ts";
import { stopsOnError } from "./instructions.ts";
import { indentationAt, wholeLines } from "./lines.ts";

/**
 * Whether two RUNs, one right behind the other, can become one that does the same: the same flags, scripts that are
 * understood, and nothing that works only because the second begins in a fresh shell.
 */
export function canMerge(facts: Facts, a: RunFacts, b: RunFacts): boolean {
  if (a.form !== b.form || a.form === "exec" || !haveSameFlags(a, b)) return false;
  if (a.instruction.isOnbuildTrigger || b.instruction.isOnbuildTrigger || readsProfile(facts, a))
    return false;
  return a.form === "heredoc" ? canJoinHeredocs(a, b) : canStandInChain(a) && canStandInChain(b);
}

/** Makes one RUN of several that `canMerge`, pair by pair. Each keeps its layout and its comments. */
export function mergeRuns(dockerfile: Dockerfile, runs: readonly RunFacts[]): readonly Edit[] {
  const [first, ...others] = runs;
  const last = others.at(-1);
  if (!first || !last) return [];
  if (first.form === "heredoc")
    return others.map((run, at) => heredocJoint(dockerfile, runs[at] ?? first, run));
  const edits: Edit[] = [];
  const { open, close } = enclosure(first, false);
  if (open !== "") edits.push(insertAt(first.instruction.body.start, open));
  let pending = close;
  for (const [at, run] of others.entries()) {
    const before = runs[at] ?? first;
    const own = enclosure(run, run === last);
    const gap = withoutRefetch(before, run) ?? { start: bodyEnd(before), end: run.instruction.body.start };
    edits.push(
      replaceSpan(gap, `${pending}${joint(dockerfile, layoutOf(dockerfile, first), gap)}${own.open}`),
    );
    pending = own.close;
  }
  if (pending !== "") edits.push(insertAt(bodyEnd(last), pending));
  return edits;
}

/** Apt lists that the one removes last and the other fetches first: in one RUN neither is needed. */
function withoutRefetch(a: RunFacts, b: RunFacts): Edit["span"] | undefined {
  if (!isPlainChain(a.script) || !isPlainChain(b.script)) return undefined;
  const kept = a.script.steps.at(-2);
  const next = b.script.steps[1];
  const removal = onlyCommand(a.script.steps.at(-1));
  const update = onlyCommand(b.script.steps[0]);
  if (!kept || !next || removal?.name !== "rm" || update?.name !== "apt-get") return undefined;
  const removed = removal.args.filter(({ value }) => !value.startsWith("-")).map(({ value }) => value);
  const isUpdate = update.args.some(({ value }) => value === "update") && update.wrappers.length === 0;
  if (!isUpdate || removed.length !== 1 || !/^\/var\/lib\/apt\/lists(\/\*?)?$/.test(removed[0] ?? ""))
    return undefined;
  return { start: kept.span.end, end: next.span.start };
}

function onlyCommand(step: ShellScript["steps"][number] | undefined) {
  const [command] = step?.commands ?? [];
  return step?.kind === "command" && step.commands.length === 1 && command?.redirects.length === 0
    ? command
    : undefined;
}

function haveSameFlags(a: RunFacts, b: RunFacts): boolean {
  const left = new Set(a.instruction.flags.map(normalized));
  const right = new Set(b.instruction.flags.map(normalized));
  return left.size === right.size && [...left].every((flag) => right.has(flag));
}

/** The order of a mount's options does not matter. */
function normalized({ name, value = "" }: Flag): string {
  return `${name}=${name === "mount" ? value.split(",").sort().join(",") : value}`;
}

/** A login or interactive shell reads files that the first RUN may have changed. */
function readsProfile({ scope }: Facts, { situation, stage, instruction }: RunFacts): boolean {
  const words = situation.shellWords ?? [];
  if (words.some((word) => word === "--login" || /^-[a-zA-Z]*[il]/.test(word))) return true;
  return scope.definition("BASH_ENV", stage, instruction) !== undefined;
}

const serviceCommands: ReadonlySet<string> = new Set([
  "service",
  "systemctl",
  "invoke-rc.d",
  "pg_ctl",
  "pg_ctlcluster",
  "start-stop-daemon",
]);

function canStandInChain({ script, situation }: RunFacts): boolean {
  if (!script.isUnderstood || script.endsInComment || script.hasBackground || script.hasHeredoc) return false;
  if (startsService(script)) return false;
  // Inside `( … ) && next` the shell ignores -e, so a script that lives on it would run on after an error.
  const livesOnErrexit =
    stopsOnError(script.commands[0]) ||
    (situation.shellWords ?? []).some((word) => word === "errexit" || /^-[a-zA-Z]*e/.test(word));
  return !livesOnErrexit || (isPlainChain(script) && script.steps.every(({ kind }) => kind !== "compound"));
}

/** What was started in one RUN is gone in the next, and may not be started twice. */
function startsService({ commands }: ShellScript): boolean {
  return commands.some(
    ({ name, nameWord }) => serviceCommands.has(name) || nameWord.value.startsWith("/etc/init.d/"),
  );
}

/** What keeps the shell state of a step to itself, and its operators together. */
function enclosure({ script }: RunFacts, isLast: boolean): { readonly open: string; readonly close: string } {
  const isPlain = isPlainChain(script);
  const isolates = changesShellState(script) && !(isPlain && isLast);
  if (isolates) return { open: "( ", close: " )" };
  if (isPlain) return { open: "", close: "" };
  return { open: "{ ", close: script.flat.text.trimEnd().endsWith(";") ? " }" : "; }" };
}

interface Layout {
  readonly indentation: string;
  readonly operatorLeads: boolean;
}

/** The layout of the chain that is there already. */
function layoutOf({ text }: Dockerfile, { script: { steps } }: RunFacts): Layout {
  for (const [index, step] of steps.entries()) {
    const before = steps[index - 1];
    const between = before ? text.slice(before.span.end, step.span.start) : "";
    if (!between.includes("\n")) continue;
    return {
      indentation: indentationAt(text, step.span.start),
      operatorLeads: !between.trimStart().startsWith("&&"),
    };
  }
  return { indentation: "    ", operatorLeads: true };
}

function joint(dockerfile: Dockerfile, { indentation, operatorLeads }: Layout, gap: Edit["span"]): string {
  const { escape, eol } = dockerfile;
  const comments = commentsIn(dockerfile, gap).map((comment) => `${indentation}${comment}${eol}`);
  const [before, behind] = operatorLeads ? ["", "&& "] : [" &&", ""];
  return `${before} ${escape}${eol}${comments.join("")}${indentation}${behind}`;
}

function commentsIn({ text, comments }: Dockerfile, gap: Edit["span"]): readonly string[] {
  const inside = comments.filter(({ span }) => gap.start <= span.start && span.end <= gap.end);
  return inside.map(({ span }) => text.slice(span.start, span.end).trimEnd());
}

function bodyEnd({ instruction: { body } }: RunFacts): number {
  return sourceSpan(body, 0, body.text.length).end;
}

/** Both stop at the first error in the same way, and the first leaves no state but that behind. */
function canJoinHeredocs(a: RunFacts, b: RunFacts): boolean {
  const [left] = a.instruction.heredocs;
  const [right] = b.instruction.heredocs;
  if (!left?.terminator || !right || a.instruction.body.text !== b.instruction.body.text) return false;
  const scripts = [a.script, b.script];
  if (
    !scripts.every(
      (script) =>
        script.isUnderstood &&
        stopsOnError(script.commands[0]) &&
        !script.hasHeredoc &&
        !script.hasBackground,
    )
  )
    return false;
  if (scripts.some((script) => startsService(script) || script.flat.text.startsWith("#!"))) return false;
  if (options(a) !== options(b) || options(a).includes("+")) return false;
  return !changesShellState({ ...a.script, commands: a.script.commands.slice(1) });
}

function options({ script }: RunFacts): string {
  return script.commands[0]?.args.map(({ value }) => value).join(" ") ?? "";
}

/** Drops the end of the one, the beginning of the other, and the `set -e` that is there already. */
function heredocJoint(dockerfile: Dockerfile, a: RunFacts, b: RunFacts): Edit {
  const start = a.instruction.heredocs[0]?.terminator?.start ?? a.instruction.span.end;
  const body = b.instruction.heredocs[0]?.body.start ?? b.instruction.span.start;
  const [options] = b.script.steps;
  const line = options && wholeLines(dockerfile.text, options.span);
  const isFirstLine =
    line?.start === body && dockerfile.text.slice(options?.span.end, line.end).trim() === "";
  const gap = { start, end: isFirstLine && line ? line.end : body };
  const comments = commentsIn(dockerfile, gap).map((comment) => `${comment}${dockerfile.eol}`);
  return replaceSpan(gap, comments.join(""));
}
