import type { Facts } from "../facts/facts.ts";
import { isInside, isMounted } from "../facts/mounts.ts";
import type { PackageCommand } from "../facts/packages.ts";
import { pathsRemoved, withoutGlob } from "../facts/paths.ts";
import type { RunFacts } from "../facts/runs.ts";
import { type Amount, between } from "./amount.ts";

const aptLists = "/var/lib/apt/lists";

/** True when the lists that this `apt-get update` fetches stay in the layer: not mounted, not removed behind it. */
export function keepsAptLists(facts: Facts, { run, command: update }: PackageCommand): boolean {
  if (isMounted(run, aptLists)) return false;
  const isLater = (start: number): boolean => start > update.span.start;
  return !(
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
