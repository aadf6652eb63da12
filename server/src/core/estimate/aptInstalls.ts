import { aptOption, areRecommendsSwitchedOff } from "../facts/aptSettings.ts";
import type { Facts } from "../facts/facts.ts";
import { hasOption, type PackageCommand } from "../facts/packages.ts";
import { perFacts } from "../facts/perFacts.ts";
import type { RunFacts } from "../facts/runs.ts";
import type { StageFacts } from "../facts/stages.ts";
import type { Amount } from "./amount.ts";
import {
  type AptInstall,
  type AptSystem,
  aptInstallAmount,
  aptRecommendsAmount,
  aptSystem,
  broughtBy,
  type Presence,
} from "./packages.ts";

/**
 * What an `apt-get install` of a RUN leaves in its layer: without what the image and earlier steps have, and without
 * what the same RUN removes again.
 * @returns undefined when it is not known which packages it installs or on what
 */
export function aptInstallStep(facts: Facts, install: PackageCommand): AptInstall | undefined {
  const base = systemOf(install);
  const names = packageNames(install);
  if (!base || !names || hasOption(install, "--download-only", "-s", "--simulate")) return undefined;
  const removed = removedAgain(facts, install);
  if (!removed) return undefined;
  const kept = names.filter((name) => !removed.includes(bareName(name)));
  const recommends = installsRecommends(facts, install);
  return aptInstallAmount(kept, { base, recommends, present: installedBefore(facts, install) });
}

/** What recommended packages add to an `apt-get install`, everything that they bring along included. */
export function aptRecommendsStep(facts: Facts, install: PackageCommand): Amount | undefined {
  const base = systemOf(install);
  const names = packageNames(install);
  if (!base || !names || !installsRecommends(facts, install)) return undefined;
  return aptRecommendsAmount(names, { base, present: installedBefore(facts, install) });
}

/** What an `apt-get install` of these packages in place of its own would add; undefined when none of them is known. */
export function aptAmountOf(
  facts: Facts,
  install: PackageCommand,
  names: readonly string[],
): Amount | undefined {
  const base = systemOf(install);
  if (!base || install.manager !== "apt" || names.some((name) => bareName(name).includes("$")))
    return undefined;
  const recommends = installsRecommends(facts, install);
  return aptInstallAmount(names, { base, recommends, present: installedBefore(facts, install) }).amount;
}

/** An `apt-get install` that is being typed, and may be no valid command yet. */
export interface TypedInstall {
  readonly run: RunFacts;
  /** Offset of its first word. */
  readonly start: number;
  /** Packages that it names besides. */
  readonly others: readonly string[];
  readonly withoutRecommends: boolean;
}

/** What one more package would add to the install; on an image that is not known, what it adds to Debian's. */
export function aptAddition(facts: Facts, typed: TypedInstall): (name: string) => Amount | undefined {
  const { run, start, others, withoutRecommends } = typed;
  const base = systemOf(typed) ?? plainDebian;
  const recommends = !withoutRecommends && !areRecommendsSwitchedOff(facts, typed);
  const before = broughtBefore(facts, run, start);
  const along = broughtBy(others, before);
  const present: Presence = { has: (number) => along.has(number) || before.has(number) };
  return (name) => aptInstallAmount([name], { base, recommends, present }).amount;
}

const plainDebian: AptSystem = { family: "debian", isSlim: false, installed: [] };

function systemOf({ run }: Pick<PackageCommand, "run">): AptSystem | undefined {
  const root = run.stage?.root;
  return root && aptSystem(root.reference, root.image);
}

/** The packages as written; undefined when a variable hides some of them. */
function packageNames({ operands }: PackageCommand): readonly string[] | undefined {
  const names = operands.map(({ value }) => value);
  return names.some((name) => bareName(name).includes("$")) ? undefined : names;
}

/** `nginx=${VERSION}` → `nginx` */
function bareName(name: string): string {
  return name.replace(/[=/:].*$/, "");
}

function installsRecommends(facts: Facts, install: PackageCommand): boolean {
  if (hasOption(install, "--no-install-recommends")) return false;
  const option = aptOption(install, "APT::Install-Recommends");
  if (option !== undefined) return !/^(0|no|false|without|off|disable)$/i.test(option);
  return !areRecommendsSwitchedOff(facts, install);
}

/** The packages of the table that earlier installs of this stage, and of those it is built from, have brought. */
function installedBefore(facts: Facts, install: PackageCommand): Presence {
  const { run, command } = install;
  if (!run.stage || firstInstalls(facts).get(run.stage) === install) return new Set();
  return broughtBefore(facts, run, command.span.start);
}

/** What was installed before an offset in a RUN. */
function broughtBefore(facts: Facts, run: RunFacts, start: number): Presence {
  const bringers = run.stage && bringersIn(facts).get(run.stage);
  return {
    has(number) {
      const bringer = bringers?.get(number);
      if (!bringer) return false;
      return bringer.run === run
        ? bringer.command.span.start < start
        : bringer.run.instruction.index < run.instruction.index;
    },
  };
}

/** For every stage the first install that it or one that it is built from has. */
const firstInstalls = perFacts((facts) => {
  const first = new Map<StageFacts, PackageCommand>();
  for (const call of facts.packages) {
    const { stage } = call.run;
    if (stage && !first.has(stage) && isInstall(call)) first.set(stage, call);
  }
  for (const stage of facts.stages) {
    const inherited = stage.base && first.get(stage.base);
    if (inherited) first.set(stage, inherited);
  }
  return first;
});

function isInstall({ manager, action, run }: PackageCommand): boolean {
  return manager === "apt" && action === "install" && !run.instruction.isOnbuildTrigger;
}

/** For every stage the packages that it ends with, each with the install that brought it first. */
const bringersIn = perFacts((facts) => {
  const ofStages = new Map<StageFacts, ReadonlyMap<number, PackageCommand>>();
  for (const stage of facts.stages) {
    const inherited = stage.base && ofStages.get(stage.base);
    let own: Map<number, PackageCommand> | undefined;
    for (const run of facts.runsOf(stage)) {
      for (const call of facts.packagesOf(run).filter(isInstall)) {
        const names = call.operands.map(({ value }) => value);
        for (const number of broughtBy(names, own ?? inherited)) {
          own ??= new Map(inherited);
          own.set(number, call);
        }
      }
    }
    ofStages.set(stage, own ?? inherited ?? new Map());
  }
  return ofStages;
});

/**
 * Names that a later command of the same RUN takes away together with what came along with them; undefined when it is
 * not known which.
 */
function removedAgain(facts: Facts, { run, command }: PackageCommand): readonly string[] | undefined {
  // `apt-mark auto '.*'` leaves it to the following purge to find out what is still needed.
  if (run.script.commands.some(({ name, args }) => name === "apt-mark" && args[0]?.value === "auto"))
    return undefined;
  const removals = facts
    .packagesOf(run)
    .filter(
      ({ manager, action }) => manager === "apt" && /^(remove|purge|autoremove|autopurge)$/.test(action),
    )
    .filter((removal) => removal.command.span.start > command.span.start);
  const names = removals.flatMap(({ operands }) => operands.map(({ value }) => bareName(value)));
  if (names.some((name) => /[$*?]/.test(name))) return undefined;
  // Without autoremove the dependencies stay, and they are nearly everything.
  const takesDependencies = removals.some(
    (removal) => removal.action.startsWith("auto") || hasOption(removal, "--auto-remove", "--autoremove"),
  );
  return takesDependencies ? names : [];
}
