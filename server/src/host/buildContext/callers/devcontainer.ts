import { isRecord, recordAt, type StatedBuild, withDefaults } from "./caller.ts";

/** The build in a devcontainer.json. Both paths are relative to its folder. */
export function devcontainerBuilds(value: unknown): readonly StatedBuild[] {
  if (!isRecord(value)) return [];
  const build = recordAt(value, "build");
  const dockerfile = withDefaults(build.dockerfile ?? build.dockerFile ?? value.dockerFile);
  const context = withDefaults(build.context ?? value.context ?? ".");
  if (dockerfile === undefined || context === undefined) return [];
  return [{ place: "build", context, dockerfile, target: build.target, args: build.args }];
}
