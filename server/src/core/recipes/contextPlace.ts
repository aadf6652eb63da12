import type { SingleStage } from "./singleStage.ts";

/** The folder of the build context whose manifest lands in a folder of the image: "" or `web/`. */
export function contextPlace({ facts }: SingleStage, folder: string | undefined, manifest: string): string {
  const { context } = facts.known;
  const places = facts.copies.flatMap(({ isFromContext, destination, sources }) =>
    isFromContext && destination === folder ? sources.map(({ path }) => (path ? `${path}/` : "")) : [],
  );
  return places.find((path) => context?.has(`${path}${manifest}`)) ?? "";
}
