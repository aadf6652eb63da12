import type { Instruction } from "../document/dockerfile.ts";
import type { CopyFacts } from "../facts/copies.ts";
import type { RunFacts } from "../facts/runs.ts";
import type { ShellCommand } from "../shell/script.ts";
import type { PythonInstall } from "./pythonInstalls.ts";
import type { SingleStage } from "./singleStage.ts";
import { writtenPaths } from "./writtenFiles.ts";

const manifests =
  /(^|\/)([\w.-]*requirements[\w.*-]*(\.(txt|in|pip))?|constraints[\w.-]*|pyproject\.toml\*?|poetry\.(lock|toml)\*?|uv\.(lock|toml)\*?|Pipfile(\.lock)?\*?|Pipfile\*|\.python-version\*?|pip\.conf|wheels?|wheelhouse|vendor\/wheels|[\w.*-]+\.whl)$/;

/** Requirements, lock files and wheels: of no use behind the install. */
export function isForInstall({ sources, isFromContext }: CopyFacts): boolean {
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
export function filesMade(
  command: ShellCommand,
  run: RunFacts,
  { single, installs }: Project,
): readonly string[] {
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
