import type { Instruction } from "../document/dockerfile.ts";
import type { CopyFacts } from "../facts/copies.ts";
import type { RunFacts } from "../facts/runs.ts";
import type { ShellCommand } from "../shell/script.ts";
import type { PythonInstall } from "./pythonInstalls.ts";
import { isBelow, type SingleStage } from "./singleStage.ts";
import { writtenPaths } from "./writtenFiles.ts";

/** What the recipe for Python asks about files in the build stage. */
export interface SourceQuestion {
  readonly folders: readonly string[];
  readonly installs: readonly PythonInstall[];
  /** The last instruction of the build stage. */
  readonly split: Instruction;
}

/** Where the project's files are: the working directories that are used, and where the whole context is copied to. */
export function sourceFolders(
  { facts, atEnd }: SingleStage,
  installs: readonly PythonInstall[],
): readonly string[] {
  const found = [
    atEnd.workdir,
    ...installs.map(({ run }) => run.situation.workdir),
    ...facts.copies.map(({ copiesWholeContext, destination, instruction, situation }) =>
      instruction.destination?.value.startsWith("/")
        ? copiesWholeContext
          ? destination
          : undefined
        : situation.workdir,
    ),
  ];
  return [...new Set(found.filter((folder) => folder !== undefined && folder !== "/"))].filter(
    (folder): folder is string => folder !== undefined,
  );
}

/** The folders that hold more above the split than what the installs read. */
export function sourcesAbove(
  single: SingleStage,
  { folders, installs, split }: SourceQuestion,
): readonly string[] {
  const { facts } = single;
  const copied = facts.copies.flatMap((copy): readonly string[] => {
    if (copy.instruction.index > split.index || isForInstall(copy)) return [];
    const { destination } = copy;
    if (destination === undefined) return ["/"];
    const folder = folders.find((one) => isBelow(destination, one));
    return folder !== undefined ? [folder] : copy.copiesWholeContext ? [destination] : [];
  });
  const made = facts.runs
    .filter(({ instruction }) => instruction.index <= split.index)
    .flatMap((run) => run.script.commands.flatMap((command) => filesMade(command, run, { single, installs })))
    .flatMap((path) => folders.find((folder) => isBelow(path, folder)) ?? []);
  const all = [...new Set([...copied, ...made])];
  return all.filter((folder) => !all.some((other) => other !== folder && isBelow(folder, other)));
}

const manifests =
  /(^|\/)([\w.-]*requirements[\w.*-]*(\.(txt|in|pip))?|constraints[\w.-]*|pyproject\.toml\*?|poetry\.(lock|toml)\*?|uv\.(lock|toml)\*?|Pipfile(\.lock)?\*?|Pipfile\*|\.python-version\*?|pip\.conf|wheels?|wheelhouse|vendor\/wheels|[\w.*-]+\.whl)$/;

/** Requirements, lock files and wheels: of no use behind the install. */
function isForInstall({ sources, isFromContext }: CopyFacts): boolean {
  return (
    isFromContext &&
    sources.length > 0 &&
    sources.every(({ path }) => path !== undefined && manifests.test(path))
  );
}

interface Project {
  readonly single: SingleStage;
  readonly installs: readonly PythonInstall[];
}

/** `manage.py collectstatic`, `setup.py build_ext --inplace`, an install of the project in place, `git clone`. */
function filesMade(command: ShellCommand, run: RunFacts, { single, installs }: Project): readonly string[] {
  const { name, args } = command;
  const here = run.situation.workdir ?? "/";
  if (installs.some((one) => one.command === command))
    return args.some(({ value }) => /^(-e|--editable|develop)$/.test(value)) ? [here] : [];
  if (single.facts.callOf(command)) return [];
  const isProgram =
    /^(python[\d.]*|msgfmt|cython|npm|yarn)$/.test(name) &&
    !args.some(({ value }) => /^(-V|--version|venv)$/.test(value));
  return isProgram || name === "touch" || name === "mkdir" ? [here] : writtenPaths(command, run);
}

/** COPYs that bring uv, or what the installs read: of no use in the runtime stage. */
export function installerSteps({ facts }: SingleStage): ReadonlySet<Instruction> {
  const found = facts.copies.filter(
    (copy) => /(^|\/)uv([:@]|$)/.test(copy.instruction.from?.value ?? "") || isForInstall(copy),
  );
  return new Set(found.map(({ instruction }) => instruction));
}

const installerAddress =
  /install\.python-poetry\.org|get-poetry|astral\.sh|bootstrap\.pypa\.io|sh\.rustup\.rs/;
const dataPrograms = /^(playwright|nltk|huggingface-cli|hf|patchright|camoufox|dvc|gdown)$/;

/** Why the build leaves something outside packages and sources. */
export function buildProblem({ facts }: SingleStage, installs: readonly PythonInstall[]): string | undefined {
  for (const { script, instruction } of facts.runs) {
    if (
      instruction.exec &&
      /^(pip|python|poetry|pipenv|uv)/.test(instruction.exec[0]?.value.replace(/^.*\//, "") ?? "")
    )
      return "a RUN in JSON form installs packages";
    for (const command of script.commands) {
      const { name, args } = command;
      const words = args.map(({ value }) => value);
      if (/^(curl|wget)$/.test(name) && !words.some((word) => installerAddress.test(word)))
        return `what ${name} downloads may be needed at run time`;
      if (name === "uv" && words[0] === "python") return "uv brings a Python of its own";
      if (name === "pipx" || (name === "uv" && words[0] === "tool"))
        return `${name} installs programs outside the virtual environment`;
      const module = words[words.indexOf("-m") + 1] ?? "";
      const isData =
        dataPrograms.test(name) || (words.includes("-m") && dataPrograms.test(module.replace(/\..*$/, "")));
      if (isData) return `${dataPrograms.test(name) ? name : module} downloads files to a folder of its own`;
      if (
        /^python[\d.]*$/.test(name) &&
        !isHarmless(words) &&
        !installs.some((one) => one.command === command) &&
        !facts.callOf(command)
      )
        return `what ${[name, ...words.slice(0, 2)].join(" ").slice(0, 40)} writes may be needed at run time`;
    }
  }
  return undefined;
}

/** Writes to the environment or below the project, or nothing. */
function isHarmless(words: readonly string[]): boolean {
  const [first = "", second = ""] = words;
  if (first === "-m")
    return /^(venv|virtualenv|pip|ensurepip|compileall|spacy|build|py_compile|grpc_tools\.protoc)$/.test(
      second,
    );
  if (/(^|\/)manage\.py$/.test(first))
    return /^(collectstatic|compilemessages|compress|check|migrate|makemigrations)$/.test(second);
  return first === "setup.py" || first === "-V" || first === "--version" || first === "-";
}
