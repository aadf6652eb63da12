import { applyEdits, sortEdits } from "../core/edits/apply.ts";
import type { Edit } from "../core/edits/fix.ts";
import type { InlineDockerfile } from "../host/inline/inlineText.ts";
import { filesTogether, writtenBack } from "../host/inline/writtenBack.ts";
import type { FixInvocation } from "./arguments.ts";
import type { World } from "./known.ts";
import { type Mended, mend } from "./mend.ts";

interface InsideInput {
  readonly invocation: FixInvocation;
  /** Of the file that the Dockerfiles are in. */
  readonly text: string;
  readonly world: World;
}

/** Mends the Dockerfiles of a compose or bake file, each where it is written. */
export async function mendInside(
  { invocation, text, world }: InsideInput,
  inlines: readonly InlineDockerfile[],
): Promise<Mended> {
  const edits: Edit[] = [];
  const parts: Mended[] = [];
  for (const inline of inlines) {
    const here = await world.inside(invocation.file, inline);
    if (here.config.isIgnored) continue;
    const mended = mend(invocation, inline, here);
    const written = writtenBack(inline, mended.optimized, text);
    edits.push(...(written.edits ?? []));
    parts.push(
      written.edits
        ? { ...mended, notes: [...mended.notes, ...written.leftOut] }
        : { ...mended, files: [], applied: 0, left: mended.before, notes: written.leftOut },
    );
  }
  const beside = filesTogether(parts.flatMap(({ files }) => files));
  return {
    text: applyEdits(text, sortEdits(edits)),
    files: beside.files,
    applied: sum(parts.map((part) => part.applied)),
    before: sum(parts.map((part) => part.before)),
    left: sum(parts.map((part) => part.left)),
    notes: [...new Set(parts.flatMap((part) => part.notes)), ...beside.leftOut],
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
