import { callSpan } from "../../edits/cleanUpBehind.ts";
import type { Fix } from "../../edits/fix.ts";
import { withoutDevelopment } from "../../edits/withoutDevelopment.ts";
import type { DependencyInstall } from "../../facts/dependencyInstall.ts";
import { isBuiltUpon } from "../../facts/derivedStages.ts";
import { bringsDevelopment } from "../../facts/developmentPackages.ts";
import { isNamedForDevelopment, isStartedForDevelopment } from "../../facts/developmentStart.ts";
import { isDevelopmentUsed, laterPrune } from "../../facts/developmentUse.ts";
import { dependencyInstall, ecosystems } from "../../facts/ecosystems.ts";
import type { Facts } from "../../facts/facts.ts";
import { type ManifestVerdict, manifestVerdict } from "../../facts/nodeDevelopment.ts";
import type { PackageCommand } from "../../facts/packages.ts";
import { projectFile } from "../../facts/projectFile.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "dev-dependencies",
  group: "size",
  summary: "Packages that only developers need are installed in the image that ships.",
  why: "Test runners, linters, compilers and type declarations are often more than half of what a project installs, and each of them may carry a vulnerability that a scan reports. Every package manager can leave them out. The fix adds the option, or takes out the one that asks for them. It is safe where package.json shows that all of them are tools that no program loads; otherwise the assumption says what to look at. A later `npm prune` in a layer of its own frees nothing, because the layer below keeps its files.",
  severity: "information",
  phase: "word",
  safety: ["safe", "review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    const { finalStage } = facts;
    if (!finalStage || isNamedForDevelopment(finalStage) || isStartedForDevelopment(facts)) return;
    for (const call of facts.packages) {
      if (!call.run.stage?.isShipped || call.run.instruction.isOnbuildTrigger) continue;
      const install = dependencyInstall(call);
      if (!install || !bringsDevelopment(facts, install) || isDevelopmentUsed(facts, install)) continue;
      const prune = laterPrune(facts, install);
      if (prune?.run === call.run) continue;
      const verdict = manifestVerdict(facts, install);
      if (verdict?.kind === "needed" || listsNone(facts, install)) continue;
      yield {
        span: callSpan(call),
        message: messageFor(install, verdict, prune),
        fixes: fixesFor(facts, install, { verdict, prune }),
      };
    }
  },
});

/** `require-dev` and the like are words of the manifest when there is such a thing. */
const sections: Readonly<Record<string, readonly [file: string, section: RegExp]>> = {
  composer: ["composer.json", /"require-dev"\s*:\s*\{\s*"/],
  poetry: ["pyproject.toml", /dev-dependencies|\.group\.|dependency-groups/],
  uv: ["pyproject.toml", /dev-dependencies|dependency-groups/],
  pipenv: ["Pipfile", /\[dev-packages\]\s*[^\s[]/],
  bundler: ["Gemfile", /\bgroups?\b.*:(development|test)\b/],
};

function listsNone(facts: Facts, install: DependencyInstall): boolean {
  const [file, section] = sections[install.ecosystem] ?? [];
  const text = file === undefined ? undefined : projectFile(facts, install, file);
  return text !== undefined && section?.test(text) === false;
}

function messageFor(
  { call, ecosystem }: DependencyInstall,
  verdict: ManifestVerdict | undefined,
  prune: PackageCommand | undefined,
): string {
  const what = [call.program, call.action].join(" ");
  if (prune)
    return `${what} stores packages for development in this layer, and removing them later frees nothing`;
  const things = ecosystem === "bundler" ? "gems" : "packages";
  const all = verdict?.count === 1 ? "a package" : `${verdict ? `${verdict.count} ` : ""}${things}`;
  return `${what} also installs ${all} for development, which a running program does not need`;
}

interface Circumstances {
  readonly verdict: ManifestVerdict | undefined;
  readonly prune: PackageCommand | undefined;
}

function fixesFor(
  facts: Facts,
  install: DependencyInstall,
  { verdict, prune }: Circumstances,
): readonly Fix[] {
  const { stage } = install.call.run;
  if (!stage || isBuiltUpon(facts, stage) || verdict?.kind === "blocked") return [];
  const change = withoutDevelopment(facts, install);
  if (!change) return [];
  if (verdict?.kind === "unused" && !prune) return [{ ...change, safety: "safe" }];
  const names = verdict?.loadable.slice(0, 3).join(", ") ?? "";
  const assumption =
    names === ""
      ? `nothing that runs in the image needs ${ecosystems[install.ecosystem].dependencies} for development`
      : `the program loads none of its packages for development, such as ${names}`;
  return [{ ...change, safety: "review", assumption }];
}
