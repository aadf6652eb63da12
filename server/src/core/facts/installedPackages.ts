import type { Word } from "../shell/script.ts";
import type { Facts } from "./facts.ts";
import { systemManagers } from "./packagePrograms.ts";
import type { PackageCommand } from "./packages.ts";
import { perFacts } from "./perFacts.ts";
import type { RunFacts } from "./runs.ts";

/** A system package that the file installs. */
export interface Installed {
  readonly call: PackageCommand;
  readonly word: Word;
}

/** Where a RUN, or one before it in its stage and those it is built from, installs a system package by its name. */
export function installsOf(facts: Facts, run: RunFacts, name: string): readonly Installed[] {
  const found: Installed[] = [];
  for (let stage = run.stage; stage; stage = stage.base) {
    const at = stage;
    found.push(
      ...(installedByName(facts).get(name) ?? []).filter(
        ({ call }) => call.run.stage === at && call.run.instruction.index <= run.instruction.index,
      ),
    );
  }
  return found;
}

/** Package managers of the system, and the sub-commands with which they install. */

export function isSystemInstall({ manager, action }: PackageCommand): boolean {
  return systemManagers.has(manager) && action === (manager === "apk" ? "add" : "install");
}

/** `curl=8.5.0-2`, `curl~8` and `curl/stable` are curl. */
export function packageName({ value }: Word): string {
  return value.split(/[=/:<>~]/)[0] ?? value;
}

const installedByName = perFacts((facts): ReadonlyMap<string, readonly Installed[]> => {
  const found = new Map<string, Installed[]>();
  for (const call of facts.packages) {
    if (!isSystemInstall(call)) continue;
    for (const word of call.operands) {
      const name = packageName(word);
      const list = found.get(name) ?? [];
      list.push({ call, word });
      found.set(name, list);
    }
  }
  return found;
});
