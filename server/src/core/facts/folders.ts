import type { Instruction } from "../document/dockerfile.ts";
import type { ShellCommand } from "../shell/script.ts";
import { instructionsBefore } from "./chain.ts";
import type { CopyFacts } from "./copies.ts";
import type { Facts } from "./facts.ts";
import { isInside } from "./mounts.ts";
import { foldersMade } from "./paths.ts";

/**
 * True where a COPY finds the folder: every Linux has it, or an earlier instruction of the stage made it. One that COPY
 * has to make gets the owner and mode of the files.
 */
export function isThereBefore(facts: Facts, folder: string, { instruction, stage }: CopyFacts): boolean {
  if (usual.has(folder)) return true;
  const earlier = stage ? instructionsBefore(stage, instruction) : undefined;
  return [...(earlier ?? []), instruction].some((one) => makes(facts, one, folder, one !== instruction));
}

const usual: ReadonlySet<string> = new Set([
  ..."/ /bin /dev /etc /home /lib /media /mnt /opt /root /run /sbin /srv /tmp /usr /usr/bin /usr/lib".split(
    " ",
  ),
  ..."/usr/local /usr/local/bin /usr/local/lib /usr/local/sbin /usr/sbin /usr/share /var /var/lib".split(" "),
  ..."/var/cache /var/log /var/tmp".split(" "),
]);

function makes(facts: Facts, instruction: Instruction, folder: string, isEarlier: boolean): boolean {
  const { workdir } = facts.before(instruction);
  if (workdir !== undefined && isInside(workdir, folder)) return true;
  if (!isEarlier) return false;
  if (instruction.keyword === "COPY" || instruction.keyword === "ADD") {
    const destination = facts.copy(instruction)?.destination;
    return destination !== undefined && isInside(destination, folder);
  }
  const run = facts.run(instruction);
  if (!run) return false;
  return (
    foldersMade(run).some(({ path }) => isInside(path, folder)) ||
    run.script.commands.some((command) => makesHome(command, folder))
  );
}

/** `useradd --create-home app`, `adduser app` */
function makesHome({ name, args }: ShellCommand, folder: string): boolean {
  const createsHome =
    name === "adduser" ||
    (name === "useradd" && args.some(({ value }) => value === "--create-home" || /^-[a-zA-Z]*m/.test(value)));
  return createsHome && args.some(({ value }) => folder === `/home/${value}`);
}
