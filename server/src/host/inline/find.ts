import { bakeInlines } from "./bake.ts";
import { composeInlines } from "./compose.ts";
import type { InlineDockerfile } from "./inlineText.ts";

/** A file that may hold Dockerfiles, by its name or address: `compose.yaml`, `web.compose.yml`, `docker-bake.json`. */
export function mayHoldDockerfiles(file: string): boolean {
  return isCompose(file) || isBake(file);
}

/**
 * The Dockerfiles that a compose file or a JSON file for bake holds, in their order. Undefined when the file is broken.
 * Nothing is parsed in a file without the key.
 */
export async function inlineDockerfiles(
  file: string,
  text: string,
): Promise<readonly InlineDockerfile[] | undefined> {
  const found = isBake(file) ? bakeInlines(text) : await composeInlines(text);
  return found?.filter((inline) => inline.text.trim() !== "");
}

function isCompose(file: string): boolean {
  return /(?:^|[./\\_-])compose(?:\.[\w.-]+)?\.ya?ml$/i.test(file);
}

function isBake(file: string): boolean {
  return /(?:^|[/\\])docker-bake(?:\.[\w-]+)?\.json$/i.test(file);
}
