import type { BuiltImage } from "../../core/estimate/builtImage.ts";
import type { FindEngine } from "./engine.ts";
import { listAt, numberAt, textAt } from "./json.ts";

/** The youngest are the ones that somebody works on. */
const maxImages = 40;

/**
 * How the youngest images of the container engine came about; none without an engine.
 * @throws Error when the engine fails
 */
export async function readBuiltImages(
  findEngine: FindEngine,
  signal?: AbortSignal,
): Promise<readonly BuiltImage[]> {
  const engine = await findEngine();
  const listed = engine ? await engine.get("/images/json", signal) : [];
  const images = (Array.isArray(listed) ? listed : [])
    .map((image: unknown) => ({
      id: textAt(image, "Id"),
      created: numberAt(image, "Created") ?? 0,
      names: listAt(image, "RepoTags").filter((tag) => typeof tag === "string" && !tag.includes("<none>")),
    }))
    .sort((a, b) => b.created - a.created)
    .slice(0, maxImages);
  const built: BuiltImage[] = [];
  for (const { id, created, names } of images) {
    const history =
      engine && id !== undefined ? await engine.get(`/images/${id}/history`, signal) : undefined;
    if (!Array.isArray(history)) continue;
    built.push({
      name: String(names[0] ?? id?.slice(0, 19)),
      created: new Date(created * 1000).toISOString(),
      steps: history
        .map((entry: unknown) => ({
          createdBy: textAt(entry, "CreatedBy") ?? "",
          bytes: numberAt(entry, "Size") ?? 0,
        }))
        .reverse(),
    });
  }
  return built;
}
