import { applyEdits, sortEdits } from "../core/edits/apply.ts";
import type { Edit } from "../core/edits/fix.ts";
import { editsInFile, type InlineDockerfile } from "../host/inline/inlineText.ts";
import { editsAround } from "../host/inline/optimizeAround.ts";
import { t } from "../l10n/t.ts";
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
    const written = editsInFile(inline, editsAround(inline.text, inline.variables, mended.optimized), text);
    if (written) edits.push(...written);
    const note = t("{0}: left as it is, because of the way in which it is written in the file", inline.owner);
    parts.push(written ? mended : { ...mended, files: [], applied: 0, left: mended.before, notes: [note] });
  }
  return {
    text: applyEdits(text, sortEdits(edits)),
    // Services that share a build context ask for the same .dockerignore.
    files: [...new Map(parts.flatMap(({ files }) => files.map((edit) => [edit.path, edit]))).values()],
    applied: sum(parts.map((part) => part.applied)),
    before: sum(parts.map((part) => part.before)),
    left: sum(parts.map((part) => part.left)),
    notes: [...new Set(parts.flatMap((part) => part.notes))],
  };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
