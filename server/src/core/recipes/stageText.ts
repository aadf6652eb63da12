import type { Dockerfile, Instruction } from "../document/dockerfile.ts";
import { applyEdits, insertAt, sortEdits } from "../edits/apply.ts";
import type { Edit } from "../edits/fix.ts";
import { wholeLines } from "../edits/lines.ts";
import type { Span } from "../edits/span.ts";
import { variableNames } from "../facts/expand.ts";
import type { Artifact, Conversion } from "./plan.ts";
import { type SingleStage, situationAfter } from "./singleStage.ts";

/**
 * The edits of a conversion: FROM gets a name, a second FROM with its copies goes in behind the build, and what
 * configures the container moves below it. Whatever stands behind the split stays where it is.
 */
export function conversionEdits(single: SingleStage, conversion: Conversion): readonly Edit[] {
  const { dockerfile } = single.facts;
  const { eol, text } = dockerfile;
  const { build, naming, runtimeName } = stageNames(single);
  const moved = movedInstructions(single, conversion);
  const lines = [
    ...conversion.buildEnd.map((line) => cased(dockerfile, line)),
    "",
    ...runtimeStage(single, { conversion, moved, build, runtimeName }),
  ];
  const { end } = wholeLines(text, conversion.split.span);
  const endsInBreak = text.slice(0, end).endsWith("\n");
  const inserted = lines.map((line) => (endsInBreak ? line + eol : eol + line)).join("");
  return sortEdits([
    ...naming,
    ...buildStart(dockerfile, conversion),
    ...(conversion.edits ?? []),
    ...[...moved, ...removedInstructions(conversion)].map((instruction) => ({
      span: movedSpan(dockerfile, instruction),
      text: "",
    })),
    insertAt(end, inserted),
    ...(conversion.rewrites ?? []).filter(({ span }) => span.start >= end),
  ]);
}

function buildStart(dockerfile: Dockerfile, { buildStart: added }: Conversion): readonly Edit[] {
  if (!added || added.lines.length === 0) return [];
  const { start } = wholeLines(dockerfile.text, withComments(dockerfile, added.before));
  return [insertAt(start, added.lines.map((line) => cased(dockerfile, line) + dockerfile.eol).join(""))];
}

interface StageNames {
  readonly build: string;
  readonly naming: readonly Edit[];
  /** The name that the only stage had, when it names the image rather than the build. */
  readonly runtimeName: string | undefined;
}

function stageNames({ stage, facts }: SingleStage): StageNames {
  const { from, name } = stage.stage;
  if (!name)
    return {
      build: "build",
      naming: [insertAt(from.image?.span.end ?? from.span.end, ` ${keyword(facts.dockerfile, "AS")} build`)],
      runtimeName: undefined,
    };
  if (/build|compil|base|deps|install/i.test(name.value))
    return { build: name.value, naming: [], runtimeName: undefined };
  // `--target` and other files ask for the image by this name.
  return { build: "build", naming: [{ span: name.span, text: "build" }], runtimeName: name.text };
}

interface RuntimeInput {
  readonly conversion: Conversion;
  readonly moved: readonly Instruction[];
  readonly build: string;
  readonly runtimeName: string | undefined;
}

function runtimeStage(single: SingleStage, input: RuntimeInput): readonly string[] {
  const { conversion, moved, build, runtimeName } = input;
  const { dockerfile } = single.facts;
  const metadata = moved.map((instruction) =>
    rewritten(dockerfile, withComments(dockerfile, instruction), conversion.rewrites ?? []),
  );
  const user = userAtSplit(single, conversion);
  const workdir =
    conversion.workdir === undefined ? [] : [`${keyword(dockerfile, "WORKDIR")} ${conversion.workdir}`];
  const copies = conversion.artifacts.map((artifact) => copyLine(dockerfile, build, artifact));
  // WORKDIR would make the folder as root; a copy with an owner makes it as that owner.
  const isOwned = conversion.artifacts.some(
    ({ owner, to }) => owner !== undefined && to === conversion.workdir,
  );
  const contents = isOwned ? [...copies, ...workdir] : [...workdir, ...copies];
  const environment = repeatedEnvironment(single, conversion, [...conversion.setup, ...metadata, user ?? ""]);
  return [
    fromLine(single, conversion.base.text, runtimeName),
    ...environment,
    ...conversion.setup.map((line) => cased(dockerfile, line)),
    ...contents,
    ...(conversion.finish ?? []),
    ...metadata,
    ...(user === undefined ? [] : [user]),
  ];
}

/** The platform is asked for again where the binary is made for it; a cross build is for the target's platform. */
function fromLine(
  { stage, facts, instructions }: SingleStage,
  image: string,
  name: string | undefined,
): string {
  const { platform } = stage.stage.from;
  const isCross = instructions.some(
    (other) =>
      other.keyword === "ARG" &&
      other.properties.some((property) => property.name.value.startsWith("TARGET")),
  );
  const flag = platform?.value === undefined || isCross ? "" : ` --platform=${platform.value}`;
  const as = name === undefined ? "" : ` ${keyword(facts.dockerfile, "AS")} ${name}`;
  return `${keyword(facts.dockerfile, "FROM")}${flag} ${image}${as}`;
}

function copyLine(dockerfile: Dockerfile, build: string, { from, to, owner }: Artifact): string {
  const chown = owner === undefined ? "" : ` --chown=${owner}`;
  return `${keyword(dockerfile, "COPY")} --from=${build}${chown} ${from} ${to}`;
}

const configuration = new Set(
  "CMD ENTRYPOINT EXPOSE HEALTHCHECK LABEL MAINTAINER STOPSIGNAL VOLUME".split(" "),
);

/** What configures the container and stands above the split. */
function movedInstructions(
  { instructions }: SingleStage,
  { split, dropped }: Conversion,
): readonly Instruction[] {
  return instructions.filter(
    (other) => other.index < split.index && configuration.has(other.keyword) && !dropped?.has(other),
  );
}

function removedInstructions({ dropped, split }: Conversion): readonly Instruction[] {
  return [...(dropped ?? [])].filter(({ keyword: word, index }) => word !== "USER" || index > split.index);
}

/** ENV, and the ARGs that something in the runtime stage uses; SHELL where a shell form is left to it. */
function repeatedEnvironment(
  { instructions, facts, program }: SingleStage,
  { split, isBuildVariable }: Conversion,
  lines: readonly string[],
): readonly string[] {
  const behind = instructions.filter(({ index }) => index > split.index).map(({ body }) => body.text);
  const used = new Set([...lines, ...behind].flatMap(variableNames));
  const hasRuns = instructions.some(({ keyword: word, index }) => word === "RUN" && index > split.index);
  const kept: string[] = [];
  const above = instructions.filter(({ index }) => index < split.index);
  for (const instruction of above.toReversed()) {
    const isUsed = usesOf(instruction, {
      used,
      isBuildVariable,
      needsShell: program?.needsShell === true || hasRuns,
    });
    if (!isUsed) continue;
    for (const name of variableNames(instruction.body.text)) used.add(name);
    kept.unshift(facts.dockerfile.text.slice(...range(instruction.span)));
  }
  return kept;
}

interface Uses {
  readonly used: ReadonlySet<string>;
  readonly needsShell: boolean;
  isBuildVariable(name: string): boolean;
}

function usesOf(instruction: Instruction, { used, needsShell, isBuildVariable }: Uses): boolean {
  if (instruction.keyword === "SHELL") return needsShell;
  if (instruction.keyword === "ARG") return instruction.properties.some(({ name }) => used.has(name.value));
  if (instruction.keyword !== "ENV") return false;
  return instruction.properties.some(({ name }) => used.has(name.value) || !isBuildVariable(name.value));
}

/** The USER in force at the split, which the runtime stage must ask for again. */
function userAtSplit(single: SingleStage, { split, dropped }: Conversion): string | undefined {
  const before = single.instructions.filter(({ index }) => index < split.index);
  const last = before.findLast(({ keyword: word }) => word === "USER");
  if (!last || dropped?.has(last) || /^(root|0)(:|$)/.test(situationAfter(single, split).user ?? "root"))
    return undefined;
  return single.facts.dockerfile.text.slice(...range(last.span));
}

/** An instruction with the comments directly above it. */
function withComments({ text }: Dockerfile, { comments, span }: Instruction): Span {
  let start = span.start;
  for (const comment of comments.toReversed()) {
    if (text.slice(comment.span.end, start).split("\n").length !== 2) break;
    start = comment.span.start;
  }
  return { start, end: span.end };
}

function rewritten({ text }: Dockerfile, { start, end }: Span, rewrites: readonly Edit[]): string {
  const own = rewrites.filter(({ span }) => span.start >= start && span.end <= end);
  const edits = own.map((edit) => ({
    text: edit.text,
    span: { start: edit.span.start - start, end: edit.span.end - start },
  }));
  return applyEdits(text.slice(start, end), edits);
}

/** The lines of a moved instruction, with the blank line above where another one, or nothing, follows. */
export function movedSpan(dockerfile: Dockerfile, instruction: Instruction): Span {
  const { text } = dockerfile;
  const { start, end } = wholeLines(text, withComments(dockerfile, instruction));
  const above = /\n([ \t]*\r?\n)$/.exec(text.slice(Math.max(0, start - 200), start))?.[1];
  if (above === undefined) return { start, end };
  if (end === text.length) return { start: start - above.length, end };
  const below = /^[ \t]*\r?\n/.exec(text.slice(end, end + 200))?.[0] ?? "";
  return { start, end: end + below.length };
}

/** Instructions of our own, which begin with RUN or ENV. */
function cased(dockerfile: Dockerfile, line: string): string {
  const [word = ""] = line.split(" ", 1);
  return /^(RUN|ENV)$/.test(word) ? keyword(dockerfile, word) + line.slice(word.length) : line;
}

/** Keywords in the letters that the file's FROM has. */
export function keyword({ text, stages }: Dockerfile, word: string): string {
  const written = stages[0]?.from.keywordSpan;
  return written && text.slice(...range(written)) === "from" ? word.toLowerCase() : word;
}

function range({ start, end }: Span): [number, number] {
  return [start, end];
}
