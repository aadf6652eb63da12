import type { Facts } from "./facts.ts";
import type { PackageCommand } from "./packages.ts";
import { perFacts } from "./perFacts.ts";
import type { RunFacts } from "./runs.ts";
import type { StageFacts } from "./stages.ts";

/** True when git puts a revision in the place of what `go get` has brought to `$GOPATH/src`, there or further down. */
export function isCheckedOutBehind(facts: Facts, { run }: PackageCommand, importPath: string): boolean {
  return (checkouts(facts).get(run.stage) ?? []).some(
    ({ index, repository }) =>
      index >= run.instruction.index && `${importPath}/`.startsWith(`${repository}/`),
  );
}

interface Checkout {
  /** Of the RUN. */
  readonly index: number;
  /** As import paths name it. */
  readonly repository: string;
}

const checkouts = perFacts(({ runs }) => {
  const found = new Map<StageFacts | undefined, Checkout[]>();
  for (const run of runs) {
    for (const repository of repositoriesIn(run)) {
      const checkout = { index: run.instruction.index, repository };
      const others = found.get(run.stage);
      if (others) others.push(checkout);
      else found.set(run.stage, [checkout]);
    }
  }
  return found;
});

/** Repositories below a `src` folder in which a RUN checks out a revision. */
function repositoriesIn({ script, situation }: RunFacts): readonly string[] {
  let folder = situation.workdir ?? "";
  return script.commands.flatMap(({ name, args }) => {
    const [first] = args;
    if (name === "cd") folder = first?.value ?? "";
    if (name !== "git" || (first?.value !== "checkout" && first?.value !== "switch")) return [];
    const at = folder.indexOf("/src/");
    return at < 0 ? [] : [folder.slice(at + "/src/".length)];
  });
}
