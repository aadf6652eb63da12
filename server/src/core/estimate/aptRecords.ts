import type { Facts } from "../facts/facts.ts";
import type { PackageCommand } from "../facts/packages.ts";
import { imageFamily } from "../images/families.ts";
import { type Amount, between } from "./amount.ts";

/**
 * What dpkg writes anew in every layer with an installation, however small: debconf's templates (0.75 MB), the list of
 * all packages, twice, and its log. Measured on Debian 12: 0.9 MB on a slim image, 1.7 MB beside 400 packages.
 * @returns undefined when an earlier installation of the same RUN has written them
 */
export function aptRecordsAmount(facts: Facts, install: PackageCommand): Amount | undefined {
  const { run } = install;
  const first = facts
    .packagesOf(run)
    .find(({ manager, action }) => manager === "apt" && action === "install");
  if (first?.command !== install.command) return undefined;
  const reference = run.stage?.root.reference;
  const isSmall = reference !== undefined && imageFamily(reference).flavour === "slim";
  return isSmall ? slim() : full();
}

const slim = () => recordsOf(0.75, 0.9, 1.2);
const full = () => recordsOf(0.8, 1.5, 2.6);

function recordsOf(low: number, likely: number, high: number): Amount {
  return {
    download: between(low * 0.2e6, likely * 0.25e6, high * 0.3e6),
    unpacked: between(low * 1e6, likely * 1e6, high * 1e6),
    source: "package-index",
    reasons: ["dpkg's records"],
  };
}
