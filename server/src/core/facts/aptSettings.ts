import type { Facts } from "./facts.ts";
import type { PackageCommand } from "./packages.ts";
import type { RunFacts } from "./runs.ts";

const optionNames: ReadonlySet<string> = new Set(["-o", "--option"]);

/** The option `-o NAME=value` of an apt call, however it is written; undefined when it is not given. */
export function aptOption({ args }: PackageCommand, name: string): string | undefined {
  for (const [at, { value }] of args.entries()) {
    const before = args[at - 1]?.value ?? "";
    const setting = optionNames.has(before) ? value : value.replace(/^(--option=|-o=?)/, "");
    const equals = setting.indexOf("=");
    if (setting !== value || optionNames.has(before)) {
      if (equals > 0 && setting.slice(0, equals).toLowerCase() === name.toLowerCase()) return setting.slice(equals + 1).replaceAll('"', "");
    }
  }
  return undefined;
}

/**
 * True when an apt configuration file that was written before, in this stage or one it is built from, switches
 * recommended packages off; also when a configuration file was copied whose content is not known.
 */
export function areRecommendsSwitchedOff(facts: Facts, { run }: PackageCommand): boolean {
  for (let stage = run.stage; stage; stage = stage.base) {
    for (const { instruction } of facts.runs.filter((other) => other.stage === stage && isBefore(other, run))) {
      const text = facts.dockerfile.text.slice(instruction.span.start, instruction.span.end);
      if (text.includes("/etc/apt/apt.conf") && saysNoRecommends(text)) return true;
    }
    for (const { instruction, destination, sources, isFromContext } of facts.copies.filter((copy) => copy.stage === stage)) {
      if (instruction.index > run.instruction.index || !destination?.startsWith("/etc/apt/apt.conf")) continue;
      if (instruction.heredocs.length > 0) {
        if (instruction.heredocs.some(({ body }) => saysNoRecommends(facts.dockerfile.text.slice(body.start, body.end)))) return true;
        continue;
      }
      const texts = sources.map(({ path }) => (isFromContext && path !== undefined ? facts.known.context?.read(path) : undefined));
      if (texts.some((text) => text === undefined || saysNoRecommends(text))) return true;
    }
  }
  return false;
}

function isBefore(other: RunFacts, run: RunFacts): boolean {
  return other.instruction.index <= run.instruction.index && !other.instruction.isOnbuildTrigger;
}

/** `APT::Install-Recommends "false";`, also in its block form, with quotes escaped or not. */
function saysNoRecommends(text: string): boolean {
  return /Install-Recommends[\s"'\\=]+(0|no|false|without|off|disable)\b/i.test(text);
}
