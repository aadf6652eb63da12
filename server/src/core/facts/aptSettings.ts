import type { CopyFacts } from "./copies.ts";
import type { Facts } from "./facts.ts";
import type { PackageCommand } from "./packages.ts";
import { perFacts } from "./perFacts.ts";
import type { StageFacts } from "./stages.ts";

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
export function areRecommendsSwitchedOff(facts: Facts, { run }: PackageCommand): boolean {
  const switches = switchesOff(facts);
  for (let stage = run.stage; stage; stage = stage.base) {
    const at = stage;
    if (switches.some((found) => found.stage === at && found.index <= run.instruction.index)) return true;
  }
  return false;
}

interface Switch {
  readonly stage: StageFacts | undefined;
  readonly index: number;
}

const switchesOff = perFacts((facts): readonly Switch[] => {
  const runs = facts.runs.filter(({ instruction }) => {
    const text = facts.dockerfile.text.slice(instruction.span.start, instruction.span.end);
    return !instruction.isOnbuildTrigger && text.includes(folder) && saysNoRecommends(text);
  });
  const copies = facts.copies.filter(
    (copy) => copy.destination?.startsWith(folder) && maySwitchOff(facts, copy),
  );
  return [...runs, ...copies].map(({ stage, instruction }) => ({ stage, index: instruction.index }));
});

const folder = "/etc/apt/apt.conf";

function maySwitchOff(
  { dockerfile, known }: Facts,
  { instruction, sources, isFromContext }: CopyFacts,
): boolean {
  if (instruction.heredocs.length > 0)
    return instruction.heredocs.some(({ body }) =>
      saysNoRecommends(dockerfile.text.slice(body.start, body.end)),
    );
  return sources.some(({ path }) => {
    const text = isFromContext && path !== undefined ? known.context?.read(path) : undefined;
    return text === undefined || saysNoRecommends(text);
  });
}

/** `APT::Install-Recommends "false";`, also in its block form, with quotes escaped or not. */
function saysNoRecommends(text: string): boolean {
  return /Install-Recommends[\s"'\\=]+(0|no|false|without|off|disable)\b/i.test(text);
}
