import { npmHabit } from "../facts/cacheHabits.ts";
import { contextFolderOf } from "../facts/contextFolder.ts";
import { dependencyInstall } from "../facts/ecosystems.ts";
import type { Facts } from "../facts/facts.ts";
import { leftCache } from "../facts/leftCaches.ts";
import { inFolder } from "../facts/manifests.ts";
import { omitsDevelopment } from "../facts/omittedPackages.ts";
import { manifestOf } from "../facts/packageJson.ts";
import type { PackageCommand } from "../facts/packages.ts";
import { type Amount, addAmounts, between } from "./amount.ts";
import { lockedPackages } from "./lockedPackages.ts";
import { npmTable } from "./npmTable.ts";

/**
 * What `npm ci`, `npm install`, `yarn` or `pnpm install` of a project adds: the packages that its lock file names, by
 * the sizes that were measured of them; undefined when neither lock file nor package.json can be read.
 */
export function npmInstallAmount(facts: Facts, call: PackageCommand): Amount | undefined {
  const packages = packagesAmount(facts, call, !omitsDevelopment(call, facts));
  const isCacheKept = packages && leftCache(facts, call.run, npmHabit)?.command === call.command;
  return isCacheKept ? addAmounts([packages, cacheOf(packages)]) : packages;
}

/** The same without npm's cache, and without what a later command of the stage takes out again. */
export function nodeModulesAmount(facts: Facts, call: PackageCommand): Amount | undefined {
  const { stage } = call.run;
  const isPruned =
    stage !== undefined &&
    facts
      .runsOf(stage)
      .some((run) =>
        facts.packagesOf(run).some(({ action, manager }) => manager === call.manager && action === "prune"),
      );
  return packagesAmount(facts, call, !isPruned && !omitsDevelopment(call, facts));
}

function packagesAmount(facts: Facts, call: PackageCommand, withDevelopment: boolean): Amount | undefined {
  const install = dependencyInstall(call);
  const { context } = facts.known;
  const { workdir } = call.run.situation;
  if (install?.does !== "dependencies" || !context || workdir === undefined) return undefined;
  if (call.manager !== "npm" && call.manager !== "yarn" && call.manager !== "pnpm") return undefined;
  if (install.directory !== undefined) return undefined;
  const folder = contextFolderOf(facts, { run: call.run, folder: workdir, name: "package.json" });
  if (folder === undefined) return undefined;
  const locked = lockedPackages(context.read(inFolder(folder, "package-lock.json")), withDevelopment);
  return locked
    ? ofLock(locked)
    : ofManifest(context.read(inFolder(folder, "package.json")), withDevelopment);
}

/** Other versions are bigger or smaller; some download more when their scripts run. Names in no list are mostly small. */
function ofLock(names: readonly string[]): Amount {
  const known = names.map((name) => npmTable.bytes(name) ?? npmTable.others);
  const bytes = known.reduce((sum, one) => sum + one, 0);
  const unlisted = names.filter((name) => npmTable.bytes(name) === undefined).length;
  return asAmount(
    between(bytes * 0.6, bytes, bytes * 1.5 + unlisted * 60_000),
    "the packages of package-lock.json",
  );
}

/** What comes along with a dependency is not in package.json. */
const alongWith = { low: 0, likely: 1_500_000, high: 25_000_000 };

function ofManifest(text: string | undefined, withDevelopment: boolean): Amount | undefined {
  const { dependencies, devDependencies } = manifestOf(text);
  const names = [...dependencies, ...(withDevelopment ? devDependencies : [])];
  if (text === undefined) return undefined;
  const bytes = names.reduce((sum, name) => sum + (npmTable.bytes(name) ?? npmTable.others), 0);
  return asAmount(
    between(
      bytes * 0.6 + names.length * alongWith.low,
      bytes + names.length * alongWith.likely,
      bytes * 1.5 + names.length * alongWith.high,
    ),
    "the packages of package.json, without a lock file",
  );
}

/** Measured over eight sets of packages: the layer's gzip is 0.94 to 1.08 of the packages' archives, and they unpack to 2.3 to 5.8 times as much. */
const unpacking = { low: 2.3, likely: 3.5, high: 5.8 };

function asAmount(unpacked: Amount["unpacked"], reason: string): Amount {
  return {
    download: between(
      unpacked.low / unpacking.high,
      unpacked.likely / unpacking.likely,
      unpacked.high / unpacking.low,
    ),
    unpacked,
    source: "rule-of-thumb",
    reasons: [`${reason}, by sizes measured ${npmTable.date}`],
  };
}

/** The same eight sets left 0.4 to 2.2 times as much in `~/.npm` as in node_modules, and it does not compress. */
const cached = { low: 0.4, likely: 0.8, high: 2.2 };

/** npm asks which version of itself is the newest, and keeps the answer: 1.3 MB, even where nothing is installed. */
const newest = { likely: 1_300_000, high: 4_000_000 };

function cacheOf({ unpacked, source }: Amount): Amount {
  const kept = between(
    unpacked.low * cached.low,
    unpacked.likely * cached.likely + newest.likely,
    unpacked.high * cached.high + newest.high,
  );
  return { download: kept, unpacked: kept, source, reasons: ["npm's cache"] };
}
