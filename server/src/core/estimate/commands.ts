import type { Facts } from "../facts/facts.ts";
import { hasOption, type PackageCommand } from "../facts/packages.ts";
import type { RunFacts } from "../facts/runs.ts";
import type { ShellCommand } from "../shell/script.ts";
import { type Amount, addAmounts, between, nothing } from "./amount.ts";
import { aptInstallStep } from "./aptInstalls.ts";
import { aptListsAmount, hasAptLists, keepsAptLists } from "./aptLists.ts";
import { aptRecordsAmount } from "./aptRecords.ts";
import { npmInstallAmount } from "./npmInstalls.ts";

import { thumbOfCall, thumbOfCommand } from "./rulesOfThumb.ts";

/** Programs that write nothing worth counting: accounts, links, empty folders, permissions of single files, removals. */
const light: ReadonlySet<string> = new Set([
  "",
  ...(
    ": true test [ set cd export unset umask echo printf mkdir rmdir rm ln touch chmod chown chgrp " +
    "useradd groupadd usermod adduser addgroup userdel passwd sed sleep ls which command cat mv find grep " +
    "xargs id env exit sync date hash ldconfig dpkg-reconfigure a2enmod a2dismod corepack " +
    "update-alternatives setcap update-ca-certificates uname whoami pwd apt-mark apt-cache dpkg-query " +
    "nproc getent groupmod groupdel chpasswd tee head tail sort tr cut awk wc basename dirname sha256sum " +
    "expr stat false ulimit trap bc dpkg-query nice time wait kill"
  ).split(" "),
]);
const cleaning: ReadonlySet<string> = new Set(
  "clean autoclean autoremove autopurge purge remove del cache distclean".split(" "),
);

/** What one command leaves in its layer. */
export interface CommandPart {
  /** What is known of it; undefined when nothing is. */
  readonly amount: Amount | undefined;
  /** Why something is left out of the amount; undefined when nothing is. */
  readonly gap: string | undefined;
}

export function commandPart(facts: Facts, run: RunFacts, command: ShellCommand): CommandPart {
  const call = facts.callOf(command);
  if (call) return callPart(facts, run, call);
  if (command.name === "" && command.nameWord.text !== "")
    return notKnown(`${command.nameWord.text} is not known`);
  // A file that is copied out of a pipe or moved within the layer was counted where it was made.
  if (light.has(command.name) || onlyAsksForVersion(command)) return known(nothing("next to nothing"));
  const range = thumbOfCommand(command);
  return range ? known(range) : notKnown(`what ${command.name || "the command"} writes is not known`);
}

function callPart(facts: Facts, run: RunFacts, call: PackageCommand): CommandPart {
  const { manager, action, program } = call;
  if (cleaning.has(action)) return known(nothing("cleaned up"));
  if (action === "config" || onlyAsksForVersion(call.command)) return known(nothing("settings"));
  if (manager === "apt" && action === "update") return known(aptUpdate(facts, run, call));
  const small = manager === "apk" && action === "add" ? apkInstallAmount(call) : undefined;
  if (small) return known(small);
  const install = manager === "apt" && action === "install" ? aptInstallStep(facts, call) : undefined;
  if (!install) {
    const range = npmInstallAmount(facts, call) ?? thumbOfCall(call);
    return range ? known(range) : notKnown(`what ${`${program} ${action}`.trim()} writes is not known`);
  }
  const { unknown } = install;
  const records = install.amount?.unpacked.high ? aptRecordsAmount(facts, call) : undefined;
  const amount = records && install.amount ? addAmounts([install.amount, records]) : install.amount;
  return {
    amount,
    gap: unknown.length === 0 ? undefined : `the size of ${unknown.join(", ")} is not known`,
  };
}

function aptUpdate(facts: Facts, run: RunFacts, call: PackageCommand): Amount {
  if (!keepsAptLists(facts, call)) return nothing("no apt lists are kept");
  if (hasAptLists(facts, call)) return nothing("the apt lists are there already");
  return aptListsAmount(run);
}

/** KiB that two small packages of Alpine 3.24 take, measured; the rest of Alpine's packages was not. */
const apkPackages: Readonly<Record<string, number>> = { "ca-certificates": 207, tzdata: 433 };

/** Without `--no-cache` the package index stays as well, of unknown size. */
function apkInstallAmount(call: PackageCommand): Amount | undefined {
  const sizes = call.operands.map(({ value }) =>
    Object.hasOwn(apkPackages, value) ? apkPackages[value] : undefined,
  );
  if (sizes.length === 0 || !hasOption(call, "--no-cache")) return undefined;
  if (sizes.some((size) => size === undefined)) return undefined;
  const bytes = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) * 1024;
  // The certificate bundle and apk's own database are written anew: 0.1 to 0.25 MB whatever is installed.
  return {
    download: between(bytes * 0.5, bytes * 0.65, bytes * 0.7 + 250_000),
    unpacked: between(bytes, bytes, bytes + 600_000),
    source: "package-index",
    reasons: ["Alpine 3.24 package index"],
  };
}

/** `node --version` */
function onlyAsksForVersion({ args }: ShellCommand): boolean {
  return args.length === 1 && /^(--version|-v|-V|version|--help)$/.test(args[0]?.value ?? "");
}

function known(amount: Amount): CommandPart {
  return { amount, gap: undefined };
}

function notKnown(gap: string): CommandPart {
  return { amount: undefined, gap };
}
