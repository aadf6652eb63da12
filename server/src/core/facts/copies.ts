import type { CopyInstruction, Part } from "../document/dockerfile.ts";
import type { Scope } from "./scope.ts";
import { normalizePath, type Situation } from "./situation.ts";
import type { StageFacts } from "./stages.ts";

/** One COPY or ADD with its paths resolved. */
export interface CopyFacts {
  readonly instruction: CopyInstruction;
  readonly stage: StageFacts | undefined;
  readonly situation: Situation;
  /** Sources with variables put in and a leading `./` taken off; undefined where a variable is not known. */
  readonly sources: readonly CopySource[];
  /** Absolute path of the destination; undefined when it is not known. */
  readonly destination: string | undefined;
  /** The destination ends in `/`, or there are several sources. */
  readonly isIntoFolder: boolean;
  /** Files of the build context, not of another stage or image, nor a URL or here-document. */
  readonly isFromContext: boolean;
  /** `COPY . …`, `COPY ./ …` or `COPY * …` from the build context. */
  readonly copiesWholeContext: boolean;
}

export interface CopySource {
  readonly part: Part;
  readonly path: string | undefined;
}

export function deriveCopy(
  instruction: CopyInstruction,
  stage: StageFacts | undefined,
  situation: Situation,
  scope: Scope,
): CopyFacts {
  const sources = instruction.sources.map((part) => {
    const expanded = scope.expand(part.text, stage, instruction);
    return { part, path: expanded === undefined ? undefined : contextPath(expanded) };
  });
  const target = instruction.destination && scope.expand(instruction.destination.text, stage, instruction);
  const isFromContext =
    !instruction.from && !sources.some(({ path }) => path === undefined || isRemote(path));
  return {
    instruction,
    stage,
    situation,
    sources,
    destination: target === undefined ? undefined : destinationPath(target, situation),
    isIntoFolder: sources.length > 1 || target?.endsWith("/") === true || target === "." || target === "..",
    isFromContext,
    copiesWholeContext: isFromContext && sources.some(({ path }) => path === "" || path === "*"),
  };
}

/** `./src/` → `src`, `.` → "". Remote sources stay as they are. */
function contextPath(path: string): string {
  if (isRemote(path)) return path;
  return normalizePath(`/${path}`).slice(1);
}

export function isRemote(path: string): boolean {
  return /^(https?|ftp|git|ssh):\/\//i.test(path) || path.startsWith("git@");
}

function destinationPath(target: string, situation: Situation): string | undefined {
  if (target.startsWith("/")) return normalizePath(target);
  return situation.workdir === undefined ? undefined : normalizePath(`${situation.workdir}/${target}`);
}
