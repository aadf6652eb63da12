import { type CacheFolders, cacheFolders, homeFolder } from "../facts/cacheFolders.ts";
import { isBuiltFrom } from "../facts/chain.ts";
import type { Facts } from "../facts/facts.ts";
import { isInside, isMounted } from "../facts/mounts.ts";
import type { Manager } from "../facts/packagePrograms.ts";
import type { PackageCommand } from "../facts/packages.ts";
import { withoutGlob } from "../facts/paths.ts";
import { perFacts } from "../facts/perFacts.ts";
import type { RunFacts } from "../facts/runs.ts";
import { normalizePath } from "../facts/situation.ts";
import type { Step, Word } from "../shell/script.ts";
import { insertAt, replaceSpan, sortEdits } from "./apply.ts";
import type { Edit, Fix } from "./fix.ts";
import type { Span } from "./span.ts";
import { insertStepBefore, removeSteps, stepOf } from "./steps.ts";
import { removeWord } from "./words.ts";

/**
 * The alternative to cleaning up: the manager's cache in a mount, which stays out of the layer and serves the next
 * build. Steps and options that empty or switch off the cache go in the same edit.
 * @returns undefined where a mount would not work or not help: another user than root, another cache folder, a
 * script that is not understood, an ONBUILD trigger, or a clean-up that cannot be taken out
 */
export function cacheMountFix(facts: Facts, run: RunFacts, manager: Manager): Fix | undefined {
  const known = fixesOf(facts);
  const ofRun = known.get(run) ?? new Map<Manager, Fix | undefined>();
  known.set(run, ofRun);
  if (!ofRun.has(manager)) ofRun.set(manager, cacheMountsFix(facts, [run], manager));
  return ofRun.get(manager);
}

/** Every call of a script offers the same mount. */
const fixesOf = perFacts((_: Facts) => new Map<RunFacts, Map<Manager, Fix | undefined>>());

/** The same for several RUNs that share the cache; those that have the mount stay as they are. */
export function cacheMountsFix(facts: Facts, runs: readonly RunFacts[], manager: Manager): Fix | undefined {
  const edits: Edit[] = [];
  for (const run of runs) {
    const mounted = mountEdits(facts, run, manager);
    if (!mounted) return undefined;
    edits.push(...mounted);
  }
  if (edits.length === 0) return undefined;
  return {
    title: `Keep the ${manager} cache in a mount`,
    safety: "review",
    assumption: "the image is built with BuildKit, and the builder keeps its cache between builds",
    edits: sortEdits(edits),
  };
}

function mountEdits(facts: Facts, run: RunFacts, manager: Manager): readonly Edit[] | undefined {
  if (!run.script.isUnderstood || run.script.hasBackground || run.instruction.isOnbuildTrigger)
    return undefined;
  const cache = cacheFolders(facts, run, manager);
  if (!cache) return undefined;
  const folders = cache.folders.filter((folder) => !isMounted(run, folder));
  if (folders.length === 0) return [];
  const cleanup = removeCleanup(facts, run, manager, cache);
  if (!cleanup) return undefined;
  const preparation = manager === "apt" ? keepDownloads(facts, run, cleanup.steps) : [];
  if (!preparation) return undefined;
  const { owner, isLocked } = cache;
  const options = `${isLocked ? ",sharing=locked" : ""}${owner ? `,uid=${owner.uid},gid=${owner.gid}` : ""}`;
  const flags = folders.map((folder) => `--mount=type=cache,target=${folder}${options}`);
  return [...insertFlags(facts, run, flags), ...preparation, ...cleanup.edits];
}

/** Adds flags behind the keyword; several on a line each, as they are long. */
function insertFlags(
  { dockerfile }: Facts,
  { instruction, form }: RunFacts,
  flags: readonly string[],
): readonly Edit[] {
  const { text, escape, eol } = dockerfile;
  const at = instruction.flags.at(-1)?.span.end ?? instruction.keywordSpan.end;
  if (flags.length < 2 || form === "heredoc") return [insertAt(at, flags.map((flag) => ` ${flag}`).join(""))];
  const lineBreak = ` ${escape}${eol}    `;
  const body = instruction.body.start;
  const inserted = insertAt(at, ` ${flags.join(lineBreak)}`);
  const gap: Span = { start: at, end: body };
  if (text.slice(gap.start, gap.end).includes("\n")) return [inserted];
  return [replaceSpan(gap, `${inserted.text}${lineBreak}`)];
}

interface Cleanup {
  readonly steps: readonly Step[];
  readonly edits: readonly Edit[];
}

/** Takes out what empties the cache or switches it off. */
function removeCleanup(
  facts: Facts,
  run: RunFacts,
  manager: Manager,
  { folders, offSwitches }: CacheFolders,
): Cleanup | undefined {
  const steps: Step[] = [];
  const words: Edit[] = [];
  for (const command of facts.packagesOf(run)) {
    if (command.manager !== manager) continue;
    words.push(...offSwitches.flatMap((option) => removeOption(facts, command, option)));
    if (!emptiesCache(command)) continue;
    const step = stepOf(run, command.command);
    if (!step) return undefined;
    steps.push(step);
  }
  for (const command of run.script.commands) {
    if (command.name !== "rm") continue;
    const paths = command.args.filter(({ value }) => !value.startsWith("-"));
    const places = new Map(paths.map((word) => [word, placeOf(facts, run, word)]));
    const cached = paths.filter((word) => folders.some((folder) => isInside(places.get(word) ?? "", folder)));
    // A folder cannot be removed while something is mounted in it.
    const isAround = paths.some((word) => {
      const place = places.get(word);
      return (
        place !== undefined &&
        !cached.includes(word) &&
        folders.some((folder) => isInside(folder, withoutGlob(place)))
      );
    });
    if (isAround) return undefined;
    if (cached.length === 0) continue;
    const step = stepOf(run, command);
    if (!step) return undefined;
    if (cached.length === paths.length) steps.push(step);
    else words.push(...cached.map((word) => removeWord(facts.dockerfile, command, word)));
  }
  const edits = steps.length === 0 ? [] : removeSteps(facts.dockerfile, run, steps);
  return edits && { steps, edits: [...edits, ...words] };
}

/** Absolute, with `~` and variables of the Dockerfile put in; undefined when it is not known. */
function placeOf(facts: Facts, run: RunFacts, { value }: Word): string | undefined {
  const home = homeFolder(facts, run) ?? "~";
  const path = value.replace(/^(~|\$HOME|\$\{HOME\})(?=\/)/, home);
  const expanded = facts.scope.expand(path, run.stage, run.instruction);
  return expanded?.startsWith("/") ? normalizePath(expanded) : undefined;
}

function emptiesCache({ manager, action, operands }: PackageCommand): boolean {
  // Those of build tools empty the project's output.
  if (manager === "maven" || manager === "gradle" || manager === "cargo" || manager === "dotnet")
    return false;
  if (["clean", "autoclean", "distclean", "clear-cache", "clearcache", "cc"].includes(action)) return true;
  if (manager === "go") return false;
  const isCache = action === "cache" || action === "store";
  return isCache && ["clean", "clear", "purge", "prune", "rm", "remove"].includes(operands[0]?.value ?? "");
}

function removeOption(facts: Facts, { command }: PackageCommand, option: string): readonly Edit[] {
  return command.args
    .filter(({ value }) => value === option)
    .map((word) => removeWord(facts.dockerfile, command, word));
}

/**
 * Debian's and Ubuntu's images delete every downloaded package again, by `docker-clean`; and `apt`, unlike
 * `apt-get`, deletes them by itself. An empty list when an earlier RUN has seen to it. Whether it can be done does
 * not depend on earlier RUNs: else the mount in one RUN would make the next one worth a finding.
 */
function keepDownloads(facts: Facts, run: RunFacts, removed: readonly Step[]): readonly Edit[] | undefined {
  const done = runsOnDockerClean(facts).filter(
    ({ instruction, stage }) =>
      stage && instruction.index <= run.instruction.index && isBuiltFrom(facts, run.stage, stage),
  );
  if (done.includes(run)) return [];
  const calls = facts.packagesOf(run).filter(({ manager }) => manager === "apt");
  const first = run.script.steps.find(
    (step) =>
      !removed.includes(step) && step.commands.some((command) => facts.callOf(command)?.manager === "apt"),
  );
  if (!first) return undefined;
  const isApt = calls.some(({ program }) => program === "apt");
  const keep = ` && echo 'Binary::apt::APT::Keep-Downloaded-Packages "true";' > /etc/apt/apt.conf.d/keep-cache`;
  const isSudo = calls.some(({ command }) => command.wrappers.some(({ value }) => value === "sudo"));
  const edit = isSudo
    ? undefined
    : insertStepBefore(facts.dockerfile, run, first, `rm -f ${dockerClean}${isApt ? keep : ""}`);
  if (!edit) return undefined;
  return done.length > 0 ? [] : [edit];
}

const dockerClean = "/etc/apt/apt.conf.d/docker-clean";

const runsOnDockerClean = perFacts(({ runs }) =>
  runs.filter(({ script }) =>
    script.commands.some(({ args }) => args.some(({ value }) => value === dockerClean)),
  ),
);
