import { replaceSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import type { Facts } from "../../facts/facts.ts";
import { isSystemInstall, packageName } from "../../facts/installedPackages.ts";
import type { PackageCommand } from "../../facts/packages.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { Word } from "../../shell/script.ts";

export default defineRule({
  id: "unsorted-packages",
  group: "style",
  summary: "The packages of an install command are not sorted.",
  why: "In a sorted list a package is found at a glance, it is not added twice, and two people who add one each seldom meet in the same line. Every package stays in the layout of the list: one per line, or several. A comment in the list divides it, because nobody can tell whether it is about the next package or about the next few; packages behind a comment are never moved.",
  severity: "off",
  phase: "word",
  safety: ["safe"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const call of facts.packages) {
      if (!isSystemInstall(call) || !isPlainList(call)) continue;
      const [firstList, ...commented] = sections(facts, call);
      for (const list of [firstList ?? [], ...commented]) {
        const misplaced = list.find((word, at) => compare(list[at - 1] ?? word, word) > 0);
        if (!misplaced) continue;
        const before = list[list.indexOf(misplaced) - 1] ?? misplaced;
        yield {
          span: misplaced.span,
          message: `${packageName(misplaced)} comes before ${packageName(before)} in the alphabet`,
          fixes: list === firstList ? sorted(list) : [],
        };
      }
    }
  },
});

/** Nothing but packages from the first to the last, all written out. */
function isPlainList({ args, operands }: PackageCommand): boolean {
  const [first] = operands;
  const start = first ? args.indexOf(first) : 0;
  return operands.every(
    (word, at) => args[start + at] === word && word.isLiteral && word.text === word.value,
  );
}

/** The list, divided where a comment stands in it; the first section has none above it, and may be empty. */
function sections(
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

function sorted(list: readonly Word[]): readonly Fix[] {
  const wanted = [...list].sort(compare);
  const edits = list.flatMap((word, at) => {
    const text = wanted[at]?.text ?? word.text;
    return text === word.text ? [] : [replaceSpan(word.span, text)];
  });
  return [{ title: "Sort the packages", safety: "safe", edits }];
}

function compare(a: Word, b: Word): number {
  return compareText(packageName(a), packageName(b)) || compareText(a.value, b.value);
}

/** Without regard to the language of the machine, so that everybody gets the same order. */
function compareText(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  return left === right ? 0 : left < right ? -1 : 1;
}
