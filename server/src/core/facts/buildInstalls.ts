import type { Word } from "../shell/script.ts";
import { compileCommands } from "./apkBuildPackages.ts";
import { isBuildPackageName, isRemoval } from "./buildPackages.ts";
import { shippedRuns } from "./chain.ts";
import type { Facts } from "./facts.ts";
import { isSystemInstall, packageName } from "./installedPackages.ts";
import type { PackageCommand } from "./packages.ts";
import { perFacts } from "./perFacts.ts";

/** A call that installs what only a build needs, in a stage that ships. */
export interface BuildInstall {
  readonly call: PackageCommand;
  /** Its operands that no later command removes. */
  readonly words: readonly [Word, ...Word[]];
  /** The RUN of the call compiles with them, and no later one does. */
  readonly isUsedHereAlone: boolean;
}

/**
 * Where something is compiled behind them. On Alpine only where a later RUN does so, as packages that one RUN installs
 * for itself are told apart there by the names that they may be removed by.
 */
export function buildInstalls(facts: Facts): readonly BuildInstall[] {
  return facts.packages.flatMap((call) => {
    const { run, command } = call;
    if (!run.stage?.isShipped || run.instruction.isOnbuildTrigger || !isSystemInstall(call)) return [];
    const lastUse = lastCompile(facts);
    if (!run.script.isUnderstood || lastUse < command.span.start) return [];
    const isUsedHereAlone = lastUse < run.instruction.span.end;
    if (call.manager === "apk" && isUsedHereAlone) return [];
    const removed = removedBehind(facts, call);
    const [first, ...others] = call.operands.filter((word) => {
      const name = packageName(word);
      return word.isLiteral && isBuildPackageName(name) && !removed.has(name);
    });
    return first && !removed.has("*") ? [{ call, words: [first, ...others], isUsedHereAlone }] : [];
  });
}

/** Source offset of the last command that compiles; a RUN that is not understood may do so. */
const lastCompile = perFacts((facts: Facts): number =>
  shippedRuns(facts).reduce((last, run) => {
    if (!run.script.isUnderstood) return run.instruction.span.start;
    return compileCommands(facts, run).at(-1)?.span.start ?? last;
  }, -1),
);

const removals = perFacts((facts: Facts) =>
  shippedRuns(facts)
    .flatMap((run) => facts.packagesOf(run))
    .filter(isRemoval),
);

/** Names that later commands take away again; `*` where that is not known. A layer of its own is another matter. */
function removedBehind(facts: Facts, { manager, command, run }: PackageCommand): ReadonlySet<string> {
  const later = removals(facts).filter(
    (removal) => removal.manager === manager && removal.command.span.start > command.span.start,
  );
  const names = later.flatMap(({ operands }) => operands.map(packageName));
  const marks = run.script.commands.some(
    ({ name, args }) => name === "apt-mark" && args[0]?.value === "auto",
  );
  const isVague = marks || names.some((name) => /[$*]|^\./.test(name));
  return new Set(isVague ? [...names, "*"] : names);
}
