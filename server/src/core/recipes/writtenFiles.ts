import type { RunFacts } from "../facts/runs.ts";
import { normalizePath } from "../facts/situation.ts";
import type { ShellCommand } from "../shell/script.ts";
import type { RuntimeWork } from "./runtimeWork.ts";
import { isBelow, type SingleStage } from "./singleStage.ts";

/** Where a command is seen to write: absolute paths, as far as they are literal. */
export function writtenPaths(command: ShellCommand, run: RunFacts): readonly string[] {
  const { workdir } = run.situation;
  const targets = [...redirected(command), ...operandsWritten(command)];
  return targets.flatMap((path) => {
    if (path.startsWith("/")) return [normalizePath(path)];
    return workdir === undefined || /[$`*]/.test(path) ? [] : [normalizePath(`${workdir}/${path}`)];
  });
}

/** Of use to the build alone, or gone with the layer. */
const passing = [
  "/tmp",
  "/var/tmp",
  "/var/lib/apt",
  "/var/cache",
  "/etc/apt",
  "/dev",
  "/root",
  "/usr/src",
  "/build",
];

/** What the build leaves in a place that the runtime stage does not take, as half a sentence. */
export function leftElsewhere(
  { facts }: SingleStage,
  work: RuntimeWork,
  folders: readonly string[],
): string | undefined {
  for (const run of facts.runs) {
    if (work.isForRuntime(run.instruction)) continue;
    for (const command of run.script.commands) {
      const path = writtenPaths(command, run).find(
        (one) =>
          ![...folders, ...passing].some((folder) => isBelow(one, folder)) &&
          !work.repeated(run.instruction)?.includes(one),
      );
      if (path !== undefined)
        return `what ${command.name || "a RUN"} writes to ${path} may be needed at run time`;
    }
  }
  return undefined;
}

function redirected({ redirects }: ShellCommand): readonly string[] {
  return redirects.flatMap(({ operator, target }) =>
    operator.startsWith(">") && target?.isLiteral && !/^[&\d]/.test(target.value) ? [target.value] : [],
  );
}

function operandsWritten({ name, args }: ShellCommand): readonly string[] {
  const words = args.map(({ value }) => value);
  const operands = words.filter((word) => !word.startsWith("-"));
  const behind = (...options: readonly string[]): readonly string[] => {
    const at = words.findIndex((word) => options.includes(word));
    return [words[at + 1] ?? "."].map((word) => (at < 0 ? "." : word));
  };
  switch (name) {
    case "cp":
    case "mv":
    case "ln":
    case "install":
      return operands.slice(-1);
    case "tee":
    case "mkdir":
    case "touch":
      return operands;
    case "sed":
      return words.some((word) => /^(-i|--in-place)/.test(word)) ? operands.slice(1) : [];
    case "tar":
      return words.some((word) => /^-*[a-z]*x/.test(word)) ? behind("-C", "--directory") : [];
    case "unzip":
      return behind("-d");
    case "git":
      return operands[0] === "clone" ? [operands[2] ?? "."] : [];
    case "make":
      return operands.includes("install") ? ["/usr/local"] : ["."];
    default:
      return [];
  }
}
