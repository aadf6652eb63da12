import type { CopyInstruction, Instruction } from "../document/dockerfile.ts";
import { accountsIn } from "../facts/accounts.ts";
import type { RunsAsRoot } from "../facts/containerUser.ts";
import type { Facts } from "../facts/facts.ts";
import { isInside } from "../facts/mounts.ts";
import { pathsChanged } from "../facts/paths.ts";
import type { StageFacts } from "../facts/stages.ts";
import { imageFamily } from "../images/families.ts";
import { imageUsers } from "../images/users.ts";
import { insertAt, replaceSpan, sortEdits } from "./apply.ts";
import type { Edit, Fix } from "./fix.ts";
import { setFlag } from "./flags.ts";
import { insertLineAbove, insertLineBelow } from "./instructions.ts";
import { indentationAt, wholeLines } from "./lines.ts";

interface ContainerUser {
  /** What USER gets: `app`, `65532:65532`. */
  readonly user: string;
  /** `app:app`, for chown; undefined when it owns nothing here. */
  readonly owner: string | undefined;
  /** The command that makes it, when the image has none. */
  readonly creation: string | undefined;
}

/** Ends the final stage in a USER that the image has or gets, who owns the working directory. */
export function runAsUser(facts: Facts, { stage, instruction, formerUser }: RunsAsRoot): Fix | undefined {
  const chosen = userFor(facts, stage, formerUser);
  // Nobody but root may enter /root.
  const isInRootsHome = isInside(facts.atEndOf(stage).workdir ?? "/", "/root");
  if (!chosen || isInRootsHome || isUnfinished(facts, stage)) return undefined;
  const { user, creation } = chosen;
  const last = lastRootInstruction(stage);
  const assumption = assumptionOf(facts, stage);
  const title = creation ? `Make a user ${user} and run as it` : `Run as ${user}`;
  // Nothing needs root behind this USER, so it only names the wrong one.
  if (instruction?.argument && last === instruction && !creation) {
    return { title, safety: "review", assumption, edits: [replaceSpan(instruction.argument.span, user)] };
  }
  const { commands, copies } = ownership(facts, stage, chosen);
  const steps = [...(creation ? [creation] : []), ...commands];
  const lines = [`USER ${user}`];
  const edits: Edit[] = copies.flatMap((copy) =>
    chosen.owner === undefined ? [] : (setFlag(copy, "chown", chosen.owner) ?? []),
  );
  const [first] = copies;
  if (steps.length > 0 && first)
    edits.push(insertLineAbove(facts.dockerfile, first, `RUN ${steps.join(" && ")}`));
  else if (steps.length > 0) lines.unshift(`RUN ${steps.join(" && ")}`);
  edits.push(insertUser(facts, stage, last, lines));
  return { title, safety: "review", assumption, edits: sortEdits(edits) };
}

/** While somebody types the last line, a line below it would become part of it. */
function isUnfinished({ dockerfile }: Facts, { stage }: StageFacts): boolean {
  const { text, escape, problems } = dockerfile;
  return problems.length > 0 || text.slice(0, stage.span.end).trimEnd().endsWith(escape);
}

const nobodySpecial: ContainerUser = { user: "65532:65532", owner: undefined, creation: undefined };

function userFor(facts: Facts, stage: StageFacts, former: string | undefined): ContainerUser | undefined {
  const { root } = stage;
  if (former !== undefined) return { user: former, owner: undefined, creation: undefined };
  const accounts = accountsIn(facts, stage);
  const hasGroup = (name: string) =>
    accounts.some((account) => account.kind === "group" && account.name === name);
  const made = accounts.findLast(({ kind }) => kind === "user")?.name;
  // Its group may have any name, so files go to it with COPY only when the group is known.
  if (made !== undefined)
    return { user: made, owner: hasGroup(made) ? `${made}:${made}` : undefined, creation: undefined };
  if (root.isScratch) return nobodySpecial;
  if (!root.reference) return undefined;
  const named = imageFamily(root.reference);
  // Chiseled images have a user of their own.
  if (named.osFamily === "distroless" && named.flavour !== "chiseled") return nobodySpecial;
  const family = root.image?.osFamily ?? named.osFamily;
  const existing = imageUsers(root.reference).existing;
  if (existing && existing.name !== "ubuntu") {
    const hasOwnGroup = existing.uid === existing.gid;
    return {
      user: existing.name,
      owner: hasOwnGroup ? `${existing.name}:${existing.name}` : undefined,
      creation: undefined,
    };
  }
  const creation = creationOf(
    family,
    root.image?.packageManager ?? imageFamily(root.reference).packageManager,
    hasGroup("app"),
  );
  return creation === undefined ? undefined : { user: "app", owner: "app:app", creation };
}

function creationOf(
  family: string | undefined,
  manager: string | undefined,
  hasGroup: boolean,
): string | undefined {
  if (family === "alpine" || family === "busybox") return `adduser -D ${hasGroup ? "-G app " : ""}app`;
  // Minimal images of the RPM family come without useradd.
  const hasUseradd =
    family === "debian" || family === "ubuntu" || (family === "rpm" && manager !== "microdnf");
  return hasUseradd ? `useradd --create-home ${hasGroup ? "--gid app " : ""}app` : undefined;
}

/** Folders that are more than one program's. */
const sharedFolders =
  /^\/(|bin|boot|dev|etc|home|lib|media|mnt|opt|proc|root|run|sbin|sys|tmp|usr(\/(local\/)?(bin|lib|sbin|share|src))?|usr\/local|var(\/(cache|lib|log|www))?)$/;

/** No command runs in such an image: the working directory stays as it is. */
function hasNoShell({ root }: StageFacts): boolean {
  return root.isScratch || (root.reference && imageFamily(root.reference).osFamily === "distroless") === true;
}

/** The working directory itself changes hands, and so does what COPY puts there; a `chown -R` would store all of it again. */
function ownership(facts: Facts, stage: StageFacts, { owner }: ContainerUser) {
  const none: { readonly commands: readonly string[]; readonly copies: readonly CopyInstruction[] } = {
    commands: [],
    copies: [],
  };
  const { workdir, hasWorkdir } = facts.atEndOf(stage);
  if (owner === undefined || !hasWorkdir || workdir === undefined || sharedFolders.test(workdir)) return none;
  const isGiven = facts.runs.some(
    (run) =>
      run.stage?.isShipped &&
      pathsChanged(run).some(({ path, command }) => command.name === "chown" && isInside(workdir, path)),
  );
  // COPY makes a folder that is not there yet, and gives it to the same owner.
  const isOwned =
    isGiven ||
    facts.copies.some(
      ({ stage: into, destination, situation, instruction: { flags } }) =>
        into === stage &&
        destination === workdir &&
        situation.workdir !== workdir &&
        flags.some(({ name, value }) => name === "chown" && value === owner),
    );
  const copies = facts.copies.filter(({ stage: into, destination, instruction, situation }) => {
    if (
      into !== stage ||
      instruction.isOnbuildTrigger ||
      destination === undefined ||
      situation.workdir !== workdir
    )
      return false;
    return (
      isInside(destination, workdir) &&
      !instruction.flags.some(({ name }) => name === "chown" || name === "link")
    );
  });
  return {
    commands: isOwned || hasNoShell(stage) ? [] : [`chown ${owner} ${workdir}`],
    copies: isOwned ? [] : copies.map(({ instruction }) => instruction),
  };
}

const harmless: ReadonlySet<string> = new Set([
  "CMD",
  "ENTRYPOINT",
  "HEALTHCHECK",
  "EXPOSE",
  "STOPSIGNAL",
  "LABEL",
  "VOLUME",
  "ENV",
  "ARG",
  "ONBUILD",
  "MAINTAINER",
]);

/** Up to here, root may be needed. */
function lastRootInstruction({ stage }: StageFacts): Instruction {
  return stage.instructions.findLast(({ keyword }) => !harmless.has(keyword)) ?? stage.from;
}

/** Above the command that the container starts with and its comments, or at the end. */
function insertUser(
  { dockerfile }: Facts,
  { stage }: StageFacts,
  last: Instruction,
  lines: readonly string[],
): Edit {
  const start = stage.instructions.find(
    ({ keyword, index }) => index > last.index && (keyword === "CMD" || keyword === "ENTRYPOINT"),
  );
  const end = stage.instructions.at(-1) ?? stage.from;
  const indentation = indentationAt(dockerfile.text, (start ?? end).span.start);
  if (!start) return insertLineBelow(dockerfile, end, lines.join(`${dockerfile.eol}${indentation}`));
  let at = wholeLines(dockerfile.text, start.span).start;
  for (const { span } of start.comments.toReversed()) {
    const comment = wholeLines(dockerfile.text, span);
    if (comment.end === at) at = comment.start;
  }
  return insertAt(at, lines.map((line) => `${indentation}${line}${dockerfile.eol}`).join(""));
}

function assumptionOf(facts: Facts, { stage }: StageFacts): string {
  const words = (keyword: "EXPOSE" | "VOLUME") =>
    stage.instructions.flatMap((instruction) =>
      instruction.keyword === keyword ? instruction.words.map(({ value }) => value) : [],
    );
  const ports = words("EXPOSE")
    .filter((port) => Number.parseInt(port, 10) < 1024)
    .map((port) => Number.parseInt(port, 10));
  const volumes = words("VOLUME").filter((path) => path.startsWith("/"));
  const { workdir, hasWorkdir } = facts.finalStage
    ? facts.atEndOf(facts.finalStage)
    : { workdir: undefined, hasWorkdir: false };
  const place =
    hasWorkdir && workdir !== undefined && workdir !== "/"
      ? `directly below ${workdir}`
      : "to its own or temporary folders";
  const port =
    ports.length > 0
      ? `, and binding port ${ports.join(" and ")} needs no root where it runs`
      : ", and binds no port below 1024";
  const volume = volumes.length > 0 ? `, can write to ${volumes.join(" and ")} as another user` : "";
  return `the program writes only ${place}${volume}${port}`;
}
