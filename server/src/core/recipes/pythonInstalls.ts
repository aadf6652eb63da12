import { hasOption, type PackageCommand } from "../facts/packages.ts";
import type { RunFacts } from "../facts/runs.ts";
import type { ShellCommand } from "../shell/script.ts";
import type { SingleStage } from "./singleStage.ts";

/** One command that puts packages where the program finds them. */
export interface PythonInstall {
  readonly run: RunFacts;
  readonly command: ShellCommand;
  /** Undefined for `python setup.py install`. */
  readonly call: PackageCommand | undefined;
  /** The packages go to the project's own environment, as with `uv sync`. */
  readonly isOfProject: boolean;
}

const installers = /^(poetry|pipenv|uv|pipx|virtualenv|poetry-[\w-]+|pip-tools)$/;
const besideInstallers = /^(pip|setuptools|wheel)$/;

/** What the stage installs for the program, in order; installers on their own are not for the program. */
export function pythonInstalls({ facts }: SingleStage): readonly PythonInstall[] {
  return facts.runs.flatMap((run) => {
    const found = run.script.commands.flatMap((command): readonly PythonInstall[] => {
      const call = facts.callOf(command);
      if (call) return installs(call) ? [{ run, command, call, isOfProject: isSync(call) }] : [];
      const [script, action] = command.args;
      const isSetup = /^python[\d.]*$/.test(command.name) && script?.value === "setup.py";
      return isSetup && /^(install|develop)$/.test(action?.value ?? "")
        ? [{ run, command, call: undefined, isOfProject: false }]
        : [];
    });
    return found.every(({ call }) => call && isOfInstaller(call)) ? [] : found;
  });
}

function installs({ manager, action, operands }: PackageCommand): boolean {
  switch (manager) {
    case "pip":
      return action === "install";
    case "uv":
      return action === "sync" || (action === "pip" && /^(install|sync)$/.test(operands[0]?.value ?? ""));
    case "poetry":
    case "pipenv":
      return action === "install" || action === "sync";
    default:
      return false;
  }
}

function isSync({ manager, action }: PackageCommand): boolean {
  return manager === "uv" && action === "sync";
}

/** `pip install --upgrade pip poetry` */
function isOfInstaller({ manager, operands, args }: PackageCommand): boolean {
  if (manager !== "pip" || hasOption({ args }, "-r", "--requirement", "-e", "--editable")) return false;
  const names = operands.map(({ value }) => value.replace(/[=<>~![].*$/, ""));
  return (
    names.some((name) => installers.test(name)) &&
    names.every((name) => installers.test(name) || besideInstallers.test(name))
  );
}

/** Why the packages of an install are not found in a virtual environment that is made for them. */
export function installProblem({ command, call, run }: PythonInstall): string | undefined {
  if (command.wrappers.some(({ value }) => value === "sudo")) return "sudo forgets the virtual environment";
  if (command.nameWord.value.includes("/"))
    return `${command.nameWord.value} installs beside a virtual environment`;
  if (run.situation.user !== undefined && !/^(root|0)(:|$)/.test(run.situation.user))
    return `packages are installed by ${run.situation.user}, who cannot make a virtual environment`;
  const option = ["--user", "--target", "-t", "--prefix", "--root"].find(
    (one) => call && call.manager !== "poetry" && hasOption(call, one),
  );
  return option === undefined ? undefined : `${option} installs packages to a folder of its own`;
}
