import type { CopyInstruction, Instruction, RunInstruction } from "../document/dockerfile.ts";
import type { Facts } from "../facts/facts.ts";
import { mentions } from "../facts/variableReaders.ts";
import { type Cause, certain, possible, type Question, type Reason, strongest } from "./model.ts";
import type { Taking } from "./takes.ts";

/** The files of the context that it takes. */
export function takenBy(instruction: Instruction, { facts, change, taken }: Question): Reason | undefined {
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
export function readsChanged(
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
export function fromStages(
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

/**
 * BuildKit falls back to an ordinary copy where `--chmod` stands beside it, and wherever it cannot merge layers: in
 * Docker without the containerd image store, as seen with Docker 28 on overlay2.
 */
export function isLinked({ flags }: Instruction): boolean {
  const link = flags.find(({ name }) => name === "link");
  return (
    link !== undefined && link.value?.toLowerCase() !== "false" && !flags.some(({ name }) => name === "chmod")
  );
}
