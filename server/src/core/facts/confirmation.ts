import type { Word } from "../shell/script.ts";
import { aptOption, isYesAssumed } from "./aptSettings.ts";
import type { Facts } from "./facts.ts";
import type { Manager } from "./packagePrograms.ts";
import { hasOption, type PackageCommand } from "./packages.ts";
import { settingIn } from "./settingFiles.ts";

/**
 * True when a call of apt, yum, dnf or zypper waits for a "y" that nobody types during a build. DEBIAN_FRONTEND does
 * not answer it: that one only keeps debconf from asking.
 */
export function asksForConfirmation(facts: Facts, call: PackageCommand): boolean {
  return isAsking(call) && !isAnswered(facts, call) && !isFed(call) && !mayBeInVariable(call);
}

const asking: Partial<Record<Manager, ReadonlySet<string>>> = {
  apt: new Set([
    "install",
    "reinstall",
    "upgrade",
    "dist-upgrade",
    "full-upgrade",
    "safe-upgrade",
    "remove",
    "purge",
    "autoremove",
    "auto-remove",
    "autopurge",
    "build-dep",
    "satisfy",
  ]),
  zypper: new Set(["install", "remove", "update", "dist-upgrade", "patch", "source-install", "si"]),
};
const rpm: ReadonlySet<string> = new Set([
  "install",
  "reinstall",
  "upgrade",
  "upgrade-minimal",
  "downgrade",
  "remove",
  "erase",
  "autoremove",
  "swap",
  "distro-sync",
  "builddep",
  "build-dep",
]);
/** `dnf group install`, `dnf module enable`, `dnf copr enable` */
const rpmGroups: ReadonlySet<string> = new Set(["group", "groups", "module", "copr"]);
const rpmGroupActions = /^(install|upgrade|update|remove|enable|disable|reset|switch-to)$/;

function isAsking(call: PackageCommand): boolean {
  const action = groupAction(call);
  return action ? rpmGroupActions.test(action.value) : (asking[call.manager] ?? rpm).has(call.action);
}

/** The second word of a sub-command in two words: the `install` of `dnf group install`. */
export function groupAction({ manager, action, operands }: PackageCommand): Word | undefined {
  return !asking[manager] && rpmGroups.has(action) ? operands[0] : undefined;
}

function isAnswered(facts: Facts, call: PackageCommand): boolean {
  switch (call.manager) {
    case "apt":
      return isAptAnswered(call) || isYesAssumed(facts, call);
    case "zypper": {
      // Behind the sub-command, -n means something else.
      const global = call.args.slice(0, call.actionWord ? call.args.indexOf(call.actionWord) : 0);
      return (
        hasOption({ args: global }, "-n") ||
        hasOption(call, "--non-interactive", "-y", "--no-confirm", "-D", "--dry-run", "-h", "--help")
      );
    }
    default:
      return (
        hasOption(call, "-y", "--assumeyes", "--assumeno", "-h", "--help") ||
        call.args.some(({ value }) => /\bassumeyes=/.test(value)) ||
        saysYesInYum(facts, call.run) ||
        saysYesInDnf(facts, call.run)
      );
  }
}

const saysYes = (text: string): boolean => /\bassumeyes\s*=\s*(1|yes|true|on)\b/i.test(text);
const saysYesInYum = settingIn("/etc/yum.conf", saysYes);
const saysYesInDnf = settingIn("/etc/dnf/dnf.conf", saysYes);

const aptAnswers = [
  ...["-y", "--yes", "--assume-yes", "--assume-no", "--force-yes", "--trivial-only", "--print-uris"],
  ...["-s", "--simulate", "--just-print", "--dry-run", "--recon", "--no-act", "-h", "--help"],
];

/** Quiet to the second degree implies yes: `-qq`, `-q -q`, `-q=2`. */
function isAptAnswered(call: PackageCommand): boolean {
  if (hasOption(call, ...aptAnswers)) return true;
  const assumed = aptOption(call, "APT::Get::Assume-Yes");
  if (assumed !== undefined && !/^(0|no|false|off)$/i.test(assumed)) return true;
  let quiet = Number(aptOption(call, "quiet") ?? 0);
  for (const { value } of call.args) {
    const level = /^(?:-q|--quiet)=(\d)$/.exec(value)?.[1];
    if (level !== undefined) quiet = Math.max(quiet, Number(level));
    else if (value === "--quiet") quiet += 1;
    else if (/^-[qfdmubV]+$/.test(value)) quiet += value.split("q").length - 1;
  }
  return quiet >= 2;
}

/** `yes | apt-get install x`, `apt-get install x <<< y`: something else answers. */
function isFed({ command, run }: PackageCommand): boolean {
  return (
    command.redirects.some(({ operator }) => operator.startsWith("<")) ||
    run.script.pipelines.some(({ parts }) => parts.slice(1).some((part) => part.includes(command)))
  );
}

/** `apt-get $OPTIONS install x`: the answer may well be in the variable. */
function mayBeInVariable({ args, actionWord }: PackageCommand): boolean {
  const action = actionWord ? args.indexOf(actionWord) : -1;
  return args.some((word, at) => isVariable(word) && (at < action || /opt|flag|arg|yes/i.test(word.value)));
}

function isVariable({ isLiteral, text }: Word): boolean {
  return !isLiteral && text.startsWith("$");
}
