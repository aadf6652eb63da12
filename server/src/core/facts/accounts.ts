import type { ShellCommand } from "../shell/script.ts";
import { isBuiltFrom } from "./chain.ts";
import type { Facts } from "./facts.ts";
import { perFacts } from "./perFacts.ts";
import type { RunFacts } from "./runs.ts";
import type { StageFacts } from "./stages.ts";

/** A user or group that a RUN adds to the image. */
export interface Account {
  readonly kind: "user" | "group";
  readonly name: string;
  readonly command: ShellCommand;
  readonly run: RunFacts;
}

const valuedOptions: Readonly<Record<string, readonly string[]>> = {
  useradd: [
    "-b",
    "--base-dir",
    "-c",
    "--comment",
    "-d",
    "--home-dir",
    "--home",
    "-e",
    "--expiredate",
    "-f",
    "--inactive",
    "-g",
    "--gid",
    "-G",
    "--groups",
    "-k",
    "--skel",
    "-K",
    "--key",
    "-p",
    "--password",
    "-s",
    "--shell",
    "-u",
    "--uid",
    "-Z",
  ],
  groupadd: ["-g", "--gid", "-K", "--key", "-p", "--password", "-R", "--root"],
  adduser: [
    "-h",
    "--home",
    "-g",
    "--gecos",
    "-s",
    "--shell",
    "-G",
    "--ingroup",
    "-u",
    "--uid",
    "-k",
    "--gid",
    "--firstuid",
    "--lastuid",
    "--conf",
  ],
  addgroup: ["-g", "--gid"],
};

/** Every user and group that a RUN creates under a literal name, in order. */
export function accountsMade(run: RunFacts): readonly Account[] {
  const accounts: Account[] = [];
  for (const command of run.script.commands) {
    if (!isAccountCommand(command)) continue;
    const [first, second] = operands(command);
    const isGroup =
      command.name.startsWith("group") ||
      command.name === "addgroup" ||
      command.args.some(({ value }) => value === "--group");
    // With two names, the first joins the second and nothing is made.
    if (first === undefined || second !== undefined) continue;
    if (!isGroup || command.name === "adduser") accounts.push({ kind: "user", name: first, command, run });
    if (isGroup || makesOwnGroup(command)) accounts.push({ kind: "group", name: first, command, run });
  }
  return accounts;
}

/** Every account that the instructions of a stage and of the stages it is built from have made, in order. */
export function accountsIn(facts: Facts, stage: StageFacts): readonly Account[] {
  return accounts(facts).filter(({ run }) => run.stage && isBuiltFrom(facts, stage, run.stage));
}

const accounts = perFacts(({ runs }) =>
  runs.filter(({ instruction }) => !instruction.isOnbuildTrigger).flatMap(accountsMade),
);

export function isAccountCommand({ name }: ShellCommand): boolean {
  return Object.hasOwn(valuedOptions, name);
}

function operands({ name, args }: ShellCommand): readonly string[] {
  const valued = valuedOptions[name] ?? [];
  return args.flatMap(({ value, isLiteral }, at) => {
    const before = args[at - 1]?.value ?? "";
    const isValue =
      valued.includes(before) || (/^-[A-Za-z]{2,}$/.test(before) && valued.includes(`-${before.slice(-1)}`));
    return isLiteral && !value.startsWith("-") && !isValue ? [value] : [];
  });
}

/** A system user made by `adduser` joins `nogroup`. */
function makesOwnGroup({ name, args }: ShellCommand): boolean {
  if (name === "adduser" && args.some(({ value }) => value === "--system" || /^-[A-Za-z]*S/.test(value)))
    return false;
  const joins = name === "useradd" ? ["-g", "--gid", "-N", "--no-user-group"] : ["-G", "--ingroup", "--gid"];
  return !args.some(({ value }) =>
    joins.some((option) => value === option || value.startsWith(`${option}=`)),
  );
}
