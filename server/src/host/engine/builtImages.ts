import type { BuiltImage } from "../../core/estimate/builtImage.ts";
import type { Engine, FindEngine } from "./engine.ts";
import { listAt, numberAt, textAt } from "./json.ts";

/** The youngest are the ones that somebody works on; an image that comes from the cache is as old as its last step. */
const maxImages = 200;

/**
 * How the youngest images of the container engine came about; none without an engine. What is in `before` is not asked
 * for again.
 * @throws Error when the engine fails
 */
export async function readBuiltImages(
  findEngine: FindEngine,
  before: readonly BuiltImage[] = [],
): Promise<readonly BuiltImage[]> {
  const engine = await findEngine();
  const listed = engine ? await engine.get("/images/json") : [];
  const images = (Array.isArray(listed) ? listed : [])
    .map((image: unknown) => ({
      id: textAt(image, "Id"),
      created: numberAt(image, "Created") ?? 0,
      names: listAt(image, "RepoTags").filter((tag) => typeof tag === "string" && !tag.includes("<none>")),
    }))
    .sort((a, b) => b.created - a.created)
    .slice(0, maxImages);
  const known = new Map(before.map((image) => [image.id, image.steps]));
  const built: BuiltImage[] = [];
  for (const { id, created, names } of images) {
    const steps = id === undefined ? undefined : (known.get(id) ?? (await stepsOf(engine, id)));
    if (id === undefined || !steps) continue;
    const name = String(names[0] ?? id.slice(0, 19));
    built.push({ id, name, created: new Date(created * 1000).toISOString(), steps });
  }
  return built;
}

async function stepsOf(engine: Engine | undefined, id: string): Promise<BuiltImage["steps"] | undefined> {
  const history = await engine?.get(`/images/${id}/history`);
  if (!Array.isArray(history)) return undefined;
  return history
    .map((entry: unknown) => ({
      createdBy: textAt(entry, "CreatedBy") ?? "",
      bytes: numberAt(entry, "Size") ?? 0,
    }))
    .reverse();
}
