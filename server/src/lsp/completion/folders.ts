import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import type { Instruction } from "../../core/document/dockerfile.ts";
import type { Span } from "../../core/edits/span.ts";
import { outputsOf } from "../../core/estimate/outputs.ts";
import { instructionsBefore } from "../../core/facts/chain.ts";
import type { Facts } from "../../core/facts/facts.ts";
import { foldersMade } from "../../core/facts/paths.ts";
import type { StageFacts } from "../../core/facts/stages.ts";
import { imageUsers } from "../../core/images/users.ts";
import { officialWorkdir } from "../../core/images/workdirs.ts";
import { t } from "../../l10n/t.ts";
import type { ArgumentCursor } from "./cursor.ts";
import { itemOf } from "./item.ts";
import type { CompletionRequest } from "./request.ts";

type FolderRequest = CompletionRequest<ArgumentCursor & { readonly span: Span }>;

/** Folders of the image that are known at an instruction; for WORKDIR without a slash at the end. */
export function folders(
  request: FolderRequest,
  { isWorkdir }: { readonly isWorkdir: boolean },
): readonly CompletionItem[] {
  const { facts } = request.outcome.analysis;
  const { instruction } = request.place;
  const stage = facts.graph.stageOf(instruction);
  const { workdir } = facts.before(instruction);
  const known = foldersBefore(facts, stage, instruction);
  const usual = isWorkdir ? usualWorkdirs : usualDestinations;
  const paths = new Map<string, string | undefined>();
  if (workdir !== undefined && !isWorkdir) paths.set("./", t("the working directory, {0}", workdir));
  for (const [path, detail] of known) paths.set(isWorkdir || path === "/" ? path : `${path}/`, detail);
  for (const path of usual) if (!paths.has(path)) paths.set(path, undefined);
  // The one that is in force, and the one that says nothing.
  if (isWorkdir) for (const path of ["/", workdir ?? "/"]) paths.delete(path);
  return [...paths].map(([label, detail], order) =>
    itemOf(request, { label, kind: CompletionItemKind.Folder, detail, order: 50 + order }),
  );
}

/** What a stage has at its end, for COPY --from: what its commands leave before its folders. */
export function foldersAtEnd(request: FolderRequest, stage: StageFacts): readonly CompletionItem[] {
  const { facts } = request.outcome.analysis;
  const paths = new Map<string, string>();
  for (const one of nearestOf(stage, undefined).toReversed()) {
    const run = facts.run(one);
    const outputs = run ? outputsOf(facts, run) : [];
    // A program or a folder: without a slash it is right for both.
    for (const { folder } of outputs) if (isPlain(folder)) paths.set(folder, t("what a RUN leaves"));
  }
  for (const [path, detail] of foldersBefore(facts, stage, undefined))
    if (path !== "/" && !paths.has(path)) paths.set(`${path}/`, detail);
  return [...paths].map(([label, detail], order) =>
    itemOf(request, { label, kind: CompletionItemKind.Folder, detail, order: 50 + order }),
  );
}

const usualWorkdirs = ["/app", "/src", "/workspace", "/usr/src/app", "/opt", "/srv"];
const usualDestinations = ["/usr/local/bin/", "/etc/", "/opt/", "/usr/share/", "/tmp/"];

/** Folders and where they come from, the nearest first. */
function foldersBefore(
  facts: Facts,
  stage: StageFacts | undefined,
  before: Instruction | undefined,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (!stage) return found;
  const add = (path: string | undefined, detail: string): void => {
    if (path !== undefined && isPlain(path) && !found.has(path)) found.set(path, detail);
  };
  // Each instruction has what is in force before it, so the last WORKDIR is found at what follows.
  add((before ? facts.before(before) : facts.atEndOf(stage)).workdir, t("the working directory"));
  for (const one of nearestOf(stage, before).toReversed()) {
    add(facts.before(one).workdir, t("by {0}", "WORKDIR"));
    const run = facts.run(one);
    if (run) for (const { path } of foldersMade(run)) add(path, t("made by RUN"));
    const copy = facts.copy(one);
    if (copy?.isIntoFolder) add(copy.destination, t("by {0}", one.keyword));
  }
  const { reference } = stage.root;
  if (reference) {
    add(officialWorkdir(reference), t("the working directory of the base image"));
    add(imageUsers(reference).existing?.home, t("the home of a user of the base image"));
  }
  return found;
}

/** An absolute path that COPY can name as it is. */
function isPlain(path: string): boolean {
  return path.startsWith("/") && !/[\s$*?[\]]/.test(path);
}

/** Instructions of a stage and, unless that is too much, of those it is built from, in order. */
function nearestOf(stage: StageFacts, before: Instruction | undefined): readonly Instruction[] {
  const { from, instructions } = stage.stage;
  const next = from.index + 1 + instructions.length;
  const end = before ? before.index - from.index - 1 : instructions.length;
  const limit = before ?? { ...from, index: next };
  return instructionsBefore(stage, limit) ?? instructions.slice(Math.max(0, end - nearest), end);
}

/** Further back than this nobody looks for a folder in a stage that a program wrote. */
const nearest = 300;
