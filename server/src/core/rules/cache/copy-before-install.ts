import { earlyCopyInWords, hasCacheMount } from "../../cache/earlyCopyWords.ts";
import type { Fix } from "../../edits/fix.ts";
import { manifestsFirst } from "../../edits/manifestsFirst.ts";
import { type EarlyCopy, earlyCopies } from "../../facts/earlyCopies.ts";
import { ecosystems } from "../../facts/ecosystems.ts";
import type { Facts } from "../../facts/facts.ts";
import { nameOf, proofOf } from "../../facts/installProof.ts";
import { areCovered, type ManifestCopy, manifestCopies } from "../../facts/manifests.ts";
import { usesWorkspaces } from "../../facts/workspaces.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "copy-before-install",
  group: "cache",
  summary:
    "The sources are copied before the dependencies are installed, so every change to them installs all dependencies again.",
  why: "A layer is taken from the cache as long as nothing above it has changed. When `COPY . .` stands before `npm ci`, a changed comment in one source file is enough to install everything again, which often takes minutes. Copied on their own, the manifest and the lock file change only when the dependencies do. The fix copies those first, installs, and copies the rest afterwards; where a build command downloads as it goes (`go build`, `mvn package`), a RUN that only downloads is put in front.",
  severity: "warning",
  phase: "order",
  safety: ["safe", "review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const early of earlyCopies(facts)) {
      const { copy, installs } = early;
      const { instruction } = copy;
      const [install] = installs;
      if (install.does === "build" && (hasCacheMount(early) || !install.fetch)) continue;
      const copies = neededCopies(early, facts);
      // A folder of sources is not what brings the manifests, so they must have come before.
      if (early.below === undefined && copies !== "covered" && !early.isAmongManifests) continue;
      const [first] = instruction.sources;
      if (!first || !instruction.destination) continue;
      const fix = copies && !early.isBlocked && fixOf(early, copies === "covered" ? [] : copies, facts);
      yield {
        span: { start: first.span.start, end: instruction.destination.span.end },
        message: earlyCopyInWords(early, facts),
        fixes: fix ? [fix] : [],
      };
    }
  },
});

function neededCopies(early: EarlyCopy, { known }: Facts): readonly ManifestCopy[] | "covered" | undefined {
  const [install] = early.installs;
  const manifests = early.installs.flatMap((other) => other.manifests);
  const question = { manifests, install, folder: early.folder, context: known.context };
  return areCovered(question, early.earlierSources) ? "covered" : manifestCopies(question);
}

function fixOf(early: EarlyCopy, copies: readonly ManifestCopy[], facts: Facts): Fix | undefined {
  const { installs, folder, run } = early;
  const [install] = installs;
  // Every member's manifest would have to be copied to its own folder.
  const isNode = ecosystems[install.ecosystem].dependencies === "npm packages";
  if (isNode && run.stage && usesWorkspaces(facts, run.stage)) return undefined;
  const { context } = facts.known;
  const all =
    copies.length > 0
      ? copies
      : (manifestCopies({ manifests: install.manifests, install, folder, context }) ?? []);
  const proof = proofOf({ install, copies: all, folder, context, isShipped: run.stage?.isShipped ?? true });
  if (proof.kind === "refuted") return undefined;
  const edits = manifestsFirst(facts.dockerfile, early, copies);
  if (!edits) return undefined;
  const title = titleOf(early, copies);
  return proof.kind === "proven"
    ? { title, safety: "safe", edits }
    : { title, safety: "review", assumption: proof.assumption, edits };
}

function titleOf({ installs }: EarlyCopy, copies: readonly ManifestCopy[]): string {
  const [install] = installs;
  const { dependencies } = ecosystems[install.ecosystem];
  if (install.does === "build") return `Fetch the ${dependencies} before the sources are copied`;
  const name = nameOf(install);
  return copies.length > 0
    ? `Copy the manifests before ${name} and the rest after it`
    : `Copy the sources after ${name}`;
}
