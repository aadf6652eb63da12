import { replaceSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import { isSystemInstall, packageName } from "../../facts/installedPackages.ts";
import { comparePackages, isPlainPackageList, packageSections } from "../../facts/packageWords.ts";
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
      if (!isSystemInstall(call) || !isPlainPackageList(call)) continue;
      const [firstList, ...commented] = packageSections(facts, call);
      for (const list of [firstList ?? [], ...commented]) {
        const misplaced = list.find((word, at) => comparePackages(list[at - 1] ?? word, word) > 0);
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

function sorted(list: readonly Word[]): readonly Fix[] {
  const wanted = [...list].sort(comparePackages);
  const edits = list.flatMap((word, at) => {
    const text = wanted[at]?.text ?? word.text;
    return text === word.text ? [] : [replaceSpan(word.span, text)];
  });
  return [{ title: "Sort the packages", safety: "safe", edits }];
}
