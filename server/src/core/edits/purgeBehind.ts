import { aptLibrariesBehind } from "../facts/buildPackages.ts";
import type { Facts } from "../facts/facts.ts";
import { packageName } from "../facts/installedPackages.ts";
import type { PackageCommand } from "../facts/packages.ts";
import type { Word } from "../shell/script.ts";
import { insertAt, sortEdits } from "./apply.ts";
import type { Fix } from "./fix.ts";
import { appendStep } from "./instructions.ts";
import { stepOf } from "./steps.ts";

/** Removes the packages of an `apt-get install` at the end of its RUN; the libraries that programs need stay by name. */
export function purgeBehind(
  { dockerfile }: Facts,
  { run, command, operands }: PackageCommand,
  words: readonly Word[],
): Fix | undefined {
  const names = words.map(packageName);
  const libraries = aptLibrariesBehind(names);
  const last = operands.at(-1);
  if (!libraries || !last || !stepOf(run, command)) return undefined;
  const sudo = command.wrappers.some(({ value }) => value === "sudo") ? "sudo " : "";
  const purge = appendStep(dockerfile, run, `${sudo}apt-get purge -y --auto-remove ${names.join(" ")}`);
  if (!purge) return undefined;
  const added = libraries.filter((library) => !operands.some((word) => packageName(word) === library));
  const kept = added.length > 0 ? [insertAt(last.span.end, ` ${added.join(" ")}`)] : [];
  return {
    title: "Remove the build packages in the same RUN",
    safety: "review",
    assumption:
      "nothing is compiled when the container runs, and nothing else needs what came with them but the packages kept",
    edits: sortEdits([...kept, purge]),
  };
}
