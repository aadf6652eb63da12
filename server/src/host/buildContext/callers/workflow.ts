import { isRecord, recordAt, type StatedBuild } from "./caller.ts";

/**
 * Steps of a GitHub workflow that build with docker/build-push-action. Both paths are relative to the repository; the
 * Dockerfile is the context's when no other is named.
 */
export function workflowBuilds(value: unknown): readonly StatedBuild[] {
  return Object.entries(recordAt(value, "jobs")).flatMap(([job, definition]) => {
    const steps = isRecord(definition) ? definition.steps : undefined;
    return Array.isArray(steps) ? steps.flatMap((step: unknown) => stepBuilds(job, step)) : [];
  });
}

function stepBuilds(job: string, step: unknown): readonly StatedBuild[] {
  if (!isRecord(step) || !/^docker\/build-push-action(@|$)/.test(String(step.uses ?? ""))) return [];
  const inputs = recordAt(step, "with");
  const context = textOf(inputs.context) ?? ".";
  // Without a context the action builds what git has, which is the same files; `${{ … }}` is known to GitHub alone.
  const dockerfile = textOf(inputs.file) ?? `${context}/Dockerfile`;
  if (context.includes("${{") || dockerfile.includes("${{")) return [];
  return [
    {
      place: `jobs.${job}`,
      context,
      dockerfile,
      target: inputs.target,
      args: linesOf(inputs["build-args"]),
      namedContexts: linesOf(inputs["build-contexts"]),
    },
  ];
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function linesOf(value: unknown): readonly string[] {
  const lines = typeof value === "string" ? value.split("\n") : [];
  return lines.map((line) => line.trim()).filter((line) => line !== "" && !line.includes("${{"));
}
