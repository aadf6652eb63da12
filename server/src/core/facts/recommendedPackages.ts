import type { Word } from "../shell/script.ts";
import { isBuiltFrom } from "./chain.ts";
import type { Facts } from "./facts.ts";
import type { PackageCommand } from "./packages.ts";
import { perFacts } from "./perFacts.ts";
import type { RunFacts } from "./runs.ts";

/** A package that is only recommended, and that `operand` hardly works without. */
export interface Loss {
  readonly operand: Word;
  readonly package: string;
}

/** Packages that would be missed and that nothing before or beside this command installs by name. */
export function likelyLosses(facts: Facts, install: PackageCommand): readonly Loss[] {
  const losses: Loss[] = [];
  for (const operand of install.operands) {
    const name = nameOf(operand);
    const loss = Object.hasOwn(missed, name) ? missed[name] : undefined;
    if (!loss || losses.some((other) => other.package === loss) || isInstalled(facts, install, loss))
      continue;
    losses.push({ operand, package: loss });
  }
  return losses;
}

function isInstalled(facts: Facts, { run }: PackageCommand, name: string): boolean {
  const { index } = run.instruction;
  return (installsOf(facts).get(name) ?? []).some(
    ({ stage, instruction }) => stage && instruction.index <= index && isBuiltFrom(facts, run.stage, stage),
  );
}

/** What is usually missed when the package comes without its recommended ones. */
const missed: Readonly<Record<string, string>> = {
  curl: "ca-certificates",
  wget: "ca-certificates",
  git: "ca-certificates",
  openssl: "ca-certificates",
  python3: "ca-certificates",
  gcc: "libc6-dev",
  xvfb: "xauth",
};

/** The RUNs that install a package which would be missed, by its name. */
const installsOf = perFacts((facts): ReadonlyMap<string, readonly RunFacts[]> => {
  const found = new Map(Object.values(missed).map((name): [string, RunFacts[]] => [name, []]));
  for (const { manager, operands, run } of facts.packages)
    if (manager === "apt") for (const operand of operands) found.get(nameOf(operand))?.push(run);
  return found;
});

/** `curl=8.5.0-2` and `curl/stable` are curl. */
function nameOf({ value }: Word): string {
  return value.split(/[=/:]/)[0] ?? value;
}
