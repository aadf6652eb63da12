import { shippedRuns } from "../facts/chain.ts";
import type { Facts } from "../facts/facts.ts";
import type { ImageUse } from "../facts/imageUses.ts";
import { startedCommands } from "../facts/startedCommands.ts";
import { replaceSpan } from "./apply.ts";
import type { Fix } from "./fix.ts";

/** The image that runs published .NET programs in place of the SDK's, where its tag is known to exist and fits. */
export function aspnetFix(facts: Facts, { part, text, reference, stage }: ImageUse): Fix | undefined {
  const { registry, repository, tag, digest } = reference;
  if (registry !== "mcr.microsoft.com" || repository !== "dotnet/sdk" || part.text !== text) return undefined;
  const runtime = { ...reference, repository: "dotnet/aspnet" };
  const isKnown = tag !== undefined && facts.known.images.tags(runtime).includes(tag);
  if (!isKnown || digest !== undefined || !isPublished(facts)) return undefined;
  const runs = shippedRuns(facts);
  if (
    runs.some(({ script }) => !script.isUnderstood || script.commands.some(({ name }) => name === "dotnet"))
  )
    return undefined;
  if (facts.stages.some((other) => !other.isShipped && other.root === stage)) return undefined;
  const start = part.span.start + text.lastIndexOf("/sdk") + 1;
  return {
    title: `Use ${reference.familiar.replace("/sdk", "/aspnet")}`,
    safety: "review",
    assumption: "nothing that runs in the image builds, or needs another tool of the SDK",
    edits: [replaceSpan({ start, end: start + "sdk".length }, "aspnet")],
  };
}

/** `dotnet Api.dll` */
function isPublished(facts: Facts): boolean {
  return startedCommands(facts).some(
    ({ program, args }) => program === "dotnet" && args.some((arg) => arg.endsWith(".dll")),
  );
}
