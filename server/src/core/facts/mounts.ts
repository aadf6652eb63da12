import type { RunFacts } from "./runs.ts";
import { normalizePath } from "./situation.ts";

/** True when a mount of the RUN covers the path, so that nothing written there ends up in the layer. */
export function isMounted({ instruction, situation }: RunFacts, path: string): boolean {
  return instruction.mounts.some(({ type, target }) => {
    if (target === undefined || type === "secret" || type === "ssh") return false;
    const absolute = target.startsWith("/") ? target : `${situation.workdir ?? ""}/${target}`;
    return isInside(path, normalizePath(absolute));
  });
}

/** True for the folder itself and for everything below it. Both paths are normalized. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}
