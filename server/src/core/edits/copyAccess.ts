import { type AccessChange, copyFlagValue, namesIn } from "../facts/access.ts";
import { type Account, accountsIn, isAccountCommand } from "../facts/accounts.ts";
import { needsBuildKit } from "../facts/buildkit.ts";
import { isBuiltFrom } from "../facts/chain.ts";
import type { CopyFacts } from "../facts/copies.ts";
import { copiesAt } from "../facts/copiesAt.ts";
import type { Facts } from "../facts/facts.ts";
import { isThereBefore } from "../facts/folders.ts";
import { landingAt, unpacks } from "../facts/landing.ts";
import type { RunFacts } from "../facts/runs.ts";
import { isCrowd, type Touched } from "../facts/touchedCopies.ts";
import { occupantsOf } from "../facts/writers.ts";
import { imageUsers } from "../images/users.ts";
import type { Step } from "../shell/script.ts";
import { replaceSpan, sortEdits } from "./apply.ts";
import type { Edit, Fix } from "./fix.ts";
import { setFlag } from "./flags.ts";
import { appendStep, insertLineAbove, removeInstruction } from "./instructions.ts";
import { losesComment, removeSteps, stepOf } from "./steps.ts";

/** What a fix does besides giving the COPYs their flag. */
interface Plan {
  readonly edits: readonly Edit[];
  /** Undefined where nothing is taken for granted. */
  readonly assumption: string | undefined;
}

/**
 * Gives copied files their owner or mode by a flag of COPY, and takes the `chown` or `chmod` that did it away, or
 * leaves of it what costs nothing: the folders that WORKDIR and `mkdir` made.
 * @param touched every COPY of the stage that puts files at the paths of the change
 * @returns undefined where the outcome might differ
 */
export function copyAccessFix(
  facts: Facts,
  change: AccessChange,
  touched: readonly Touched[],
): Fix | undefined {
  const { program, run, words, paths, isPlain, setting } = change;
  if (!isPlain || words.length !== paths.length || setting.value.startsWith("-")) return undefined;
  if (isCrowd(touched)) return undefined;
  const strays = strayFolders(facts, change, touched);
  if (strays === "unusable") return undefined;
  const flags = flagEdits(change, touched);
  const accounts = flags && accountPlan(facts, change, touched);
  const rest = accounts && restPlan(facts, change, touched);
  if (!rest) return undefined;
  const script = scriptEdits(facts, [...accounts.moved, { run, command: change.command, text: rest.text }]);
  if (!script) return undefined;
  const edits = sortEdits([...flags, ...accounts.edits, ...rest.edits, ...script]);
  if (losesComment(facts.dockerfile, edits)) return undefined;
  const title = `Set ${program === "chown" ? "the owner" : "the mode"} in COPY --${program}`;
  const assumption =
    accounts.assumption ?? rest.assumption ?? assumptionOf(facts, change, touched) ?? strays?.assumption;
  return assumption === undefined
    ? { title, safety: "safe", edits }
    : { title, safety: "review", assumption, edits };
}

/**
 * Folders above the path that COPY has to make: they get its owner and mode as well, which `chown` and `chmod` have no
 * part in. A folder that nobody may enter is of no use.
 */
function strayFolders(
  facts: Facts,
  change: AccessChange,
  touched: readonly Touched[],
): { readonly assumption: string } | "unusable" | undefined {
  for (const { copy } of touched) {
    const above = change.paths
      .filter(({ path }) => landingAt(copy, path, facts.known.context))
      .map(({ path }) => path.slice(0, path.lastIndexOf("/")) || "/");
    if (above.every((folder) => isThereBefore(facts, folder, copy))) continue;
    const value = flagValue(change, copy.isFromContext) ?? "";
    if (change.program === "chmod" && /[246]/.test(value)) return "unusable";
    const what = change.program === "chown" ? `belong to ${value}` : `have mode ${value}`;
    return { assumption: `the folders that COPY makes on the way may ${what} as well` };
  }
  return undefined;
}

/** The mode or owner that the flag states. `+x` gets the mode that scripts and programs usually have. */
export function flagValue(change: AccessChange, isFromContext: boolean): string | undefined {
  const isMadeExecutable =
    change.program === "chmod" && !change.isRecursive && /^[ugoa]*\+r?x$/.test(change.setting.value);
  return isMadeExecutable ? "755" : copyFlagValue(change, isFromContext);
}

function flagEdits(change: AccessChange, touched: readonly Touched[]): readonly Edit[] | undefined {
  const edits: Edit[] = [];
  for (const { copy, landing } of touched) {
    const { instruction, isFromContext } = copy;
    const value = flagValue(change, isFromContext);
    if (!landing.isWhole || value === undefined || unpacks(copy)) return undefined;
    const isByName = change.program === "chown" && /[A-Za-z]/.test(value);
    if (isByName && instruction.flags.some(({ name }) => name === "link")) return undefined;
    const edit = setFlag(instruction, change.program, value);
    if (edit) edits.push(edit);
  }
  return edits;
}

interface AccountPlan extends Plan {
  readonly moved: readonly Change[];
}

/** The flag needs its user when COPY runs: where the file makes it later, that moves up. */
function accountPlan(
  facts: Facts,
  change: AccessChange,
  touched: readonly Touched[],
): AccountPlan | undefined {
  const none = { edits: [], moved: [], assumption: undefined };
  const [first] = touched;
  const stage = change.run.stage;
  if (!first || !stage || change.program === "chmod") return none;
  const { user, group } = namesIn(flagValue(change, first.copy.isFromContext) ?? "");
  const accounts = accountsIn(facts, stage).filter((account) => isNamed(account, user, group));
  const late = accounts.filter(({ run }) => run.instruction.index > first.copy.instruction.index);
  if (late.length > 0) return movedAccounts(facts, first.copy, late);
  const isUserKnown =
    user === undefined || accounts.some(({ kind }) => kind === "user") || existingUser(stage.root) === user;
  const isGroupKnown =
    group === undefined ||
    accounts.some(({ kind }) => kind === "group") ||
    existingUser(stage.root) === group;
  if (isUserKnown && isGroupKnown) return none;
  // The command would fail without its user, and nothing in between can have made it.
  return runsBetween(facts, first.copy, change.run).some((run) => mayMakeAccounts(run)) ? undefined : none;
}

function isNamed({ kind, name }: Account, user: string | undefined, group: string | undefined): boolean {
  return name === (kind === "user" ? user : group);
}

function existingUser({
  reference,
}: {
  readonly reference: Parameters<typeof imageUsers>[0] | undefined;
}): string | undefined {
  return reference && imageUsers(reference).existing?.name;
}

function runsBetween({ runsOf }: Facts, copy: CopyFacts, last: RunFacts): readonly RunFacts[] {
  return (last.stage ? runsOf(last.stage) : []).filter(
    ({ instruction: { index } }) => index > copy.instruction.index && index <= last.instruction.index,
  );
}

function mayMakeAccounts({ script }: RunFacts): boolean {
  const harmless =
    /^(chown|chmod|chgrp|mkdir|rm|npm|yarn|pnpm|pip\d*|echo|printf|cp|mv|ln|find|sed|touch|test|\[|true|set|cd)$/;
  return !script.isUnderstood || script.commands.some((command) => !harmless.test(command.name));
}

function movedAccounts(facts: Facts, copy: CopyFacts, late: readonly Account[]): AccountPlan | undefined {
  const [first] = late;
  const commands = first ? first.run.script.commands.filter(isAccountCommand) : [];
  if (!first || late.some(({ run }) => run !== first.run) || first.run.form === "exec") return undefined;
  if (
    first.run.instruction.flags.length > 0 ||
    commands.some((command) => !stepOf(first.run, command) || command.redirects.length > 0)
  )
    return undefined;
  const { text } = facts.dockerfile;
  const lines = commands.map(({ span }) => text.slice(span.start, span.end));
  if (lines.some((line) => line.includes("\n")) || copy.situation.user !== first.run.situation.user)
    return undefined;
  return {
    edits: [insertLineAbove(facts.dockerfile, copy.instruction, `RUN ${lines.join(" && ")}`)],
    moved: commands.map((command) => ({ run: first.run, command, text: "" })),
    assumption: "the user can be made before the files are copied",
  };
}

interface RestPlan extends Plan {
  /** What is left of the command; "" for nothing. */
  readonly text: string;
}

/** What the flags do not reach: folders of their own, other paths, and files that RUNs put there. */
function restPlan(facts: Facts, change: AccessChange, touched: readonly Touched[]): RestPlan | undefined {
  const { run, command, setting, isRecursive } = change;
  const shallow: string[] = [];
  const deep: string[] = [];
  const edits: Edit[] = [];
  let assumption: string | undefined;
  for (const [index, { path }] of change.paths.entries()) {
    const written = change.words[index]?.text ?? path;
    const landings = touched
      .filter(({ copy }) => landingAt(copy, path, facts.known.context))
      .map(({ landing }) => landing);
    if (landings.length === 0) deep.push(written);
    else if (landings.some(({ isFile }) => isFile) || path.includes("*")) continue;
    else {
      if (isCopiedInBase(facts, run, path)) return undefined;
      const occupants = occupantsOf(facts, path, run, command);
      if (!occupants) return undefined;
      const { folders, writers } = occupants;
      const [writer, ...others] = writers;
      if (others.length > 0 || writer === run) return undefined;
      const append = writer && chownInWriter(facts, change, touched, writer, path);
      if (writer && !append) return undefined;
      if (append) edits.push(append);
      if (append) assumption = "only that one RUN writes there";
      const covered = (writer && occupantsOf(facts, path, writer, undefined)?.folders) ?? [];
      shallow.push(
        ...folders
          .filter((folder) => !covered.includes(folder))
          .map((folder) => (folder === path ? written : folder)),
      );
    }
  }
  const verb = `${change.program} `;
  const deepText =
    deep.length > 0 ? [`${verb}${isRecursive ? "-R " : ""}${setting.text} ${deep.join(" ")}`] : [];
  const shallowText = shallow.length > 0 ? [`${verb}${setting.text} ${shallow.join(" ")}`] : [];
  return { edits, assumption, text: [...shallowText, ...deepText].join(" && ") };
}

function isCopiedInBase(facts: Facts, { stage }: RunFacts, path: string): boolean {
  const base = stage?.base;
  return copiesAt(facts, path).some(
    (copy) =>
      copy.stage &&
      isBuiltFrom(facts, base, copy.stage) &&
      landingAt(copy, path, facts.known.context) !== undefined,
  );
}

/** The RUN that writes there owns its files from the start, as long as nothing big was copied before it. */
function chownInWriter(
  facts: Facts,
  change: AccessChange,
  touched: readonly Touched[],
  writer: RunFacts,
  path: string,
): Edit | undefined {
  if (
    change.program === "chmod" ||
    writer.stage !== change.run.stage ||
    writer.situation.user !== change.run.situation.user
  )
    return undefined;
  const before = touched.filter(({ copy }) => copy.instruction.index < writer.instruction.index);
  if (before.length === 0 || !before.every(({ copy }) => copiesNamedFiles(copy))) return undefined;
  return appendStep(facts.dockerfile, writer, `chown -R ${change.setting.text} ${path}`);
}

/** Manifests and lock files, in all likelihood. */
export function copiesNamedFiles({ sources, isFromContext }: CopyFacts): boolean {
  return (
    isFromContext &&
    sources.every(({ path = "" }) => /\.[\w*]+$|(^|\/)(Gemfile|Pipfile|Makefile|gradlew|mvnw)$/.test(path))
  );
}

interface Change {
  readonly run: RunFacts;
  readonly command: AccessChange["command"];
  /** What takes its place; "" for nothing. */
  readonly text: string;
}

/** Replaces and removes steps; a RUN that none is left of goes altogether. */
function scriptEdits({ dockerfile }: Facts, changes: readonly Change[]): readonly Edit[] | undefined {
  const byRun = new Map<RunFacts, Step[]>();
  const edits: Edit[] = [];
  for (const { run: owner, command, text } of changes) {
    const step = stepOf(owner, command);
    if (!step || !owner.script.isUnderstood) return undefined;
    if (text !== "") edits.push(replaceSpan(command.span, text));
    else byRun.set(owner, [...(byRun.get(owner) ?? []), step]);
  }
  for (const [owner, steps] of byRun) {
    const isEverything = owner.script.steps.every((step) => steps.includes(step));
    const removal = isEverything
      ? [removeInstruction(dockerfile, owner.instruction)]
      : removeSteps(dockerfile, owner, steps);
    if (!removal) return undefined;
    edits.push(...removal);
  }
  return edits;
}

const systemFolders =
  /^\/(bin|boot|dev|etc|home|lib|lib64|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)(\/|$)/;

/** Undefined when nothing is taken for granted. */
function assumptionOf(facts: Facts, change: AccessChange, touched: readonly Touched[]): string | undefined {
  const { program, run, setting, paths } = change;
  if (program === "chmod" && !/^\d+$/.test(setting.value))
    return "mode 755 (rwxr-xr-x) is meant, which the file has when others may read it";
  if (program === "chmod" && !needsBuildKit(facts.dockerfile))
    return "the image is built with BuildKit, Docker's default since version 23";
  if (
    touched.some(({ copy }) =>
      copy.instruction.flags.some(
        ({ name, value }) => name === program && value !== flagValue(change, copy.isFromContext),
      ),
    )
  )
    return "no instruction in between needs the owner or mode that COPY sets now";
  if (touched.some(({ copy }) => copy.situation.user !== run.situation.user))
    return "no instruction in between needs the files to belong to root";
  if (touched.every(({ landing }) => landing.isFile)) return undefined;
  if (run.stage?.root.image === undefined || paths.some(({ path }) => systemFolders.test(path)))
    return "the base image has no files of its own there that must change hands";
  return undefined;
}
