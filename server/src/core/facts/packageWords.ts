import type { Word } from "../shell/script.ts";
import type { Facts } from "./facts.ts";
import { packageName } from "./installedPackages.ts";
import type { PackageCommand } from "./packages.ts";

/** Nothing but packages from the first to the last, all written out. */
export function isPlainPackageList({ args, operands }: PackageCommand): boolean {
  const [first] = operands;
  const start = first ? args.indexOf(first) : 0;
  return operands.every(
    (word, at) => args[start + at] === word && word.isLiteral && word.text === word.value,
  );
}

/** The list, divided where a comment stands in it; the first section has none above it, and may be empty. */
export function packageSections(
  { dockerfile: { text } }: Facts,
  { operands, command }: PackageCommand,
): readonly (readonly Word[])[] {
  const found: Word[][] = [[]];
  let before = command.nameWord;
  for (const word of operands) {
    if (text.slice(before.span.end, word.span.start).includes("#")) found.push([]);
    found.at(-1)?.push(word);
    before = word;
  }
  return found;
}

/** The order of the alphabet by package name; those with a version or release behind the one without. */
export function comparePackages(a: Word, b: Word): number {
  return compareText(packageName(a), packageName(b)) || compareText(a.value, b.value);
}

/** Without regard to the language of the machine, so that everybody gets the same order. */
function compareText(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  return left === right ? 0 : left < right ? -1 : 1;
}
