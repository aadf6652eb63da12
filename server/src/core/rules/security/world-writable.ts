import { replaceSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import type { Span } from "../../edits/span.ts";
import { type AccessChange, accessChanges } from "../../facts/access.ts";
import type { Facts } from "../../facts/facts.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "world-writable",
  group: "security",
  summary: "Files become writable for everybody in the container.",
  why: "With mode 777 every process in the container may replace the program or its configuration, also one that was broken into. What is usually missing is the right owner: `COPY --chown` or `chown` give the files to the user who runs the program, and 755 is enough then. Platforms that start containers under any user id, as OpenShift does, need group 0 and `chmod g=u`, not 777. Folders with the sticky bit, as `/tmp` has, are fine.",
  severity: "information",
  phase: "word",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const run of facts.runs) {
      if (!run.stage?.isShipped) continue;
      for (const change of accessChanges(run)) if (change.program === "chmod") yield* changed(change);
    }
    yield* copied(facts);
  },
});

function* changed({ setting, paths }: AccessChange): Generator<Problem> {
  if (!setting.isLiteral || paths.every(({ path }) => path.startsWith("/dev/"))) return;
  const isTemporary = paths.every(({ path }) => path === "/tmp" || path === "/var/tmp");
  const better = isTemporary ? "1777" : ownerOnly(setting.value);
  if (!isWorldWritable(setting.value)) return;
  const what = isTemporary
    ? "anybody may remove other users' files here"
    : "anybody in the container may change these files";
  yield problem(
    setting.span,
    `mode ${setting.value}: ${what}`,
    setting.text === setting.value ? better : undefined,
    isTemporary,
  );
}

function* copied({ copies }: Facts): Generator<Problem> {
  for (const { instruction, stage } of copies) {
    const flag = stage?.isShipped ? instruction.flags.find(({ name }) => name === "chmod") : undefined;
    if (!flag?.value || !flag.valueSpan || !isWorldWritable(flag.value)) continue;
    const message = `mode ${flag.value}: anybody in the container may change these files`;
    yield problem(flag.valueSpan, message, ownerOnly(flag.value), false);
  }
}

function problem(span: Span, message: string, better: string | undefined, isTemporary: boolean): Problem {
  const assumption = isTemporary
    ? "nobody needs to remove files of other users"
    : "nobody but the owner writes there when the container runs";
  const fix: Fix | undefined =
    better === undefined
      ? undefined
      : { title: `Use ${better}`, safety: "review", assumption, edits: [replaceSpan(span, better)] };
  return { span, message, fixes: fix ? [fix] : [] };
}

/** `777`, `0666`, `a+w`, `o=rwx`, `ugo+rwX`; a leading 1 or more is the sticky bit. */
function isWorldWritable(mode: string): boolean {
  if (/^[0-7]{3,4}$/.test(mode))
    return (Number(mode.at(-1)) & 2) !== 0 && (mode.length === 3 || (Number(mode[0]) & 1) === 0);
  return mode
    .split(",")
    .some((clause) => /^[ug]*[ao][ugoa]*[+=][rXxst]*w/.test(clause) && !clause.includes("t"));
}

/** The same for everybody but without writing, and writing for the owner; undefined where it is not clear. */
function ownerOnly(mode: string): string | undefined {
  if (/^[0-7]{3,4}$/.test(mode))
    return `${mode.slice(0, -2)}${withoutWrite(mode.at(-2))}${withoutWrite(mode.at(-1))}`;
  const match = /^([ugoa]+)\+([rwxX]+)$/.exec(mode);
  if (!match) return undefined;
  const rest = (match[2] ?? "").replace("w", "");
  return rest === "" ? "u+w" : `${match[1]}+${rest},u+w`;
}

function withoutWrite(digit = "0"): string {
  return String(Number(digit) & ~2);
}
