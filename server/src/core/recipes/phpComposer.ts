import { sortEdits } from "../edits/apply.ts";
import { stepOf } from "../edits/steps.ts";
import { dependencyInstall } from "../facts/ecosystems.ts";
import { hasOption, type PackageCommand } from "../facts/packages.ts";
import type { ShellScript } from "../shell/script.ts";
import { composerProject } from "./composerProject.ts";
import { type ComposerUse, composerCalls, composerUse } from "./composerUse.ts";
import { contextPlace } from "./contextPlace.ts";
import { not, type PlanInFront, type Recipe, type WhyNot } from "./plan.ts";
import { knownBase, registryPrefix } from "./runtimeBase.ts";
import { isOfficial, type SingleStage } from "./singleStage.ts";
import {
  folderOf,
  startsScripts,
  takenOut,
  type VendorInput,
  vendorEdit,
  vendorStage,
} from "./vendorStage.ts";

/** The packages are installed in a stage in front, on Composer's own image; the final one gets the folder `vendor`. */
export const phpComposer: Recipe = {
  name: "a PHP application with Composer",
  keepsProgram: true,
  isFor: (single) =>
    isOfficial(single.image, "php") && composerCalls(single).some(({ action }) => action === "install"),
  plan: planPhp,
};

/** What can be done in another stage, or need not be done. */
const movable: ReadonlySet<string> = new Set(
  "install config dump-autoload dumpautoload clear-cache clearcache validate diagnose about".split(" "),
);

function planPhp(single: SingleStage): PlanInFront | WhyNot {
  const { facts, program, stage } = single;
  const calls = composerCalls(single);
  const other = calls.find(({ action, args }) => !movable.has(action) && !isVersionQuestion(args));
  if (other) return not(`composer ${other.action} does more than to install packages`);
  if (program?.calls.has("composer")) return not("the container calls Composer when it starts");
  const last = single.instructions.at(-1);
  const environment = last && facts.scope.value("APP_ENV", stage, last);
  if (/^(dev|test|local)/.test(environment ?? ""))
    return not(`APP_ENV is ${environment}, which asks for packages for development`);
  if (calls.some(({ run, command }) => !stepOf(run, command) || !isSequence(run.script)))
    return not(entangled);
  if (calls.some(isElsewhere)) return not("Composer works in another folder than the one of its RUN");
  const folders = new Set(calls.map(({ run }) => folderOf(single, run.situation.workdir)));
  const [folder, second] = folders;
  if (folder === undefined || folder === "/" || second !== undefined)
    return not("the application has no folder of its own, as WORKDIR would give it");
  const place = contextPlace(single, folder, "composer.json");
  const project = composerProject(facts.known.context, place);
  if (project.problem !== undefined) return not(project.problem);
  const use = composerUse(single);
  if (use.problem !== undefined) return not(use.problem);
  const image = use.image ?? knownBase(single, `${registryPrefix(single)}composer:2`, "alpine")?.text;
  if (image === undefined) return not("no image with Composer is known in this registry");
  return inFront(single, { use, project, folder, image });
}

const entangled = "Composer is called by a script that cannot be taken apart";

function isVersionQuestion(args: PackageCommand["args"]): boolean {
  return args.every(({ value }) => /^(--version|-V|--ansi|--no-ansi)$/.test(value));
}

/** Steps one behind the other, of which one can be taken out. */
function isSequence(script: ShellScript): boolean {
  return (
    script.isUnderstood &&
    !script.hasBackground &&
    !script.hasHeredoc &&
    script.steps.every(({ connector }) => connector !== "||" && connector !== "&") &&
    !script.endsInComment
  );
}

function isElsewhere(call: PackageCommand): boolean {
  return (
    dependencyInstall(call)?.directory !== undefined ||
    hasOption(call, "-d", "--working-dir") ||
    call.run.script.commands.some(({ name }) => name === "cd" || name === "pushd") ||
    call.command.wrappers.length > 0
  );
}

function inFront(single: SingleStage, findings: VendorInput): PlanInFront | WhyNot {
  const { use, project, image } = findings;
  const lateProblem = problemOfOthers(single, use);
  if (lateProblem !== undefined) return not(lateProblem);
  const vendor = vendorStage(single, findings);
  const taken = vendor && takenOut(single, findings);
  if (!vendor || !taken) return not(entangled);
  const written = single.stage.stage.from.image?.text ?? single.image.familiar;
  const tools = ["Composer", ...use.packages.filter((name) => name !== "composer")];
  const installs = use.calls.filter(({ action }) => action === "install");
  const isUnseen = !project.isKnown && startsScripts(use);
  return {
    kind: "in front",
    ships: listed(tools, "and"),
    purpose: "that the application never uses",
    image: written,
    edits: sortEdits([vendorEdit(single, vendor), ...taken]),
    assumptions: [
      ...(installs.some((call) => !hasOption(call, "--no-dev"))
        ? ["the application loads no package for development"]
        : []),
      `composer.lock fits PHP and its extensions in ${written}, which ${image} does not look at`,
      `nothing calls ${listed(tools, "or")} at run time`,
      ...(isUnseen ? ["composer.json has no script to run after the install"] : []),
    ],
    isDraft: isUnseen,
  };
}

function listed(things: readonly string[], word: string): string {
  return things.length < 2 ? things.join("") : `${things.slice(0, -1).join(", ")} ${word} ${things.at(-1)}`;
}

/** What stays may need packages that are not there any more, or not yet. */
function problemOfOthers({ facts }: SingleStage, { calls, steps }: ComposerUse): string | undefined {
  const first = calls[0]?.run.instruction.index ?? 0;
  const last = calls.at(-1)?.run.instruction.index ?? 0;
  for (const run of facts.runs) {
    const { index } = run.instruction;
    const staying = run.script.steps.filter((step) => !steps.get(run)?.has(step));
    for (const { name, nameWord, args } of staying.flatMap(({ commands }) => commands)) {
      if (name === "composer") return entangled;
      const tool = [nameWord, ...args].find(({ value }) => /\bvendor\/bin\//.test(value));
      if (tool) return `${tool.value} is started in the build, and may be a package for development`;
      if (name === "php" && index > first && index < last) return "PHP runs between two calls of Composer";
    }
  }
  return undefined;
}
