import type { Facts } from "../facts/facts.ts";
import { isInside, isMounted } from "../facts/mounts.ts";
import type { Manager, PackageCommand } from "../facts/packages.ts";
import { perFacts } from "../facts/perFacts.ts";
import type { RunFacts } from "../facts/runs.ts";
import { normalizePath } from "../facts/situation.ts";
import type { Step } from "../shell/script.ts";
import { insertAt, replaceSpan, sortEdits } from "./apply.ts";
import type { Edit, Fix } from "./fix.ts";
import type { Span } from "./span.ts";
import { insertStepBefore, removeSteps, stepOf } from "./steps.ts";
import { removeWord } from "./words.ts";

interface Cache {
  /** Folders of root's cache, as the manager uses them when nothing else is configured. */
  readonly folders: readonly string[];
  /** Two builds at once would disturb each other, so one has to wait. */
  readonly isLocked?: boolean;
  /** Variables that move the cache or switch it off. */
  readonly variables: readonly string[];
  /** Options that switch the cache off. */
  readonly offSwitches: readonly string[];
}

const caches: Readonly<Partial<Record<Manager, Cache>>> = {
  apt: {
    folders: ["/var/cache/apt", "/var/lib/apt"],
    isLocked: true,
    variables: ["APT_CONFIG"],
    offSwitches: [],
  },
  pip: {
    folders: ["/root/.cache/pip"],
    variables: ["PIP_CACHE_DIR", "PIP_NO_CACHE_DIR", "XDG_CACHE_HOME", "HOME"],
    offSwitches: ["--no-cache-dir"],
  },
  uv: {
    folders: ["/root/.cache/uv"],
    variables: ["UV_CACHE_DIR", "UV_NO_CACHE", "XDG_CACHE_HOME", "HOME"],
    offSwitches: ["--no-cache", "--no-cache-dir", "-n"],
  },
  npm: {
    folders: ["/root/.npm"],
    variables: ["npm_config_cache", "NPM_CONFIG_CACHE", "HOME"],
    offSwitches: [],
  },
  yarn: {
    folders: ["/usr/local/share/.cache/yarn"],
    variables: ["YARN_CACHE_FOLDER", "HOME"],
    offSwitches: [],
  },
  dnf: { folders: ["/var/cache/dnf"], isLocked: true, variables: [], offSwitches: [] },
  yum: { folders: ["/var/cache/yum"], isLocked: true, variables: [], offSwitches: [] },
  zypper: { folders: ["/var/cache/zypp"], isLocked: true, variables: [], offSwitches: [] },
};

/**
 * The alternative to cleaning up: the manager's cache in a mount, which stays out of the layer and serves the next
 * build. Steps and options that empty or switch off the cache go in the same edit.
 * @returns undefined where a mount would not work or not help: another user than root, another cache folder, a
 * script that is not understood, an ONBUILD trigger, or a clean-up that cannot be taken out
 */
export function cacheMountFix(facts: Facts, run: RunFacts, manager: Manager): Fix | undefined {
  const cache = caches[manager];
  if (
    !cache ||
    !run.script.isUnderstood ||
    run.script.hasBackground ||
    run.instruction.isOnbuildTrigger ||
    !runsAsRoot(run)
  )
    return undefined;
  if (isConfigured(facts, run, cache)) return undefined;
  const folders = cache.folders.filter((folder) => !isMounted(run, folder));
  if (folders.length === 0) return undefined;
  const cleanup = removeCleanup(facts, run, manager, cache);
  if (!cleanup) return undefined;
  const preparation = manager === "apt" ? keepDownloads(facts, run, cleanup.steps) : [];
  if (!preparation) return undefined;
  const flags = folders.map(
    (folder) => `--mount=type=cache,target=${folder}${cache.isLocked ? ",sharing=locked" : ""}`,
  );
  return {
    title: `Keep the ${manager} cache in a mount`,
    safety: "review",
    assumption:
      "the image is built with BuildKit, and the builder keeps its cache from one build to the next",
    edits: sortEdits([...insertFlags(facts, run, flags), ...preparation, ...cleanup.edits]),
  };
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
  const body = instruction.body.pieces[0]?.sourceStart ?? at;
  const inserted = insertAt(at, ` ${flags.join(lineBreak)}`);
  const gap: Span = { start: at, end: body };
  if (text.slice(gap.start, gap.end).includes("\n")) return [inserted];
  return [replaceSpan(gap, `${inserted.text}${lineBreak}`)];
}

function runsAsRoot({ situation, stage }: RunFacts): boolean {
  const user = situation.user ?? stage?.root.image?.user;
  return user === undefined || /^(root|0)(:|$)/.test(user);
}

function isConfigured({ scope }: Facts, run: RunFacts, { variables }: Cache): boolean {
  return variables.some(
    (name) =>
      scope.definition(name, run.stage, run.instruction) !== undefined ||
      run.script.commands.some(
        ({ assignments, args }) =>
          assignments.some((assignment) => assignment.name === name) ||
          args.some(({ value }) => value.startsWith(`${name}=`)),
      ),
  );
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
  { folders, offSwitches }: Cache,
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
    const cached = paths.filter(({ value }) =>
      folders.some((folder) => isInside(normalizePath(value), folder)),
    );
    if (cached.length === 0) continue;
    const step = stepOf(run, command);
    if (!step) return undefined;
    if (cached.length === paths.length) steps.push(step);
    else words.push(...cached.map((word) => removeWord(facts.dockerfile, command, word)));
  }
  const edits = steps.length === 0 ? [] : removeSteps(facts.dockerfile, run, steps);
  return edits && { steps, edits: [...edits, ...words] };
}

function emptiesCache({ action, operands }: PackageCommand): boolean {
  if (action === "clean" || action === "autoclean" || action === "distclean") return true;
  return action === "cache" && ["clean", "purge", "rm", "remove"].includes(operands[0]?.value ?? "");
}

function removeOption(facts: Facts, { command }: PackageCommand, option: string): readonly Edit[] {
  return command.args
    .filter(({ value }) => value === option)
    .map((word) => removeWord(facts.dockerfile, command, word));
}

/**
 * Debian's and Ubuntu's images delete every downloaded package again, by `docker-clean`; and `apt`, unlike
 * `apt-get`, deletes them by itself. An empty list when an earlier RUN has seen to it.
 */
function keepDownloads(facts: Facts, run: RunFacts, removed: readonly Step[]): readonly Edit[] | undefined {
  const stages = stageChain(run);
  const isDone = runsOnDockerClean(facts).some(
    (other) => other.instruction.index <= run.instruction.index && stages.includes(other.stage),
  );
  if (isDone) return [];
  const calls = facts.packagesOf(run).filter(({ manager }) => manager === "apt");
  const first = run.script.steps.find(
    (step) => !removed.includes(step) && calls.some(({ command }) => step.commands.includes(command)),
  );
  if (!first) return undefined;
  const isApt = calls.some(({ program }) => program === "apt");
  const keep = ` && echo 'Binary::apt::APT::Keep-Downloaded-Packages "true";' > /etc/apt/apt.conf.d/keep-cache`;
  const isSudo = calls.some(({ command }) => command.wrappers.some(({ value }) => value === "sudo"));
  const edit = isSudo
    ? undefined
    : insertStepBefore(facts.dockerfile, run, first, `rm -f ${dockerClean}${isApt ? keep : ""}`);
  return edit && [edit];
}

const dockerClean = "/etc/apt/apt.conf.d/docker-clean";

const runsOnDockerClean = perFacts(({ runs }) =>
  runs.filter(({ script }) =>
    script.commands.some(({ args }) => args.some(({ value }) => value === dockerClean)),
  ),
);

function stageChain({ stage }: RunFacts): readonly RunFacts["stage"][] {
  const chain: RunFacts["stage"][] = [];
  for (let current = stage; current; current = current.base) chain.push(current);
  return chain;
}
