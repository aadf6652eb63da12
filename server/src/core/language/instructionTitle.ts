import type { CopyInstruction, Instruction, Part, RunInstruction } from "../document/dockerfile.ts";
import type { Facts } from "../facts/facts.ts";
import type { PackageCommand } from "../facts/packages.ts";
import type { ShellCommand } from "../shell/script.ts";

/** What an instruction does, on one line: "RUN apt-get install curl, git", "COPY package.json → /app". */
export function instructionTitle(facts: Facts, instruction: Instruction): string {
  const words = argumentInWords(facts, instruction);
  const keyword = instruction.keyword === "UNKNOWN" ? instruction.word : instruction.keyword;
  return words === "" ? keyword : `${keyword} ${words}`;
}

/** What breadcrumbs and sticky scroll have room for, in UTF-16 units. */
const longest = 60;

function argumentInWords(facts: Facts, instruction: Instruction): string {
  switch (instruction.keyword) {
    case "RUN":
      return runInWords(facts, instruction);
    case "COPY":
    case "ADD":
      return copyInWords(instruction);
    case "ENV":
    case "ARG":
    case "LABEL": {
      const [first, ...others] = instruction.properties;
      if (!first) return "";
      if (others.length > 0)
        return onOneLine(instruction.properties.map(({ name }) => name.value).join(", "));
      return onOneLine(first.value ? `${first.name.value}=${first.value.text}` : first.name.value);
    }
    case "CMD":
    case "ENTRYPOINT":
    case "SHELL":
      return commandInWords(instruction.exec, instruction.body.text);
    case "HEALTHCHECK":
      return instruction.isNone
        ? "NONE"
        : commandInWords(instruction.exec, instruction.command?.text ?? instruction.body.text);
    case "ONBUILD":
      return instruction.trigger ? instructionTitle(facts, instruction.trigger) : "";
    default:
      return onOneLine(instruction.body.text);
  }
}

function commandInWords(exec: readonly Part[] | undefined, text: string): string {
  return onOneLine(exec ? exec.map(({ value }) => value).join(" ") : text);
}

function copyInWords({ sources, destination, from, heredocs }: CopyInstruction): string {
  const taken = [...heredocs.map(({ name }) => `<<${name}`), ...sources.map(({ value }) => value)];
  const origin = from ? ` from ${from.value}` : "";
  const target = destination ? ` → ${destination.value}` : "";
  return onOneLine(`${taken.join(", ")}${origin}${target}`);
}

/** What it installs, else the first command that only this instruction is there for. */
function runInWords(facts: Facts, instruction: RunInstruction): string {
  if (instruction.exec) return commandInWords(instruction.exec, "");
  const run = facts.run(instruction);
  const commands = run?.script.commands ?? [];
  const installs = run ? facts.packagesOf(run).filter(({ action }) => installing.has(action)) : [];
  if (installs.length > 0) return onOneLine(installs.map(installInWords).join(" && "));
  const main = commands.find((command) => !isPreparation(command)) ?? commands[0];
  if (!main) return onOneLine(run?.script.flat.text ?? instruction.body.text);
  return onOneLine([main.nameWord, ...main.args].map(({ text }) => text).join(" "));
}

const installing: ReadonlySet<string> = new Set(["install", "add", "ci", "sync", "restore", "reinstall"]);

/** "apt-get install curl, git"; what names no package is told as it is written: "pip install -r requirements.txt" */
function installInWords({ program, action, operands, args }: PackageCommand): string {
  if (operands.length === 0) return `${program} ${args.map(({ text }) => text).join(" ")}`.trimEnd();
  return `${program} ${action} ${operands.map(({ text }) => text).join(", ")}`;
}

function isPreparation({ name, args }: ShellCommand): boolean {
  if (name === "" || preparing.has(name)) return true;
  return /^(?:apt|apt-get|apk|yum|dnf)$/.test(name) && args.some(({ value }) => value === "update");
}

const preparing: ReadonlySet<string> = new Set(
  "set,cd,mkdir,export,echo,:,true,test,[,umask,trap".split(","),
);

/** Nothing but single blanks between the words, as in most texts. */
const isOnOneLine = /^(?: ?[^\s])*$/;

function onOneLine(text: string): string {
  // Of a script of many kilobytes no more is looked at than can be shown.
  const start = text.slice(0, 4 * longest);
  const line = (isOnOneLine.test(start) ? start : start.replace(/\s+/g, " ")).trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1).trimEnd()}…`;
}
