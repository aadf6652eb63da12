import type { Facts } from "../facts/facts.ts";
import { isInside, isMounted } from "../facts/mounts.ts";
import type { PackageCommand } from "../facts/packages.ts";
import { pathsRemoved, withoutGlob } from "../facts/paths.ts";
import type { RunFacts } from "../facts/runs.ts";
import { type Amount, between } from "./amount.ts";

const aptLists = "/var/lib/apt/lists";

/** True when the lists that this `apt-get update` fetches stay in the layer: not mounted, not removed behind it. */
export function keepsAptLists(facts: Facts, { run, command: update }: PackageCommand): boolean {
  return !isMounted(run, aptLists) && !removesAptLists(facts, run, update.span.start);
}

/** True when the lists of an earlier layer are still there at this update: then it stores none again. */
export function hasAptLists(facts: Facts, { run }: PackageCommand): boolean {
  for (const earlier of runsBackwardFrom(facts, run)) {
    const updates = updatesOf(facts, earlier);
    if (updates.length > 0) return updates.some((update) => keepsAptLists(facts, update));
    if (removesAptLists(facts, earlier, 0)) return false;
  }
  return false;
}

/** The RUNs before one, in its stage and in those that it is built from, nearest first. */
function* runsBackwardFrom(facts: Facts, { stage, instruction: { index } }: RunFacts): Generator<RunFacts> {
  for (let at = stage; at; at = at.base)
    for (const other of facts.runsOf(at).toReversed())
      if (other.instruction.index < index && !other.instruction.isOnbuildTrigger) yield other;
}

function updatesOf(facts: Facts, run: RunFacts): readonly PackageCommand[] {
  return facts.packagesOf(run).filter(({ manager, action }) => manager === "apt" && action === "update");
}

/** True when a command of the RUN behind the offset takes the lists away. */
function removesAptLists(facts: Facts, run: RunFacts, offset: number): boolean {
  const isLater = (start: number): boolean => start > offset;
  return (
    pathsRemoved(run).some(({ path, command }) => isLater(command.span.start) && removesLists(path)) ||
    facts
      .packagesOf(run)
      .some(
        ({ manager, action, command }) =>
          manager === "apt" && action === "distclean" && isLater(command.span.start),
      ) ||
    run.script.commands.some(
      ({ name, args }) => name === "trap" && args.some(({ value }) => value.includes(aptLists)),
    )
  );
}

/** A folder above the lists does, and so does a glob among them; a single file does not. */
function removesLists(path: string): boolean {
  return isInside(aptLists, withoutGlob(path)) && path !== "/";
}

/** Measured on the usual images: 19 MB for Debian, 45 MB for Ubuntu; the files are compressed already. */
export function aptListsAmount({ stage }: RunFacts): Amount {
  const isUbuntu = stage?.root.image?.osFamily === "ubuntu";
  const size = isUbuntu ? between(30e6, 45e6, 60e6) : between(15e6, 20e6, 50e6);
  return {
    download: between(size.low / 2, size.likely / 2, size.high),
    unpacked: size,
    source: "rule-of-thumb",
    reasons: ["apt lists of one update"],
  };
}
