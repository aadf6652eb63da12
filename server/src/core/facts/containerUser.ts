import type { Part, WordsInstruction } from "../document/dockerfile.ts";
import { officialImage } from "../images/official.ts";
import { readTag } from "../images/tagShape.ts";
import { imageUsers } from "../images/users.ts";
import { chainOf } from "./chain.ts";
import type { Facts } from "./facts.ts";
import type { StageFacts } from "./stages.ts";

/** Why the container starts as root. */
export interface RunsAsRoot {
  readonly stage: StageFacts;
  /** The USER that says so; undefined when none does. */
  readonly instruction: WordsInstruction | undefined;
  /** The word to show: the USER's argument, or the image of the final stage. */
  readonly part: Part;
  /** The last user other than root that the file switched to. */
  readonly formerUser: string | undefined;
}

/** Undefined when the container runs as somebody else, when it is not known, and when it steps down by itself. */
export function runsAsRoot(facts: Facts): RunsAsRoot | undefined {
  const stage = facts.finalStage;
  const image = stage?.stage.from.image;
  if (!stage || !image || facts.isWindowsFile) return undefined;
  const { user, shell } = facts.atEndOf(stage);
  if (shell === "other" || stepsDown(facts, stage)) return undefined;
  const users = chainOf(stage).flatMap(({ stage: { instructions } }) =>
    instructions.flatMap((one) => (isUser(one) ? one : [])),
  );
  const last = users.at(-1);
  if (user === undefined ? !startsAsRoot(stage) : !isRoot(user)) return undefined;
  const former = users
    .map((one) => one.argument?.value ?? "")
    .findLast((name) => name !== "" && !name.includes("$") && !isRoot(name));
  return { stage, instruction: last, part: last?.argument ?? image, formerUser: former };
}

function isUser(instruction: StageFacts["stage"]["instructions"][number]): instruction is WordsInstruction {
  return instruction.keyword === "USER";
}

/** `root`, `0`, and both with any group. */
function isRoot(user: string): boolean {
  return /^(root|0+)(:|$)/.test(user);
}

function startsAsRoot({ root }: StageFacts): boolean {
  if (root.isScratch) return true;
  if (!root.reference) return false;
  const { runsAs } = imageUsers(root.reference);
  const user = root.image?.user;
  if (runsAs === undefined) return user !== undefined && isRoot(user);
  return runsAs === "root" && (user === undefined || user === "" || isRoot(user));
}

const databases: ReadonlySet<string> = new Set([
  "postgres",
  "mysql",
  "mariadb",
  "mongo",
  "redis",
  "valkey",
  "rabbitmq",
  "ghost",
  "elasticsearch",
  "cassandra",
  "couchdb",
  "influxdb",
  "neo4j",
  "zookeeper",
  "percona",
  "sonarqube",
  "nextcloud",
  "odoo",
]);

/** Its entrypoint starts as root and hands over to a user of its own. */
function stepsDown({ dockerfile }: Facts, stage: StageFacts): boolean {
  const chain = chainOf(stage);
  const hasOwnEntrypoint = chain.some(({ stage: { instructions } }) =>
    instructions.some(({ keyword }) => keyword === "ENTRYPOINT"),
  );
  const name = stage.root.reference && officialImage(stage.root.reference)?.name;
  if (name !== undefined && databases.has(name) && !hasOwnEntrypoint) return true;
  return chain.some(({ stage: { span } }) =>
    /\b(gosu|su-exec|setpriv|fixuid|chpst|runuser)\b/.test(dockerfile.text.slice(span.start, span.end)),
  );
}

/** Servers that need root to start: they open ports and log files, and step down for their workers. */
export function needsRootToStart({ dockerfile }: Facts, stage: StageFacts): boolean {
  const { reference } = stage.root;
  const official = reference && officialImage(reference);
  const variant = official ? readTag(official.name, reference.tag).variant : "";
  if (
    official &&
    (/^(nginx|httpd|wordpress|drupal|joomla|haproxy|docker)$/.test(official.name) ||
      /\bapache\b/.test(variant))
  )
    return true;
  return stage.stage.instructions.some(
    ({ keyword, span }) =>
      (keyword === "CMD" || keyword === "ENTRYPOINT") &&
      /\b(nginx|httpd|apache2\w*|apachectl|sshd|crond?|supervisord|systemd|dockerd|haproxy|vsftpd|s6-svscan)\b|\/init\b/.test(
        dockerfile.text.slice(span.start, span.end),
      ),
  );
}
