import { replaceSpan } from "../../edits/apply.ts";
import type { Edit, Fix } from "../../edits/fix.ts";
import { dependencyInstall } from "../../facts/ecosystems.ts";
import { isPrepared, type LockFile, lockFileOf } from "../../facts/lockFile.ts";
import { hasOption, type PackageCommand } from "../../facts/packages.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "npm-install",
  group: "cache",
  summary: "`npm install` is used although there is a lock file.",
  why: "`npm install` treats the lock file as a proposal: where it does not suit package.json, npm resolves anew, and two builds of the same commit differ. `npm ci` installs exactly what the lock file states, fails when it is out of date, and is faster because nothing has to be resolved. It needs a lock file, so nothing is said where none is copied.",
  severity: "information",
  phase: "word",
  safety: ["safe", "review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const call of facts.packages) {
      if (call.manager !== "npm" || call.action !== "install" || !call.actionWord) continue;
      // In a condition there is a choice between managers, or between the two commands.
      if (!call.command.isStep) continue;
      const install = dependencyInstall(call);
      const lockFile = install && lockFileOf(install, facts);
      if (!lockFile || hasOtherPurpose(call) || isPrepared(call, facts)) continue;
      const major = nodeMajor(call);
      if (major !== undefined && major < 10) continue;
      const edits = [
        replaceSpan(call.actionWord.span, "ci"),
        ...(major !== undefined && major > 14 ? omitEdits(call) : []),
      ];
      yield {
        span: { start: call.command.nameWord.span.start, end: call.actionWord.span.end },
        message: messageOf(call.actionWord.value, lockFile),
        fixes: lockFile.certainty === "out-of-step" ? [] : [fixOf(lockFile, edits)],
      };
    }
  },
});

function messageOf(word: string, { name, certainty }: LockFile): string {
  return certainty === "out-of-step"
    ? `npm ${word} resolves anew on every build: ${name} does not fit package.json`
    : `npm ${word} may resolve other versions than ${name} states, and takes longer than npm ci`;
}

function fixOf({ name, certainty }: LockFile, edits: readonly Edit[]): Fix {
  const title = "Use npm ci";
  switch (certainty) {
    case "in-step":
      return { title, safety: "safe", edits };
    case "out-of-step":
    case "copied":
      return { title, safety: "review", assumption: `${name} is in step with package.json`, edits };
    case "matched":
      return {
        title,
        safety: "review",
        assumption: `${name} is in the build context, and in step with package.json`,
        edits,
      };
  }
}

/** No lock file is wanted, only one is to be written, or one package of several is meant. */
function hasOtherPurpose(call: PackageCommand): boolean {
  if (
    hasOption(
      call,
      "--no-package-lock",
      "--package-lock",
      "--package-lock-only",
      "--dry-run",
      "--no-shrinkwrap",
      "--workspace",
      "-w",
    )
  )
    return true;
  return call.command.assignments.some(({ name }) => /^npm_config_package_lock/i.test(name));
}

/** npm 6, which came with Node up to 14, does not know `--omit`. */
function omitEdits({ args }: PackageCommand): readonly Edit[] {
  return args.flatMap(({ value, span }) =>
    /^--(production(=true)?|only=prod(uction)?)$/.test(value) ? [replaceSpan(span, "--omit=dev")] : [],
  );
}

/** The Node release of the official image. */
function nodeMajor({ run }: PackageCommand): number | undefined {
  const reference = run.stage?.root.reference;
  if (!reference || !/(^|\/)node$/.test(reference.repository)) return undefined;
  const major = /^(\d+)/.exec(reference.tag ?? "")?.[1];
  return major === undefined ? undefined : Number(major);
}
