import type { CopyInstruction, Instruction } from "../document/dockerfile.ts";
import { insertAt, replaceSpan } from "../edits/apply.ts";
import type { Edit } from "../edits/fix.ts";
import { removeInstruction } from "../edits/instructions.ts";
import { wholeLines } from "../edits/lines.ts";
import { removeSteps } from "../edits/steps.ts";
import { hasCommentAbove, removeWord } from "../edits/words.ts";
import { variableNames } from "../facts/expand.ts";
import { hasOption, type PackageCommand } from "../facts/packages.ts";
import type { RunFacts } from "../facts/runs.ts";
import { officialWorkdir } from "../images/workdirs.ts";
import type { Step } from "../shell/script.ts";
import type { ComposerProject } from "./composerProject.ts";
import type { ComposerUse } from "./composerUse.ts";
import { isBelow, type SingleStage } from "./singleStage.ts";
import { keyword, movedSpan } from "./stageText.ts";

/** What the plan knows of the packages. */
export interface VendorInput {
  readonly use: ComposerUse;
  readonly project: ComposerProject;
  readonly folder: string;
  readonly image: string;
}

/** The instructions of the stage in front, FROM first. */
export function vendorStage(single: SingleStage, findings: VendorInput): readonly string[] | undefined {
  const { use, folder, image } = findings;
  const { facts, instructions } = single;
  const { dockerfile } = facts;
  const last = use.calls.at(-1)?.run.instruction.index ?? 0;
  const lines: string[] = [];
  for (const instruction of instructions) {
    if (instruction.index > last) break;
    const copy = facts.copy(instruction);
    if (copy?.isFromContext && (copy.destination === undefined || isBelow(copy.destination, folder))) {
      if (folderOf(single, copy.situation.workdir) !== folder && !isAbsolute(copy.instruction))
        return undefined;
      lines.push(withoutOwner(single, copy.instruction));
    }
    const own = use.calls.filter(({ run }) => run.instruction === instruction);
    const commands = own.flatMap((call) => commandOf(call, findings) ?? []);
    if (commands.length < own.filter(isOfUse).length) return undefined;
    const flags = instruction.flags.map(({ span }) => `${dockerfile.text.slice(span.start, span.end)} `);
    if (commands.length > 0)
      lines.push(`${keyword(dockerfile, "RUN")} ${flags.join("")}${commands.join(" && ")}`);
  }
  return [
    `${keyword(dockerfile, "FROM")} ${image} ${keyword(dockerfile, "AS")} ${stageName(single)}`,
    ...variablesFor(single, lines, last),
    `${keyword(dockerfile, "WORKDIR")} ${folder}`,
    ...lines,
  ];
}

function stageName({ stage }: SingleStage): string {
  return stage.stage.name?.value.toLowerCase() === "vendor" ? "packages" : "vendor";
}

function isAbsolute({ destination }: CopyInstruction): boolean {
  return destination?.value.startsWith("/") === true;
}

/** Accounts of the application are not there, and the files stay in the stage. */
function withoutOwner({ facts: { dockerfile } }: SingleStage, { span, flags }: CopyInstruction): string {
  let text = dockerfile.text.slice(span.start, span.end);
  for (const flag of flags.toReversed()) {
    if (flag.name !== "chown") continue;
    const behind = text.slice(flag.span.end - span.start);
    text = text.slice(0, flag.span.start - span.start) + behind.replace(/^[ \t]+/, "");
  }
  return text;
}

function isOfUse({ action }: PackageCommand): boolean {
  return /^(install|config|dump-?autoload)$/.test(action);
}

/** The call for a stage without the application's PHP; undefined for one that is of no use there. */
function commandOf(call: PackageCommand, { project }: VendorInput): string | undefined {
  const { assignments, redirects, args } = call.command;
  if (!isOfUse(call) || redirects.length > 0) return undefined;
  if (assignments.some(({ value }) => !/^[\w./:@,+-]*$/.test(value))) return undefined;
  const isInstall = call.action === "install";
  const hasScripts = !project.isKnown || project.scripts.length > 0;
  const wanted: readonly (readonly [isWanted: boolean, option: string, ...others: string[]])[] = [
    [isInstall, "--no-dev", "--dev"],
    [isInstall, "--optimize-autoloader", "-o", "-a", "--classmap-authoritative", "--no-autoloader"],
    [hasScripts && call.action !== "config", "--no-scripts"],
    [isInstall, "--ignore-platform-reqs", "--ignore-platform-req"],
  ];
  const added = wanted.flatMap(([isWanted, ...options]) =>
    isWanted && !hasOption(call, ...options) ? options.slice(0, 1) : [],
  );
  return [
    ...assignments.map(({ name, value }) => `${name}=${value}`),
    "composer",
    ...args.map(({ text }) => text),
    ...added,
  ].join(" ");
}

/** ARG and ENV that Composer or a line of the stage reads. */
function variablesFor({ instructions, facts }: SingleStage, lines: readonly string[], last: number) {
  const used = new Set(lines.flatMap(variableNames));
  const kept: string[] = [];
  for (const instruction of instructions.toReversed()) {
    if (instruction.index > last || (instruction.keyword !== "ARG" && instruction.keyword !== "ENV"))
      continue;
    const isUsed = instruction.properties.some(
      ({ name }) => used.has(name.value) || name.value.startsWith("COMPOSER_"),
    );
    if (!isUsed) continue;
    for (const name of variableNames(instruction.body.text)) used.add(name);
    kept.unshift(facts.dockerfile.text.slice(instruction.span.start, instruction.span.end));
  }
  return kept;
}

/** The images with a web server or FPM start in a folder of their own. */
export function folderOf({ image }: SingleStage, workdir: string | undefined): string | undefined {
  return workdir ?? (/apache|fpm/.test(image.tag ?? "") ? officialWorkdir(image) : undefined);
}

export function startsScripts({ calls }: ComposerUse): boolean {
  return calls.some(
    (call) => /^(install|dump-?autoload)$/.test(call.action) && !hasOption(call, "--no-scripts"),
  );
}

/** In front of FROM and the comments on it, but behind those that head the file. */
export function vendorEdit({ facts: { dockerfile }, stage }: SingleStage, lines: readonly string[]): Edit {
  const { from } = stage.stage;
  const [first] = dockerfile.instructions;
  const span =
    first === from ? from.span : { ...from.span, start: from.comments[0]?.span.start ?? from.span.start };
  const { start } = wholeLines(dockerfile.text, span);
  return insertAt(start, [...lines, "", ""].join(dockerfile.eol));
}

/** What goes from the final stage; the packages come in where Composer was called last. */
export function takenOut(
  single: SingleStage,
  { use, project, folder }: VendorInput,
): readonly Edit[] | undefined {
  const { dockerfile } = single.facts;
  const last = use.calls.at(-1);
  if (!last) return undefined;
  const scripts = startsScripts(use) ? project.scripts.join(" && ") : "";
  const edits: Edit[] = [
    ...use.instructions.map((instruction) => removal(single, instruction)),
    ...use.words.flatMap(({ command, word }) =>
      hasCommentAbove(dockerfile, command, word) ? [] : [removeWord(dockerfile, command, word)],
    ),
  ];
  for (const [run, all] of use.steps) {
    const at = run === last.run ? stepWith(run, last) : undefined;
    const isReplaced = at !== undefined && scripts !== "";
    const removed = run.script.steps.filter((step) => all.has(step) && !(isReplaced && step === at));
    const isWhole = removed.length === run.script.steps.length;
    if (run === last.run) edits.push(...vendorCopy(single, run, { folder, isWhole }));
    else if (isWhole) edits.push(removal(single, run.instruction));
    if (isReplaced) edits.push(replaceSpan(at.span, scripts));
    const rest = isWhole || removed.length === 0 ? [] : removeSteps(dockerfile, run, removed);
    if (!rest) return undefined;
    edits.push(...rest);
  }
  return edits;
}

function stepWith({ script }: RunFacts, { command }: PackageCommand): Step | undefined {
  return script.steps.find(({ kind, commands }) => kind === "command" && commands.includes(command));
}

function removal({ facts: { dockerfile } }: SingleStage, instruction: Instruction): Edit {
  return replaceSpan(movedSpan(dockerfile, instruction), "");
}

interface VendorCopy {
  readonly folder: string;
  /** Nothing of the RUN is left. */
  readonly isWhole: boolean;
}

/** `COPY --from=vendor`, as the user who would have installed the packages, in front of the RUN or in its place. */
function vendorCopy(single: SingleStage, run: RunFacts, { folder, isWhole }: VendorCopy): readonly Edit[] {
  const { dockerfile } = single.facts;
  const user = run.situation.user ?? "root";
  const owner = user.includes(":") || /^\d+$/.test(user) ? user : `${user}:${user}`;
  const chown = /^(root|0)(:|$)/.test(user) ? "" : ` --chown=${owner}`;
  const path = `${folder}/vendor`;
  const line = `${keyword(dockerfile, "COPY")} --from=${stageName(single)}${chown} ${path} ${path}`;
  const span = wholeLines(dockerfile.text, run.instruction.span);
  if (!isWhole) return [insertAt(span.start, `${line}${dockerfile.eol}`)];
  const { end } = removeInstruction(dockerfile, run.instruction).span;
  const isLastLine = !dockerfile.text.slice(0, span.end).endsWith("\n");
  return [
    replaceSpan(
      { start: span.start, end: isLastLine ? end : span.end },
      isLastLine ? line : `${line}${dockerfile.eol}`,
    ),
  ];
}
