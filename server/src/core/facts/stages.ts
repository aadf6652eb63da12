import type { Dockerfile, FromInstruction, Instruction, Part, Stage } from "../document/dockerfile.ts";
import { parseReference } from "../images/reference.ts";
import type { ImageFacts, ImageReference, Platform } from "../images/types.ts";
import type { Known } from "../known.ts";
import { lastOf } from "./lastOf.ts";
import { type Scope, variableOnly } from "./scope.ts";

/** What is known about one stage. */
export interface StageFacts {
  readonly stage: Stage;
  /** The earlier stage that this one is built FROM. */
  readonly base: StageFacts | undefined;
  /** `FROM scratch` */
  readonly isScratch: boolean;
  /** The image text with variables put in; undefined when a variable is not known. */
  readonly imageText: string | undefined;
  /** The external image that FROM names; undefined for a stage, `scratch`, an unknown variable or nonsense. */
  readonly reference: ImageReference | undefined;
  /** The platform that FROM asks for, when it is a literal. */
  readonly platform: Platform | undefined;
  /** What is known about that image. */
  readonly image: ImageFacts | undefined;
  /** The outermost stage of the FROM chain: the one that names an external image or `scratch`. */
  readonly root: StageFacts;
  readonly isFinal: boolean;
  /** The final stage, or a stage that it is built FROM: what is in here is in the image. */
  readonly isShipped: boolean;
  /** Who needs this stage: by FROM, COPY --from or a mount. */
  readonly users: readonly StageUse[];
  /** Reachable from the final stage. */
  readonly isReachable: boolean;
}

export interface StageUse {
  readonly stage: StageFacts;
  readonly instruction: Instruction;
  /** The word that names the used stage, in FROM perhaps by a variable. */
  readonly part: Part;
}

export interface StageGraph {
  readonly stages: readonly StageFacts[];
  readonly finalStage: StageFacts | undefined;
  /** The stage that a `--from=` or `from=` word names, as seen from `stage`; the last of that name, or by number. */
  resolve(word: string, stage: StageFacts): StageFacts | undefined;
  stageOf(instruction: Instruction): StageFacts | undefined;
  /** The stage that a source offset lies in or behind. */
  stageAt(offset: number): StageFacts | undefined;
}

interface Building extends StageFacts {
  readonly base: Building | undefined;
  isFinal: boolean;
  isShipped: boolean;
  isReachable: boolean;
  readonly users: StageUse[];
}

export function deriveStages(dockerfile: Dockerfile, known: Known, scope: Scope): StageGraph {
  const stages: Building[] = [];
  const byName = new Map<string, Building[]>();
  const uses: { readonly user: Building; readonly used: Building }[] = [];
  /** BuildKit lets the last stage of a name win. */
  const named = (word: string, { index }: Stage): Building | undefined =>
    lastOf(byName.get(word.toLowerCase()) ?? [], (candidate) => candidate.stage.index < index);
  const resolve = (word: string, { stage }: StageFacts): Building | undefined => {
    const found = named(word, stage);
    if (found || !/^\d+$/.test(word)) return found;
    return Number(word) < stage.index ? stages[Number(word)] : undefined;
  };
  for (const stage of dockerfile.stages) {
    const facts = stageFacts({ stage, known, scope, find: (word) => named(word, stage) });
    stages.push(facts);
    const link = (part: Part, instruction: Instruction, used: Building | undefined): void => {
      if (!used) return;
      used.users.push({ stage: facts, instruction, part });
      uses.push({ user: facts, used });
    };
    if (stage.from.image) link(stage.from.image, stage.from, facts.base);
    for (const { word, instruction } of stageReferences(stage))
      link(word, instruction, resolve(word.value, facts));
    const name = stage.name?.value.toLowerCase();
    if (name === undefined) continue;
    const same = byName.get(name);
    if (same) same.push(facts);
    else byName.set(name, [facts]);
  }
  const final = stages.at(-1);
  if (final) final.isFinal = true;
  for (let shipped = final; shipped; shipped = shipped.base) shipped.isShipped = true;
  if (final) markReachable(final, uses);
  return {
    stages,
    finalStage: final,
    resolve,
    stageOf: (instruction) => lastOf(stages, ({ stage }) => stage.from.index <= instruction.index),
    stageAt: (offset) => lastOf(stages, ({ stage }) => stage.span.start <= offset),
  };
}

/** Words in a stage that may name another stage: COPY --from and RUN --mount=…,from=. */
export function stageReferences(
  stage: Stage,
): readonly { readonly word: Part; readonly instruction: Instruction }[] {
  const references: { word: Part; instruction: Instruction }[] = [];
  for (const outer of stage.instructions) {
    const instruction = outer.keyword === "ONBUILD" ? outer.trigger : outer;
    if (!instruction) continue;
    if ((instruction.keyword === "COPY" || instruction.keyword === "ADD") && instruction.from)
      references.push({ word: instruction.from, instruction });
    if (instruction.keyword !== "RUN") continue;
    for (const mount of instruction.mounts) {
      const { from, flag } = mount;
      if (from === undefined || !flag.valueSpan || !flag.value) continue;
      const at = flag.value.search(/(^|,)from=/i);
      const start = flag.valueSpan.start + flag.value.indexOf("=", at) + 1;
      references.push({
        word: { text: from, value: from, span: { start, end: start + from.length } },
        instruction,
      });
    }
  }
  return references;
}

interface StageInput {
  readonly stage: Stage;
  readonly known: Known;
  readonly scope: Scope;
  find(name: string): Building | undefined;
}

function stageFacts({ stage, known, scope, find }: StageInput): Building {
  const imageText = resolvedImage(stage.from, scope);
  const base = imageText === undefined ? undefined : find(imageText);
  const isScratch = !base && imageText?.toLowerCase() === "scratch";
  const reference = base || isScratch || imageText === undefined ? undefined : parseReference(imageText);
  const platform = literalPlatform(stage.from, scope);
  const image = reference && known.images.facts(reference, platform ?? known.platform);
  return new StageOfFile({ stage, base, isScratch, imageText, reference, platform, image });
}

/** A class because it may be its own root. A getter would do, but see `FileFacts` for what one in a literal costs. */
class StageOfFile implements Building {
  readonly stage: Stage;
  readonly base: Building | undefined;
  readonly isScratch: boolean;
  readonly imageText: string | undefined;
  readonly reference: ImageReference | undefined;
  readonly platform: Platform | undefined;
  readonly image: ImageFacts | undefined;
  readonly root: StageFacts;
  isFinal = false;
  isShipped = false;
  isReachable = false;
  readonly users: StageUse[] = [];

  constructor(own: Omit<Building, "root" | "isFinal" | "isShipped" | "isReachable" | "users">) {
    this.stage = own.stage;
    this.base = own.base;
    this.isScratch = own.isScratch;
    this.imageText = own.imageText;
    this.reference = own.reference;
    this.platform = own.platform;
    this.image = own.image;
    this.root = own.base?.root ?? this;
  }
}

function resolvedImage(from: FromInstruction, scope: Scope): string | undefined {
  return from.image && scope.expand(from.image.text, undefined, from);
}

/** `$BUILDPLATFORM` and `$TARGETPLATFORM` are the host's business: then nothing is said about the platform. */
function literalPlatform(from: FromInstruction, scope: Scope): Platform | undefined {
  const value = from.platform?.value;
  if (value === undefined || variableOnly(value)) return undefined;
  const platform = scope.expand(value, undefined, from);
  return platform && /^[a-z0-9]+\/[a-z0-9_]+(\/[a-z0-9]+)?$/.test(platform) ? platform : undefined;
}

function markReachable(
  final: Building,
  uses: readonly { readonly user: Building; readonly used: Building }[],
): void {
  const usedBy = new Map<Building, Building[]>();
  for (const { user, used } of uses) {
    const others = usedBy.get(user);
    if (others) others.push(used);
    else usedBy.set(user, [used]);
  }
  const open = [final];
  for (let stage = open.pop(); stage; stage = open.pop()) {
    if (stage.isReachable) continue;
    stage.isReachable = true;
    for (const used of usedBy.get(stage) ?? []) open.push(used);
  }
}
