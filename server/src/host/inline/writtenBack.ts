import type { Edit, FileEdit } from "../../core/edits/fix.ts";
import { t } from "../../l10n/t.ts";
import { editsInFile, type InlineDockerfile } from "./inlineText.ts";
import { editsAround, type OptimizedAround } from "./optimizeAround.ts";

export interface WrittenBack {
  /** Undefined when it is not certain what the file would mean then. */
  readonly edits: readonly Edit[] | undefined;
  /** What is not done, and why: sentences without their full stops. */
  readonly leftOut: readonly string[];
}

/** What an optimized Dockerfile changes in the file that it stands in. */
export function writtenBack(inline: InlineDockerfile, optimized: OptimizedAround, file: string): WrittenBack {
  const changes = editsAround(inline.text, inline.variables, optimized);
  const edits = changes.length === 0 ? changes : editsInFile(inline, changes, file);
  return { edits, leftOut: edits ? refusedInWords(inline, optimized) : [whyNotEdited(inline)] };
}

/** What several Dockerfiles of one file write beside it; where they differ, nobody could say whose text is right. */
export function filesTogether(files: readonly FileEdit[]): {
  readonly files: readonly FileEdit[];
  readonly leftOut: readonly string[];
} {
  const byPath = new Map(files.map((edit) => [edit.path, edit]));
  const disputed = new Set(
    files.filter(({ path, content }) => byPath.get(path)?.content !== content).map(({ path }) => path),
  );
  return {
    files: [...byPath.values()].filter(({ path }) => !disputed.has(path)),
    leftOut: [...disputed].map((path) =>
      t(
        "{0}: left as it is, because the Dockerfiles in the file want it in different ways",
        path.slice(path.search(/[^/\\]*$/)),
      ),
    ),
  };
}

export function whyNotEdited({ owner }: InlineDockerfile): string {
  return t("{0}: left as it is, because of the way in which it is written in the file", owner);
}

function refusedInWords({ owner }: InlineDockerfile, { refused }: OptimizedAround): readonly string[] {
  if (refused.length === 0) return [];
  return refused.length === 1
    ? [t("{0}: 1 change is left out, because it concerns variables of the file", owner)]
    : [t("{0}: {1} changes are left out, because they concern variables of the file", owner, refused.length)];
}
