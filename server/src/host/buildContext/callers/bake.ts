import { isRecord, recordAt, type StatedBuild, withDefaults } from "./caller.ts";

/** Builds in a file for `docker buildx bake`. Its `dockerfile` is relative to the context. */
export function bakeBuilds(value: unknown): readonly StatedBuild[] {
  const targets = recordAt(value, "target");
  return Object.keys(targets).flatMap((name) => {
    const build = withInherited(targets, name);
    if (build["dockerfile-inline"] !== undefined) return [];
    const context = withDefaults(build.context ?? ".");
    const dockerfile = withDefaults(build.dockerfile ?? "Dockerfile");
    if (context === undefined || dockerfile === undefined) return [];
    const { target, args, contexts: namedContexts } = build;
    return [{ place: `target.${name}`, context, dockerfile, target, args, namedContexts }];
  });
}

/** Later parents win over earlier ones, and the target over all of them. */
function withInherited(
  targets: Readonly<Record<string, unknown>>,
  name: string,
  seen: readonly string[] = [],
): Readonly<Record<string, unknown>> {
  const own = recordAt(targets, name);
  if (seen.includes(name) || !Array.isArray(own.inherits)) return isRecord(own) ? own : {};
  const parents = own.inherits.map((parent) => withInherited(targets, String(parent), [...seen, name]));
  return Object.assign({}, ...parents, own);
}
