import type { Facts } from "../facts/facts.ts";
import type { PackageCommand } from "../facts/packages.ts";
import type { RunFacts } from "../facts/runs.ts";
import type { ShellCommand } from "../shell/script.ts";
import { type Amount, nothing } from "./amount.ts";
import { aptListsAmount, keepsAptLists } from "./aptLists.ts";

/** Programs that write nothing worth counting: accounts, links, empty folders, permissions of single files, removals. */
const light = new Set([
  "",
  ":",
  "true",
  "test",
  "[",
  "set",
  "cd",
  "export",
  "unset",
  "umask",
  "echo",
  "printf",
  "mkdir",
  "rmdir",
  "rm",
  "ln",
  "touch",
  "chmod",
  "chown",
  "chgrp",
  "useradd",
  "groupadd",
  "usermod",
  "adduser",
  "addgroup",
  "userdel",
  "passwd",
  "sed",
  "sleep",
  "ls",
  "which",
  "command",
  "cat",
  "mv",
  "find",
  "grep",
  "xargs",
  "id",
  "env",
  "exit",
  "sync",
  "date",
  "hash",
  "ldconfig",
  "dpkg-reconfigure",
  "a2enmod",
  "a2dismod",
  "corepack",
  "update-alternatives",
  "setcap",
]);
const cleaning = new Set([
  "clean",
  "autoclean",
  "autoremove",
  "purge",
  "remove",
  "del",
  "cache",
  "distclean",
]);

/** What one command of a RUN leaves in its layer; undefined when that is not known. */
export function commandAmount(facts: Facts, run: RunFacts, command: ShellCommand): Amount | undefined {
  const call = facts.packagesOf(run).find((candidate) => candidate.command === command);
  if (call) return callAmount(facts, run, call);
  if (!light.has(command.name)) return undefined;
  // A file that is copied out of a pipe or moved within the layer was counted where it was made.
  return nothing("next to nothing");
}

function callAmount(facts: Facts, run: RunFacts, call: PackageCommand): Amount | undefined {
  if (cleaning.has(call.action)) return nothing("cleaned up");
  if (call.manager === "npm" && (call.action === "config" || call.action === "run")) {
    return call.action === "config" ? nothing("settings") : undefined;
  }
  if (call.manager !== "apt") return undefined;
  if (call.action === "update")
    return keepsAptLists(facts, call) ? aptListsAmount(run) : nothing("no apt lists are kept");
  return undefined;
}
