import type { CopyInstruction, Instruction, RunInstruction } from "../document/dockerfile.ts";
import type { Facts } from "../facts/facts.ts";
import { perFacts } from "../facts/perFacts.ts";
import type { StageFacts } from "../facts/stages.ts";
import { mentions } from "../facts/variableReaders.ts";
import { type Taking, takings } from "./takes.ts";
import { workOf } from "./work.ts";

/**
 * Something that is different at the next build.
 * - `path`: the content of a file of the build context, or of some file below a folder
 * - `sources`: any file that an instruction takes from the build context
 * - `text`: the instruction itself; of an ARG also its value
 * - `base`: the image that stands under a stage
 */
export type Change =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "sources"; readonly instruction: Instruction }
  | { readonly kind: "text"; readonly instruction: Instruction }
  | { readonly kind: "base"; readonly stage: StageFacts };

/**
 * `possible`: it runs again only if files that it takes from elsewhere have come out different. BuildKit compares
 * their content, and nobody knows that before the build.
 */
export type IsRebuilt = "certain" | "possible" | "no";

/** What makes an instruction run again. */
export type Cause =
  | { readonly kind: "takes"; readonly path: string }
  | { readonly kind: "unknownSource" }
  | { readonly kind: "ignoreFile" }
  | { readonly kind: "text" }
  | { readonly kind: "base"; readonly stage: StageFacts }
  /** An instruction that its file system rests on; the first one of the chain. */
  | { readonly kind: "after"; readonly instruction: Instruction }
  /** A variable, user or shell that it runs with. */
  | { readonly kind: "setting"; readonly instruction: Instruction }
  | { readonly kind: "from"; readonly stage: StageFacts };

/** One instruction as it is built in a stage; a trigger of ONBUILD stands in each stage that is built on its own. */
export interface Step {
  readonly instruction: Instruction;
  readonly stage: StageFacts;
  readonly isRebuilt: IsRebuilt;
  /** Undefined when it is not rebuilt. */
  readonly cause: Cause | undefined;
  /** Share of the whole build that it is by estimate, from 0 to 1. */
  readonly work: number;
}

export interface Rebuild {
  /** Every instruction that the final stage needs, in order, FROM left out. */
  readonly steps: readonly Step[];
  /** Shares of the estimated build work, from 0 to 1. `possible` includes `certain`. */
  readonly share: { readonly certain: number; readonly possible: number };
}

/**
 * Which instructions BuildKit runs again after a change, and why. It takes a step from the cache when its definition,
 * the step below it and the content of the files that it takes are the same.
 * - COPY and ADD compare content, not times: of the context, of stages and of bind mounts alike.
 * - RUN never compares what is below it: it runs again when anything there did.
 * - `--link` makes a layer of its own, which nothing below it can invalidate, unless `--chmod` stands there too; what
 *   comes after it rests on it all the same.
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

interface Reason {
  readonly isRebuilt: "certain" | "possible";
  readonly cause: Cause;
}

/** Why whatever comes next is rebuilt; undefined as long as nothing has changed. */
interface Ground {
  readonly files: Reason | undefined;
  /** For RUN alone. */
  readonly settings: { readonly all: Reason | undefined; readonly shell: Reason | undefined };
}

interface Question {
  readonly facts: Facts;
  readonly change: Change;
  readonly stage: StageFacts;
  readonly taken: ReadonlyMap<Instruction, Taking> | undefined;
  /** What the stages before this one end on. */
  readonly ends: ReadonlyMap<StageFacts, Ground>;
}

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
        isLinked(instruction) ? undefined : ground.files,
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

/** The files of the context that it takes. */
function takenBy(instruction: Instruction, { facts, change, taken }: Question): Reason | undefined {
  const taking = taken?.get(instruction);
  if (!taking) return undefined;
  switch (change.kind) {
    case "path":
      return takesPath(taking, change.path, facts);
    case "sources": {
      const changed = taken?.get(change.instruction);
      if (!changed) return undefined;
      const takesAll =
        change.instruction === instruction ||
        (changed.roots.length > 0 && !taking.hasExclusions && changed.roots.every(taking.takes));
      return takesAll ? certain({ kind: "takes", path: changed.roots[0] ?? "" }) : undefined;
    }
    default:
      return undefined;
  }
}

function takesPath(taking: Taking, path: string, { known }: Facts): Reason | undefined {
  const { context } = known;
  if (!context) return undefined;
  if (path !== "" && context.has(path) && context.isIgnored(path))
    return path === context.ignoreFile?.path ? changedIgnoreFile(taking) : undefined;
  const cause: Cause = { kind: "takes", path };
  const isFolder = path === "" || context.isFolder(path);
  if (taking.takes(path)) return isFolder && taking.hasExclusions ? possible(cause) : certain(cause);
  if (path === context.ignoreFile?.path) return changedIgnoreFile(taking);
  if (isFolder && taking.roots.some((root) => path === "" || root.startsWith(`${path}/`)))
    return possible(cause);
  return taking.isUnknown ? possible({ kind: "unknownSource" }) : undefined;
}

function changedIgnoreFile({ isOpen, isUnknown }: Taking): Reason | undefined {
  return isOpen || isUnknown ? possible({ kind: "ignoreFile" }) : undefined;
}

/** Its words name a variable that the change defines. */
function readsChanged(
  { keyword, body, flags, index }: Instruction,
  { change }: Question,
): Reason | undefined {
  if (change.kind !== "text" || change.instruction.index >= index || keyword === "RUN") return undefined;
  const { instruction } = change;
  if (instruction.keyword !== "ENV" && instruction.keyword !== "ARG") return undefined;
  const texts = [body.text, ...flags.map(({ value }) => value ?? "")];
  const isRead = instruction.properties.some(({ name }) => texts.some((text) => mentions(text, name.value)));
  return isRead ? certain({ kind: "setting", instruction }) : undefined;
}

/** Files of other stages, whose content decides. */
function fromStages(
  instruction: CopyInstruction | RunInstruction,
  { facts, stage, ends }: Question,
): Reason | undefined {
  const words =
    instruction.keyword === "RUN"
      ? instruction.mounts.flatMap(({ from }) => from ?? [])
      : instruction.from
        ? [instruction.from.value]
        : [];
  const reasons = words.map((word) => {
    const source = facts.graph.resolve(word, stage);
    return source && ends.get(source)?.files && possible({ kind: "from", stage: source });
  });
  return strongest(...reasons);
}

/** BuildKit falls back to an ordinary copy where `--chmod` stands beside it. */
function isLinked({ flags }: Instruction): boolean {
  const link = flags.find(({ name }) => name === "link");
  return (
    link !== undefined && link.value?.toLowerCase() !== "false" && !flags.some(({ name }) => name === "chmod")
  );
}

/** The first of those that are certain, else the first. */
function strongest(...reasons: readonly (Reason | undefined)[]): Reason | undefined {
  return (
    reasons.find((reason) => reason?.isRebuilt === "certain") ??
    reasons.find((reason) => reason !== undefined)
  );
}

function certain(cause: Cause): Reason {
  return { isRebuilt: "certain", cause };
}

function possible(cause: Cause): Reason {
  return { isRebuilt: "possible", cause };
}
