import { librariesBehind } from "../facts/apkBuildPackages.ts";
import type { Facts } from "../facts/facts.ts";
import { optionValue, type PackageCommand } from "../facts/packages.ts";
import type { Word } from "../shell/script.ts";
import { insertAt, sortEdits } from "./apply.ts";
import type { Edit, Fix } from "./fix.ts";
import { appendStep } from "./instructions.ts";
import { insertStepBefore, losesComment, stepOf } from "./steps.ts";
import { hasCommentAbove, removeWord } from "./words.ts";

const name = ".build-deps";

/** Installs the build packages of a call under a name, by which they are removed at the end of the same RUN. */
export function removeBuildPackages(
  facts: Facts,
  call: PackageCommand,
  words: readonly Word[],
): Fix | undefined {
  const { run } = call;
  const virtual = optionValue(call, "-t", "--virtual");
  const deletion = appendStep(facts.dockerfile, run, `apk del ${virtual ?? name}`);
  const edits = virtual === undefined ? separation(facts, call, words) : [];
  if (!deletion || !edits || call.command.wrappers.length > 0) return undefined;
  const all = sortEdits([...edits, deletion]);
  if (losesComment(facts.dockerfile, all)) return undefined;
  return {
    title: "Remove the build packages in the same RUN",
    safety: "review",
    assumption:
      "nothing is compiled when the container runs, and what was compiled needs none of their libraries but those kept",
    edits: all,
  };
}

/** Gives the packages a name of their own: the whole call, or a second call behind it where it installs others, too. */
function separation(
  { dockerfile }: Facts,
  call: PackageCommand,
  words: readonly Word[],
): readonly Edit[] | undefined {
  const { run, command, operands, actionWord } = call;
  const step = stepOf(run, command);
  if (!step || !actionWord) return undefined;
  const libraries = librariesBehind(words.map(packageName)).filter(
    (library) => !operands.some((word) => packageName(word) === library),
  );
  const kept = operands.filter((word) => !words.includes(word));
  if (kept.length === 0) {
    const [first] = operands;
    const option = first ? command.args[command.args.indexOf(first) - 1] : undefined;
    const flag = insertAt((option ?? actionWord).span.end, ` --virtual ${name}`);
    if (libraries.length === 0) return [flag];
    const before = insertStepBefore(dockerfile, run, step, `apk add --no-cache ${libraries.join(" ")}`);
    return before && [before, flag];
  }
  if (words.some((word) => hasCommentAbove(dockerfile, command, word))) return undefined;
  const next = run.script.steps[run.script.steps.indexOf(step) + 1];
  const texts = words.map(({ text }) => text).join(" ");
  const second =
    next && insertStepBefore(dockerfile, run, next, `apk add --no-cache --virtual ${name} ${texts}`);
  const last = kept.at(-1);
  if (!second || !last) return undefined;
  const added = libraries.length > 0 ? [insertAt(last.span.end, ` ${libraries.join(" ")}`)] : [];
  return [...words.map((word) => removeWord(dockerfile, command, word)), ...added, second];
}

/** `gcc=13.2`, `gcc~13` → `gcc` */
export function packageName({ value }: Word): string {
  return value.replace(/(?<=.)[=<>~@].*$/, "");
}
