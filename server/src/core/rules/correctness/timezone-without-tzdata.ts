import type { Property } from "../../document/dockerfile.ts";
import { insertAt } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import { insertLineBelow } from "../../edits/instructions.ts";
import { chainOf } from "../../facts/chain.ts";
import type { Facts } from "../../facts/facts.ts";
import type { PackageCommand } from "../../facts/packages.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { imageFamily } from "../../images/families.ts";
import { officialImage } from "../../images/official.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "timezone-without-tzdata",
  group: "correctness",
  summary: "TZ names a time zone, and the image has no time zone data.",
  why: "The C library looks up `TZ=Europe/Berlin` in `/usr/share/zoneinfo`. Small images do not have that folder, and then every time is in UTC without an error. The package tzdata brings it. Programs with time zones of their own, such as Java or Node.js, do not need it.",
  severity: "hint",
  phase: "instruction",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const stage of facts.stages) {
      if (!stage.isShipped) continue;
      for (const instruction of stage.stage.instructions) {
        if (instruction.keyword !== "ENV") continue;
        const zone = instruction.properties.find(isNamedZone);
        if (!zone?.value || !lacksZones(facts)) continue;
        yield {
          span: zone.span,
          message: `the image has no time zone data, so ${zone.value.value} is taken for UTC`,
          fixes: packageFix(stage, facts),
        };
      }
    }
  },
});

/** UTC and its like need no data, nor does a rule such as `CET-1CEST`. */
function isNamedZone({ name, value }: Property): boolean {
  return name.value === "TZ" && value !== undefined && /^:?(?!Etc\/)[A-Z][A-Za-z_]+\/[A-Z]/.test(value.value);
}

/** Programs that bring time zones of their own, or whose package brings tzdata. */
const bringsZones =
  /tzdata|^(python|php|openjdk|default-j|temurin|nodejs|npm|ruby|postgres|mysql|mariadb|r-base|perl)/;

/** Known for a few images only; every other may have the data. */
function lacksZones(facts: Facts): boolean {
  const { finalStage } = facts;
  const chain = chainOf(finalStage);
  const root = finalStage?.root;
  const name = root?.reference && officialImage(root.reference)?.name;
  if (!finalStage || !root || !(root.isScratch || (name && ["alpine", "ubuntu", "busybox"].includes(name))))
    return false;
  for (const { stage } of chain) {
    for (const instruction of stage.instructions) {
      const run = facts.run(instruction);
      if (run && !run.script.isUnderstood) return false;
      const packages = run ? facts.packagesOf(run).flatMap(({ operands }) => operands) : [];
      if (packages.some((word) => !word.isLiteral || bringsZones.test(word.value))) return false;
      const copy = facts.copy(instruction);
      // Whole trees, archives and folders of the system may hold it.
      if (copy && (/zoneinfo|\.tar|\.t[gx]z/.test(instruction.body.text) || isSystemFolder(copy.destination)))
        return false;
    }
  }
  return true;
}

function isSystemFolder(destination: string | undefined): boolean {
  return destination === undefined || destination === "/usr" || destination === "/usr/share";
}

/** Into the install that is there, or with a RUN of its own; Ubuntu's tzdata would stop and ask. */
function packageFix(stage: StageFacts, facts: Facts): readonly Fix[] {
  const { root } = stage;
  const family = root.reference && imageFamily(root.reference).osFamily;
  const assumption = "the program asks the system for its time zone";
  const title = "Install tzdata";
  const apk = facts.packages.find((call) => call.run.stage === stage && isApkAdd(call));
  const last = apk?.operands.at(-1);
  if (last) return [{ title, safety: "review", assumption, edits: [insertAt(last.span.end, " tzdata")] }];
  const command =
    family === "alpine"
      ? "RUN apk add --no-cache tzdata"
      : family === "ubuntu"
        ? "RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends tzdata && rm -rf /var/lib/apt/lists/*"
        : undefined;
  if (command === undefined) return [];
  const edits = [insertLineBelow(facts.dockerfile, root.stage.from, command)];
  return [{ title, safety: "review", assumption, edits }];
}

function isApkAdd({ manager, action, operands, args }: PackageCommand): boolean {
  return (
    manager === "apk" &&
    action === "add" &&
    operands.length > 0 &&
    !args.some(({ value }) => /^(-t|--virtual)/.test(value))
  );
}
