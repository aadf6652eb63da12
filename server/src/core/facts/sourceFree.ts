import type { ShellCommand } from "../shell/script.ts";
import { dependencyInstall } from "./ecosystems.ts";
import { hasOption, type PackageCommand } from "./packages.ts";

/** Programs that read nothing of the project, as long as no relative path is among their words. */
const sourceFreePrograms = new Set([
  "",
  "apt-get",
  "apt",
  "apk",
  "yum",
  "dnf",
  "microdnf",
  "zypper",
  "add-apt-repository",
  "dpkg-reconfigure",
  "locale-gen",
  "update-ca-certificates",
  "useradd",
  "adduser",
  "usermod",
  "groupadd",
  "addgroup",
  "groupmod",
  "curl",
  "wget",
  "mkdir",
  "echo",
  "printf",
  "true",
  ":",
  "set",
  "export",
  "umask",
  "cd",
  "corepack",
  "rustup",
  "id",
  "uname",
  "which",
  "gem",
]);

/** Sub-commands that concern the tool and not the project. */
const toolActions: Readonly<Partial<Record<PackageCommand["manager"], readonly string[]>>> = {
  npm: ["config", "set", "cache", "ping"],
  yarn: ["config", "cache", "global"],
  pnpm: ["config", "setup", "store"],
  bun: ["pm"],
  pip: ["cache", "config"],
  poetry: ["config", "self", "cache"],
  uv: ["python", "tool", "venv", "cache"],
  go: ["env", "version", "clean"],
  dotnet: ["tool", "nuget"],
  bundler: ["config"],
  composer: ["config", "global", "self-update", "clear-cache"],
  mix: ["local.hex", "local.rebar"],
};

/** True for a command that certainly reads no file of the project in the current directory. */
export function isSourceFree(command: ShellCommand, call: PackageCommand | undefined): boolean {
  if (command.name === "" && command.nameWord.text !== "") return false;
  if (command.args.some(({ value }) => /^\.{1,2}(\/|$)/.test(value))) return false;
  if (command.redirects.some(({ target }) => target && !/^(\/|&?\d|-)/.test(target.value))) return false;
  if (command.name === "." || command.name === "source")
    return command.args[0]?.value.startsWith("/") === true;
  if (command.name === "git") return command.args[0]?.value === "config";
  if (command.name === "rm")
    return command.args.every(({ value }) =>
      /^(-|\/(var\/(lib\/apt|cache|tmp)|tmp|root\/\.)(\/|\w|$))/.test(value),
    );
  if (/^python[\d.]*$/.test(command.name)) {
    if (command.args[0]?.value === "-m" && command.args[1]?.value === "venv") return true;
    return call !== undefined && isToolCall(call);
  }
  if (sourceFreePrograms.has(command.name)) return true;
  return call !== undefined && isToolCall(call);
}

function isToolCall(call: PackageCommand): boolean {
  const { manager, action, operands } = call;
  if (toolActions[manager]?.includes(action) || hasOption(call, "--version")) return true;
  const areNames =
    operands.length > 0 && operands.every(({ value, isLiteral }) => isLiteral && !value.includes("/./"));
  switch (manager) {
    case "npm":
    case "pnpm":
    case "bun":
      return hasOption(call, "-g", "--global");
    case "pip":
      return (
        action === "install" &&
        areNames &&
        !hasOption(call, "-r", "--requirement", "-c", "--constraint", "-e", "--editable")
      );
    case "uv":
      return action === "pip" && operands.length > 1 && dependencyInstall(call) === undefined;
    case "go":
      return action === "install" && areNames && operands.every(({ value }) => value.includes("@"));
    case "cargo":
      return action === "install" && areNames && dependencyInstall(call) === undefined;
    default:
      return false;
  }
}
