import { chainOf } from "./chain.ts";
import type { CopyFacts } from "./copies.ts";
import type { Facts } from "./facts.ts";
import type { StageFacts } from "./stages.ts";

/** An image of hardly more than what the file copies into it. */
export interface BareImage {
  /** "scratch" or "distroless" for messages. */
  readonly name: string;
  /** No C library either. */
  readonly isWithoutLibc: boolean;
}

/** Undefined for images with a shell, and for those into which a whole system may be copied. */
export function bareImage(facts: Facts, stage: StageFacts): BareImage | undefined {
  const bare = nameOf(stage.root);
  if (!bare) return undefined;
  const copies = chainOf(stage).flatMap(({ stage: { instructions } }) =>
    instructions.flatMap((one) => facts.copy(one) ?? []),
  );
  return copies.some(mayBringSystem) ? undefined : bare;
}

function nameOf({ isScratch, reference }: StageFacts): BareImage | undefined {
  if (isScratch) return { name: "scratch", isWithoutLibc: true };
  if (reference?.registry !== "gcr.io" || !reference.repository.startsWith("distroless/")) return undefined;
  if (reference.tag?.includes("debug")) return undefined;
  return { name: "distroless", isWithoutLibc: reference.repository.startsWith("distroless/static") };
}

/** An archive, a folder of programs or libraries, or something that may be a folder, copied over the root. */
function mayBringSystem({ instruction, sources, destination }: CopyFacts): boolean {
  if (instruction.keyword === "ADD" || destination === undefined || instruction.heredocs.length > 0)
    return true;
  if (/^\/(usr(\/local)?(\/s?bin|\/lib\d*)?|s?bin|lib\d*)$/.test(destination) && sources.some(isFolder))
    return true;
  return sources.some(({ path }) => {
    if (path === undefined || path === "" || /(^|\/)(sh|bash|ash|dash|busybox|toybox)$/.test(path))
      return true;
    return destination === "/" && isFolder({ path });
  });
}

/** Where the name does not tell a program from a folder, the words for a tree of files do. */
function isFolder({ path }: { readonly path: string | undefined }): boolean {
  if (path === undefined) return true;
  const name = path.slice(path.lastIndexOf("/") + 1);
  return /[*?]|^(s?bin|lib\d*|usr|rootfs|root|fs|out|output|dist|install|target|image|sysroot|mnt|tmp|chroot|overlay|files|layer)$|^$|root/i.test(
    name,
  );
}
