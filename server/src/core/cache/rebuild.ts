import type { Instruction } from "../document/dockerfile.ts";
import type { Facts } from "../facts/facts.ts";
import { perFacts } from "../facts/perFacts.ts";
import type { StageFacts } from "../facts/stages.ts";
import { mentions } from "../facts/variableReaders.ts";
import {
  type Change,
  certain,
  type Ground,
  type IsRebuilt,
  possible,
  type Question,
  type Reason,
  type Rebuild,
  type Step,
  strongest,
} from "./model.ts";
import { fromStages, isLinked, readsChanged, takenBy } from "./reasons.ts";
import { takings } from "./takes.ts";
import { workOf } from "./work.ts";

/**
 * Which instructions BuildKit runs again after a change, and why. It takes a step from the cache when its definition,
 * the step below it and the content of the files that it takes are the same.
 * - COPY and ADD compare content, not times: of the context, of stages and of bind mounts alike.
 * - RUN never compares what is below it: it runs again when anything there did.
 * - `--link` makes a layer of its own, which nothing below it can invalidate, unless `--chmod` stands there too, or the
 *   builder cannot merge layers; what comes after it rests on it all the same.
 * - LABEL, CMD, EXPOSE and the like are no steps. ENV and ARG are for every RUN behind them, USER and SHELL too.
 * @returns undefined when the change is one of files and the build context is not known
 */
export function rebuildAfter(facts: Facts, change: Change): Rebuild | undefined {
  const taken = takings(facts);
  if (!taken && (change.kind === "path" || change.kind === "sources")) return undefined;
  const work = shares(facts);
  const ends = new Map<StageFacts, Ground>();
  const steps: Step[] = [];
  for (const stage of facts.stages) {
    if (!stage.isReachable) continue;
    const question: Question = { facts, change, stage, taken, ends };
    let ground = groundOf(question);
    for (const instruction of builtIn(stage)) {
      const reason = reasonFor(instruction, ground, question);
      const { isRebuilt = "no", cause } = reason ?? {};
      steps.push({ instruction, stage, isRebuilt, cause, work: work.get(instruction) ?? 0 });
      ground = groundAfter(instruction, ground, reason, question);
    }
    ends.set(stage, ground);
  }
  const sum = (...levels: readonly IsRebuilt[]): number =>
    steps.reduce((all, step) => all + (levels.includes(step.isRebuilt) ? step.work : 0), 0);
  return { steps, share: { certain: sum("certain"), possible: sum("certain", "possible") } };
}

/** What is put on top of a stage's FROM: the triggers of the stage below it, then its own instructions. */
function builtIn({ stage, base }: StageFacts): readonly Instruction[] {
  const triggers = (base?.stage.instructions ?? []).flatMap((one) =>
    one.keyword === "ONBUILD" && one.trigger ? [one.trigger] : [],
  );
  return triggers.length === 0 ? stage.instructions : [...triggers, ...stage.instructions];
}

/** The work of each instruction as its share of all that the final stage needs. */
const shares = perFacts((facts): ReadonlyMap<Instruction, number> => {
  const weights = new Map<Instruction, number>();
  let total = 0;
  for (const stage of facts.stages) {
    if (!stage.isReachable) continue;
    for (const instruction of builtIn(stage)) {
      const weight = workOf(facts, instruction);
      weights.set(instruction, weight);
      total += weight;
    }
  }
  if (total > 0) for (const [instruction, weight] of weights) weights.set(instruction, weight / total);
  return weights;
});

const untouched: Ground = { files: undefined, settings: { all: undefined, shell: undefined } };

function groundOf({ facts, change, stage, ends }: Question): Ground {
  const { base } = stage;
  if (base) {
    const below = ends.get(base) ?? untouched;
    const isRenamed = change.kind === "text" && change.instruction === stage.stage.from;
    return isRenamed ? { ...below, files: certain({ kind: "base", stage }) } : below;
  }
  const isOther =
    (change.kind === "base" && isSameImage(change.stage.root, stage)) ||
    (change.kind === "text" &&
      (change.instruction === stage.stage.from || decidesImage(facts, change.instruction, stage)));
  return isOther ? { ...untouched, files: certain({ kind: "base", stage }) } : untouched;
}

function isSameImage(one: StageFacts, other: StageFacts): boolean {
  return one === other || (one.imageText !== undefined && one.imageText === other.imageText);
}

/** An ARG in front of the first FROM that the image is named with. */
function decidesImage(facts: Facts, changed: Instruction, { stage }: StageFacts): boolean {
  const text = stage.from.image?.text ?? "";
  return globalNames(facts, changed).some((name) => mentions(text, name));
}

function reasonFor(instruction: Instruction, ground: Ground, question: Question): Reason | undefined {
  const { change } = question;
  const own =
    change.kind === "text" && change.instruction === instruction ? certain({ kind: "text" }) : undefined;
  switch (instruction.keyword) {
    case "RUN":
      return strongest(
        own,
        takenBy(instruction, question),
        ground.files,
        ground.settings.all,
        instruction.exec ? undefined : ground.settings.shell,
        fromStages(instruction, question),
      );
    case "COPY":
    case "ADD":
      return strongest(
        own,
        takenBy(instruction, question),
        isLinked(instruction) ? ground.files && possible({ kind: "unlinked" }) : ground.files,
        readsChanged(instruction, question),
        fromStages(instruction, question),
      );
    case "WORKDIR":
      return strongest(own, ground.files, readsChanged(instruction, question));
    default:
      return own;
  }
}

function groundAfter(
  instruction: Instruction,
  ground: Ground,
  reason: Reason | undefined,
  { facts, change }: Question,
): Ground {
  const isOwn = change.kind === "text" && change.instruction === instruction;
  switch (instruction.keyword) {
    case "RUN":
    case "COPY":
    case "ADD":
    case "WORKDIR": {
      const weight = reason && {
        isRebuilt: reason.isRebuilt,
        cause: { kind: "after", instruction } as const,
      };
      return { ...ground, files: strongest(ground.files, weight) };
    }
    case "ENV":
    case "ARG":
    case "USER": {
      const changes =
        isOwn || (change.kind === "text" && takesGlobal(facts, instruction, change.instruction));
      if (!changes) return ground;
      const all = strongest(ground.settings.all, certain({ kind: "setting", instruction }));
      return { ...ground, settings: { ...ground.settings, all } };
    }
    case "SHELL": {
      if (!isOwn) return ground;
      return {
        ...ground,
        settings: { ...ground.settings, shell: certain({ kind: "setting", instruction }) },
      };
    }
    default:
      return ground;
  }
}

/** `ARG NAME` in a stage, for the one in front of the first FROM. */
function takesGlobal(facts: Facts, instruction: Instruction, changed: Instruction): boolean {
  if (instruction.keyword !== "ARG") return false;
  const names = globalNames(facts, changed);
  return instruction.properties.some(({ name, value }) => !value && names.includes(name.value));
}

/** What an ARG in front of the first FROM defines. */
function globalNames({ dockerfile }: Facts, { index }: Instruction): readonly string[] {
  const global = dockerfile.globalArgs.find((arg) => arg.index === index);
  return global?.properties.map(({ name }) => name.value) ?? [];
}
