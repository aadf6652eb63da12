import { isRecord, recordAt, type StatedBuild, withDefaults } from "./caller.ts";

/** Builds in a compose file. Its `dockerfile` is relative to the context. */
export function composeBuilds(value: unknown): readonly StatedBuild[] {
  return Object.entries(recordAt(value, "services")).flatMap(([service, definition]) => {
    const build = isRecord(definition) ? definition.build : undefined;
    const place = `services.${service}`;
    if (typeof build === "string") return stated(place, { context: build });
    // A Dockerfile inside the compose file is no file that could be open.
    return isRecord(build) && build.dockerfile_inline === undefined ? stated(place, build) : [];
  });
}

function stated(place: string, build: Readonly<Record<string, unknown>>): readonly StatedBuild[] {
  const context = withDefaults(build.context ?? ".");
  const dockerfile = withDefaults(build.dockerfile ?? "Dockerfile");
  if (context === undefined || dockerfile === undefined) return [];
  const { target, args, additional_contexts: namedContexts } = build;
  return [{ place, context, dockerfile, target, args, namedContexts }];
}
