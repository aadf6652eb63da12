import type { Amount } from "../estimate/amount.ts";
import type { Facts } from "../facts/facts.ts";
import type { Manager } from "../facts/packagePrograms.ts";
import type { PackageCommand } from "../facts/packages.ts";
import { cacheMountFix } from "./cacheMounts.ts";
import type { Edit, Fix } from "./fix.ts";
import { appendStep } from "./instructions.ts";
import type { Span } from "./span.ts";
import { insertStepBefore } from "./steps.ts";

/** The program and its sub-command: what a finding about a call marks. */
export function callSpan({ command, actionWord }: PackageCommand): Span {
  const { nameWord, wrappers } = command;
  return {
    start: nameWord.span.start,
    end: Math.max(nameWord.span.end, actionWord?.span.end ?? wrappers.at(-1)?.span.end ?? 0),
  };
}

/**
 * Lets the manager clean up right behind its last call in the RUN, where the program, and the folder that it runs
 * in, are certainly still there.
 * @returns undefined where the call stands in a condition or loop, so that the program may not be there at all
 */
function cleanUpBehind(
  { dockerfile, packagesOf }: Facts,
  call: PackageCommand,
  words: string,
): Edit | undefined {
  const { run, command } = call;
  const { script } = run;
  if (!script.isUnderstood || script.hasHeredoc || script.hasBackground) return undefined;
  const last = packagesOf(run).findLast(({ manager }) => manager === call.manager)?.command ?? command;
  const index = script.steps.findIndex((step) => step.commands.includes(last));
  const step = script.steps[index];
  if (!step || step.kind === "compound" || step.connector === "||") return undefined;
  const sudo = command.wrappers.some(({ value }) => value === "sudo") ? "sudo " : "";
  const cleanup = `${sudo}${command.nameWord.text} ${words}`;
  const next = script.steps[index + 1];
  return (next && insertStepBefore(dockerfile, run, next, cleanup)) ?? appendStep(dockerfile, run, cleanup);
}

interface CleanUp {
  /** What follows the program: `clean all`. */
  readonly words: string;
  /** As in "Keep the npm cache in a mount"; undefined where a mount is no alternative. */
  readonly mount: Manager | undefined;
  readonly saves?: Amount;
}

/** The two ways to keep a cache out of a layer: a clean-up in the same RUN, and a mount. */
export function cacheFixes(
  facts: Facts,
  call: PackageCommand,
  { words, mount, saves }: CleanUp,
): readonly Fix[] {
  const gain = saves ? { saves } : {};
  const edit = cleanUpBehind(facts, call, words);
  const mounted = mount && cacheMountFix(facts, call.run, mount);
  return [
    ...(edit
      ? [
          {
            title: `Add ${call.program} ${words} to the same RUN`,
            safety: "safe" as const,
            edits: [edit],
            ...gain,
          },
        ]
      : []),
    ...(mounted ? [{ ...mounted, ...gain }] : []),
  ];
}
