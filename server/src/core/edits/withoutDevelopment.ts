import type { DependencyInstall } from "../facts/dependencyInstall.ts";
import type { Facts } from "../facts/facts.ts";
import { mayBeModernYarn } from "../facts/modernYarn.ts";
import type { PackageCommand } from "../facts/packages.ts";
import { startedCommands } from "../facts/startedCommands.ts";
import { officialImage } from "../images/official.ts";
import { compareVersions, readTag } from "../images/tagShape.ts";
import type { Edit } from "./fix.ts";
import { insertStepBefore, stepOf } from "./steps.ts";
import { insertWordBehind, removeWord } from "./words.ts";

/** How an install leaves out what is for development alone. */
export interface LeftOut {
  /** A verb phrase: "Add --omit=dev". */
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** Undefined where the version of the manager has no such option, or something else would install them again. */
export function withoutDevelopment(facts: Facts, install: DependencyInstall): LeftOut | undefined {
  switch (install.ecosystem) {
    case "npm":
      return optionAdded(facts, install, npmOption(facts, install));
    case "yarn":
      return mayBeModernYarn(facts) ? undefined : optionAdded(facts, install, "--production");
    case "pnpm":
      return optionAdded(facts, install, "--prod");
    case "bun":
      return optionAdded(facts, install, "--production");
    case "poetry":
      return optionAdded(facts, install, isOldPoetry(facts, install) ? "--no-dev" : "--only main");
    case "uv":
      // `uv run` looks at the start that all is there, packages for development included.
      return startedCommands(facts).some(({ program }) => program === "uv")
        ? undefined
        : optionAdded(facts, install, "--no-dev");
    case "composer":
      return optionAdded(facts, install, "--no-dev");
    case "pipenv":
      return optionRemoved(facts, install);
    case "bundler":
      return groupsLeftOut(facts, install);
    default:
      return undefined;
  }
}

function optionAdded({ dockerfile }: Facts, { call }: DependencyInstall, option: string): LeftOut {
  const word = call.actionWord ?? call.command.nameWord;
  return { title: `Add ${option}`, edits: [insertWordBehind(dockerfile, word, option)] };
}

/** npm 6, which came with Node up to 14, has another option for it; it ignores the new one. */
function npmOption(facts: Facts, { call }: DependencyInstall): string {
  const [major] = versionOf("node", call) ?? [];
  const isOther = facts.packages.some(
    ({ manager, operands }) => manager === "npm" && operands.some(({ value }) => /^npm(@|$)/.test(value)),
  );
  return major !== undefined && major <= 14 && !isOther ? "--only=production" : "--omit=dev";
}

/** The version of an official image that the stage stands on, when the tag names one. */
function versionOf(image: string, { run }: PackageCommand): readonly number[] | undefined {
  const reference = run.stage?.root.reference;
  return reference && officialImage(reference)?.name === image
    ? readTag(image, reference.tag).version
    : undefined;
}

/** Groups came with 1.2, which most files use that name no version. */
function isOldPoetry(facts: Facts, { call }: DependencyInstall): boolean {
  const old = /^(poetry==)?(0\.|1\.[01](\.|$))/;
  const version = facts.scope.value("POETRY_VERSION", call.run.stage, call.run.instruction) ?? "";
  return (
    old.test(version) ||
    facts.packages.some(
      ({ manager, operands }) =>
        manager === "pip" && operands.some(({ value }) => value.startsWith("poetry==") && old.test(value)),
    )
  );
}

function optionRemoved({ dockerfile }: Facts, { call }: DependencyInstall): LeftOut | undefined {
  const word = call.args.find(({ value }) => value === "--dev" || value === "-d");
  return word && { title: `Remove ${word.value}`, edits: [removeWord(dockerfile, call.command, word)] };
}

/** Only what is written down holds when the program starts, too. Before Ruby 2.7, Bundler wrote it another way. */
function groupsLeftOut({ dockerfile }: Facts, { call }: DependencyInstall): LeftOut | undefined {
  const step = stepOf(call.run, call.command);
  const { wrappers, nameWord } = call.command;
  const ruby = versionOf("ruby", call);
  if (!step || wrappers.length > 0 || (ruby && compareVersions(ruby, [2, 7]) < 0)) return undefined;
  const command = `${nameWord.text} config set --local without 'development test'`;
  const edit = insertStepBefore(dockerfile, call.run, step, command);
  return edit && { title: "Leave out the groups development and test", edits: [edit] };
}
