import type { Dockerfile, Instruction, Property } from "../document/dockerfile.ts";
import { expandVariables } from "./expand.ts";
import type { StageFacts } from "./stages.ts";

/** One definition of a variable, by ARG or ENV. */
export interface Definition {
  readonly name: string;
  readonly keyword: "ARG" | "ENV";
  readonly instruction: Instruction;
  readonly property: Property;
}

/** Variables as BuildKit sees them, in time linear in the file: definitions by name, looked up by position. */
export interface Scope {
  /** The definition of `name` in force just before `instruction`; an ENV wins over an ARG. */
  definition(name: string, stage: StageFacts | undefined, before: Instruction): Definition | undefined;
  /** The value of `name` just before `instruction`; undefined when it is not known from the file. */
  value(name: string, stage: StageFacts | undefined, before: Instruction): string | undefined;
  /** `text` with its variables put in; undefined when one of them is not known. */
  expand(text: string, stage: StageFacts | undefined, before: Instruction): string | undefined;
  /** Every name for `$` that an ARG or ENV defines before `before`, those of the stages below included. */
  names(stage: StageFacts, before: Instruction): Iterable<string>;
}

/** A value that doubles from line to line is not followed further than this. */
const longest = 65_536;

export function deriveScope(dockerfile: Dockerfile): Scope {
  const globals = new Map<string, Definition[]>();
  for (const instruction of dockerfile.globalArgs) addDefinitions(globals, instruction);
  const ofStage = new Map<number, Map<string, Definition[]>>();
  const nearest = new Map<number, StageFacts | undefined>();
  const resolved = new Map<Definition, string | undefined>();
  let depth = 0;

  function definitions(stage: StageFacts): Map<string, Definition[]> {
    let map = ofStage.get(stage.stage.index);
    if (!map) {
      map = new Map();
      for (const instruction of stage.stage.instructions) addDefinitions(map, instruction);
      ofStage.set(stage.stage.index, map);
    }
    return map;
  }

  /** The stage itself, or the nearest of those it is built from, that defines a variable. */
  function definingStage(stage: StageFacts | undefined): StageFacts | undefined {
    const passed: number[] = [];
    let found = stage;
    for (; found && definitions(found).size === 0; found = found.base) {
      const { index } = found.stage;
      if (nearest.has(index)) {
        found = nearest.get(index);
        break;
      }
      passed.push(index);
    }
    for (const index of passed) nearest.set(index, found);
    return found;
  }

  function definition(
    name: string,
    stage: StageFacts | undefined,
    before: Instruction,
  ): Definition | undefined {
    if (!stage) return lastBefore(globals.get(name), before.index);
    let arg: Definition | undefined;
    for (let current = definingStage(stage); current; current = definingStage(current.base)) {
      const limit = current === stage ? before.index : Number.POSITIVE_INFINITY;
      const here = definitions(current).get(name);
      const env = lastBefore(here, limit, "ENV");
      if (env) return env;
      // BuildKit hands on the ARGs of a stage to those that are built from it; an inherited ENV wins over them.
      arg ??= lastBefore(here, limit, "ARG");
    }
    return arg;
  }

  function valueOf(found: Definition, stage: StageFacts | undefined): string | undefined {
    if (resolved.has(found)) return resolved.get(found);
    resolved.set(found, undefined);
    const result = compute(found, stage);
    resolved.set(found, result);
    return result;
  }

  function compute(found: Definition, stage: StageFacts | undefined): string | undefined {
    const text = found.property.value?.text;
    if (text === undefined) {
      if (found.keyword !== "ARG" || !stage) return undefined;
      const global = globals.get(found.name)?.at(-1);
      return global && valueOf(global, undefined);
    }
    if (depth > 50) return undefined;
    depth += 1;
    const owner = stage && ownerOf(found, stage);
    const result = expand(text, owner, found.instruction);
    depth -= 1;
    return result;
  }

  function expand(text: string, stage: StageFacts | undefined, before: Instruction): string | undefined {
    const expanded = expandVariables(text, dockerfile.escape, (name) => {
      const found = definition(name, stage, before);
      return found && valueOf(found, stage);
    });
    return expanded !== undefined && expanded.length > longest ? undefined : expanded;
  }

  return {
    definition,
    value(name, stage, before) {
      const found = definition(name, stage, before);
      return found && valueOf(found, stage);
    },
    expand,
    *names(stage, before) {
      for (let current = definingStage(stage); current; current = definingStage(current.base)) {
        const limit = current === stage ? before.index : Number.POSITIVE_INFINITY;
        for (const [name, [first]] of definitions(current)) {
          // In the order in which they are first defined: none that follows stands before it either.
          if (first && first.instruction.index >= limit) break;
          if (isVariableName(name)) yield name;
        }
      }
    },
  };
}

function addDefinitions(map: Map<string, Definition[]>, instruction: Instruction): void {
  if (instruction.keyword !== "ARG" && instruction.keyword !== "ENV") return;
  for (const property of instruction.properties) {
    const name = property.name.value;
    const list = map.get(name) ?? [];
    list.push({ name, keyword: instruction.keyword, instruction, property });
    map.set(name, list);
  }
}

/** The last definition that stands before an instruction index; the list is in source order. */
function lastBefore(
  list: readonly Definition[] | undefined,
  index: number,
  keyword?: Definition["keyword"],
): Definition | undefined {
  if (!list) return undefined;
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.instruction.index ?? 0) < index) low = middle + 1;
    else high = middle;
  }
  for (let at = low - 1; at >= 0; at -= 1) {
    const found = list[at];
    if (found && (!keyword || found.keyword === keyword)) return found;
  }
  return undefined;
}

function ownerOf(found: Definition, stage: StageFacts): StageFacts {
  const { index } = found.instruction;
  for (let current: StageFacts | undefined = stage; current; current = current.base) {
    const { from, instructions } = current.stage;
    if (index > from.index && index <= from.index + instructions.length) return current;
  }
  return stage;
}

/** What `$` can name; others, such as `my.setting`, only programs can read, and damaged lines have any. */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}

/** `$NAME` or `${NAME}` and nothing else. */
export function variableOnly(text: string): boolean {
  return /^\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})$/.test(text);
}
