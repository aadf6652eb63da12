import type { Instruction } from "../document/dockerfile.ts";
import { type Amount, addAmounts } from "../estimate/amount.ts";
import { estimateImage, type StageEstimate } from "../estimate/estimate.ts";
import { imageAmount } from "../estimate/image.ts";
import { imageUses } from "../facts/imageUses.ts";
import type { StageFacts } from "../facts/stages.ts";
import type { ImageReference } from "../images/types.ts";
import type { StageEdge, StageMap, StageNode } from "./model.ts";
import { stageName, type Version } from "./places.ts";
import { weightOf } from "./sizes.ts";

/** Stages and images, and what goes from one to the other. */
export function stageMap(version: Version): StageMap {
  const { facts } = version;
  const estimate = estimateImage(facts);
  const nodes = new Map<string, StageNode>();
  const links: Link[] = [];
  for (const use of imageUses(facts)) {
    const id = imageId(use.text);
    if (!nodes.has(id)) nodes.set(id, imageNode(version, use.text, use.reference));
    const isBase = use.instruction === use.stage.stage.from;
    const weight = isBase ? estimate.stages[use.stage.stage.index]?.base : undefined;
    links.push({ from: id, stage: use.stage, instruction: use.instruction, base: weight });
  }
  for (const stage of estimate.stages) {
    const { stage: used } = stage;
    nodes.set(stageId(used), stageNode(version, stage));
    for (const { stage: user, instruction } of used.users) {
      const isBase = instruction === user.stage.from;
      links.push({ from: stageId(used), stage: user, instruction, base: isBase ? stage.total : undefined });
    }
  }
  const amounts = new Map<Instruction, Amount | undefined>(
    estimate.stages.flatMap(({ steps }) =>
      steps.map(({ instruction, amount }) => [instruction, amount] as const),
    ),
  );
  return { nodes: [...nodes.values()], edges: edgesOf(version, links, amounts) };
}

interface Link {
  readonly from: string;
  readonly stage: StageFacts;
  readonly instruction: Instruction;
  /** What FROM brings. */
  readonly base: Amount | undefined;
}

/** Several copies from one place to one stage are one edge. */
function edgesOf(
  version: Version,
  links: readonly Link[],
  amounts: ReadonlyMap<Instruction, Amount | undefined>,
): readonly StageEdge[] {
  const groups = new Map<string, { readonly kind: StageEdge["kind"]; readonly links: Link[] }>();
  for (const link of links) {
    const kind = kindOf(link.instruction);
    const key = [link.from, stageId(link.stage), kind].join("\n");
    const group = groups.get(key);
    if (group) group.links.push(link);
    else groups.set(key, { kind, links: [link] });
  }
  return [...groups.values()].flatMap(({ kind, links: [first, ...rest] }): readonly StageEdge[] => {
    if (!first) return [];
    const all = [first, ...rest];
    // A mount shows files without copying them.
    const parts = all.map(({ instruction, base }) => base ?? amounts.get(instruction));
    const known = parts.filter((amount) => amount !== undefined);
    return [
      {
        from: first.from,
        to: stageId(first.stage),
        kind,
        paths: all.flatMap(({ instruction }) => pathsOf(instruction)),
        currentLine: version.currentLineOf(first.instruction),
        weight: kind !== "mount" && known.length === parts.length ? weightOf(addAmounts(known)) : null,
      },
    ];
  });
}

function kindOf({ keyword }: Instruction): StageEdge["kind"] {
  return keyword === "FROM" ? "base" : keyword === "RUN" ? "mount" : "copy";
}

function pathsOf(instruction: Instruction): readonly string[] {
  return instruction.keyword === "COPY" || instruction.keyword === "ADD"
    ? instruction.sources.map(({ value }) => value)
    : [];
}

function imageNode({ facts }: Version, text: string, reference: ImageReference): StageNode {
  const known = facts.known.images.facts(reference, facts.known.platform);
  return {
    id: imageId(text),
    kind: "image",
    name: text,
    currentLine: null,
    weight: weightOf(known && imageAmount(known)),
    isFinal: false,
    isBuilt: true,
  };
}

function stageNode(version: Version, { stage, total }: StageEstimate): StageNode {
  return {
    id: stageId(stage),
    kind: "stage",
    name: stageName(stage),
    currentLine: version.currentLineOf(stage.stage.from),
    weight: weightOf(total),
    isFinal: stage.isFinal,
    isBuilt: stage.isReachable,
  };
}

function imageId(text: string): string {
  return `image ${text}`;
}

function stageId({ stage }: StageFacts): string {
  return `stage ${stage.index}`;
}
