import { chainOf } from "../../core/facts/chain.ts";
import type { Facts } from "../../core/facts/facts.ts";
import { baseName } from "../../core/facts/interpreter.ts";
import type { Manager } from "../../core/facts/packagePrograms.ts";
import type { StageFacts } from "../../core/facts/stages.ts";
import type { Ground } from "./usualVariables.ts";

/** What a stage is there for: by its base image, by the managers that it calls, and by what it starts. */
export function groundsOf(facts: Facts, stage: StageFacts): ReadonlySet<Ground> {
  const found = new Set<Ground>();
  const { reference } = stage.root;
  for (const [ground, pattern] of ofImages)
    if (reference && pattern.test(reference.repository)) found.add(ground);
  for (const one of chainOf(stage)) {
    for (const run of facts.runsOf(one))
      for (const { manager } of facts.packagesOf(run)) {
        const ground = ofManagers[manager];
        if (ground) found.add(ground);
      }
    for (const { keyword, body } of one.stage.instructions)
      if (keyword === "CMD" || keyword === "ENTRYPOINT") {
        const ground = ofPrograms.find(([, pattern]) => pattern.test(programIn(body.text)))?.[0];
        if (ground) found.add(ground);
      }
  }
  return found;
}

function programIn(body: string): string {
  return baseName(/^\s*(?:\[\s*")?([^\s",]+)/.exec(body)?.[1] ?? "");
}

const ofImages: readonly (readonly [Ground, RegExp])[] = [
  ["python", /\b(python|pypy|miniconda|uv)\d*\b/],
  ["node", /\b(node|nodejs\d*|bun)\b/],
  ["go", /\b(go|golang)\b/],
  ["rust", /\brust\b/],
  [
    "java",
    /\b(java|openjdk|jdk|jre|temurin|amazoncorretto|semeru|sapmachine|maven|gradle|tomcat|jetty)\d*\b/,
  ],
  ["ruby", /\bruby\b/],
  ["dotnet", /\bdotnet\b/],
  ["php", /\b(php|composer)\b/],
];

const ofPrograms: readonly (readonly [Ground, RegExp])[] = [
  ["python", /^(python[\d.]*|gunicorn|uvicorn|celery|flask)$/],
  ["node", /^(node|npm|yarn|pnpm|bun)$/],
  ["java", /^java$/],
  ["ruby", /^(ruby|rails|bundle|puma)$/],
  ["dotnet", /^dotnet$/],
  ["php", /^php(-fpm)?$/],
];

const ofManagers: Readonly<Partial<Record<Manager, Ground>>> = {
  pip: "python",
  uv: "python",
  poetry: "python",
  pipenv: "python",
  conda: "python",
  npm: "node",
  yarn: "node",
  pnpm: "node",
  bun: "node",
  go: "go",
  cargo: "rust",
  maven: "java",
  gradle: "java",
  gem: "ruby",
  bundler: "ruby",
  dotnet: "dotnet",
  composer: "php",
};
