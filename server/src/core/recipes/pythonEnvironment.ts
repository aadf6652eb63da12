import type { Instruction } from "../document/dockerfile.ts";
import type { Edit } from "../edits/fix.ts";
import { removeWord } from "../edits/words.ts";
import { normalizePath } from "../facts/situation.ts";
import { not, type WhyNot } from "./plan.ts";
import { installProblem, type PythonInstall } from "./pythonInstalls.ts";
import type { SingleStage } from "./singleStage.ts";

/** The virtual environment that the packages are installed to. */
export interface PythonEnvironment {
  readonly kind: "environment";
  readonly folder: string;
  /** Goes in front of the first install. */
  readonly made: readonly string[];
  /** ENV of the runtime stage that the file does not have. */
  readonly variables: readonly string[];
  /** Options that would install beside it. */
  readonly edits: readonly Edit[];
}

export function pythonEnvironment(
  single: SingleStage,
  installs: readonly PythonInstall[],
): PythonEnvironment | WhyNot {
  const own = ownFolder(single);
  if (own !== undefined)
    return installs.some((install) => isBeside(single, install, own))
      ? not("packages are installed beside the virtual environment too")
      : { kind: "environment", folder: own, made: [], variables: [], edits: [] };
  const problem = installs.map(installProblem).find((one) => one !== undefined);
  if (problem !== undefined) return not(problem);
  if (variablesNamed(single, "UV_SYSTEM_PYTHON").length > 0)
    return not("UV_SYSTEM_PYTHON asks for packages beside a virtual environment");
  if (variablesNamed(single, "PATH").some((value) => !/\$\{?PATH\b/.test(value)))
    return not("ENV PATH is written out, so a virtual environment would not be on it");
  const made = single.facts.runs.flatMap(({ script }) => script.commands).find(makesEnvironment);
  if (made) return not("the virtual environment of the file is not on its PATH");
  return installs.some(({ isOfProject }) => isOfProject)
    ? environmentOfProject(single, installs)
    : newEnvironment(single, installs);
}

/** Not by a program of the environment, nor where it is active. */
function isBeside(
  single: SingleStage,
  { command, run, isOfProject }: PythonInstall,
  folder: string,
): boolean {
  const active = single.instructions.find(
    (one) =>
      one.keyword === "ENV" && one.properties.some(({ name }) => /^(PATH|VIRTUAL_ENV)$/.test(name.value)),
  );
  const isActivated = run.script.commands.some(({ name }) => name === "." || name === "source");
  return (
    !isOfProject &&
    !isActivated &&
    !command.nameWord.value.startsWith(`${folder}/`) &&
    !(active && active.index < run.instruction.index)
  );
}

/** `uv sync` makes `.venv` in the project's folder. */
function environmentOfProject(
  { facts, stage }: SingleStage,
  installs: readonly PythonInstall[],
): PythonEnvironment | WhyNot {
  const [first] = installs;
  const workdir = first?.run.situation.workdir;
  const isElsewhere = (one: PythonInstall): boolean =>
    one.run.situation.workdir !== workdir || one.run.script.commands.some(({ name }) => name === "cd");
  if (!first || workdir === undefined || workdir === "/" || installs.some(isElsewhere))
    return not("the project has no folder of its own, as WORKDIR would give it");
  if (installs.some(({ isOfProject }) => !isOfProject))
    return not("packages are installed beside the environment of the project too");
  const named = facts.scope.value("UV_PROJECT_ENVIRONMENT", stage, first.run.instruction);
  const folder = normalizePath(named?.startsWith("/") ? named : `${workdir}/${named ?? ".venv"}`);
  return {
    kind: "environment",
    folder,
    made: [],
    variables: [`ENV PATH="${folder}/bin:$PATH"`],
    edits: [],
  };
}

/** pip follows PATH, the others follow VIRTUAL_ENV. */
function newEnvironment({ facts }: SingleStage, installs: readonly PythonInstall[]): PythonEnvironment {
  const folder = "/opt/venv";
  const isPipAlone = installs.every(({ call }) => call === undefined || call.manager === "pip");
  const variables = [
    isPipAlone ? `ENV PATH="${folder}/bin:$PATH"` : `ENV VIRTUAL_ENV=${folder} PATH="${folder}/bin:$PATH"`,
  ];
  const edits = installs.flatMap(({ command }) =>
    command.args
      .filter(({ value }) => value === "--system")
      .map((word) => removeWord(facts.dockerfile, command, word)),
  );
  return {
    kind: "environment",
    folder,
    made: [`RUN python -m venv ${folder}`, ...variables],
    variables,
    edits,
  };
}

/** A virtual environment that the file has on its PATH, or starts its program from. */
function ownFolder(single: SingleStage): string | undefined {
  const [program] = single.program?.words ?? [];
  const entries = variablesNamed(single, "PATH").flatMap((value) => value.split(":"));
  const folder = [...entries, program?.replace(/\/[^/]*$/, "") ?? ""]
    .map((path) => /^(\/.*env)\/bin\/?$/.exec(path)?.[1])
    .find((path) => path !== undefined);
  return folder === undefined ? undefined : normalizePath(folder);
}

function makesEnvironment({
  name,
  args,
}: {
  readonly name: string;
  readonly args: readonly { value: string }[];
}) {
  return (
    name === "virtualenv" ||
    (/^python[\d.]*$/.test(name) && args.some(({ value }) => value === "venv" || value === "virtualenv")) ||
    (name === "uv" && args[0]?.value === "venv")
  );
}

/** What ENV sets a variable to, with the other variables put in, `$PATH` left as it is. */
function variablesNamed({ instructions, facts, stage }: SingleStage, wanted: string): readonly string[] {
  return instructions.flatMap((instruction: Instruction) => {
    if (instruction.keyword !== "ENV") return [];
    return instruction.properties.flatMap(({ name, value }) => {
      if (name.value !== wanted || !value) return [];
      const [before = "", ...others] = value.value.split(/(?=\$\{?PATH\b)/);
      const expanded = facts.scope.expand(before, stage, instruction) ?? before;
      return [[expanded, ...others].join("")];
    });
  });
}
