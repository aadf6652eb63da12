import type { Facts } from "./facts.ts";
import type { PackageCommand } from "./packages.ts";
import { settingIn } from "./settingFiles.ts";

const optionNames: ReadonlySet<string> = new Set(["-o", "--option"]);

/** The option `-o NAME=value` of an apt call, however it is written; undefined when it is not given. */
export function aptOption({ args }: PackageCommand, name: string): string | undefined {
  for (const [at, { value }] of args.entries()) {
    const before = args[at - 1]?.value ?? "";
    const setting = optionNames.has(before) ? value : value.replace(/^(--option=|-o=?)/, "");
    const equals = setting.indexOf("=");
    if (setting !== value || optionNames.has(before)) {
      if (equals > 0 && setting.slice(0, equals).toLowerCase() === name.toLowerCase())
        return setting.slice(equals + 1).replaceAll('"', "");
    }
  }
  return undefined;
}

/**
 * True when an apt configuration file that was written before, in this stage or one it is built from, switches
 * recommended packages off; also when a configuration file was copied whose content is not known.
 */
export function areRecommendsSwitchedOff(facts: Facts, { run }: Pick<PackageCommand, "run">): boolean {
  return saysNoRecommendsIn(facts, run);
}

/** The same for `APT::Get::Assume-Yes "true";`. */
export function isYesAssumed(facts: Facts, { run }: PackageCommand): boolean {
  return saysYesIn(facts, run);
}

const folder = "/etc/apt/apt.conf";
const saysNoRecommendsIn = settingIn(folder, saysNoRecommends);
const saysYesIn = settingIn(folder, (text) =>
  /Assume-Yes[\s"'\\=]+(1|yes|true|with|on|enable)\b/i.test(text),
);

/** `APT::Install-Recommends "false";`, also in its block form, with quotes escaped or not. */
function saysNoRecommends(text: string): boolean {
  return /Install-Recommends[\s"'\\=]+(0|no|false|without|off|disable)\b/i.test(text);
}
