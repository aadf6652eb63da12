import { pathsChanged } from "../facts/paths.ts";
import { type ImageUser, imageUsers } from "../images/users.ts";
import type { RuntimeBase } from "./runtimeBase.ts";
import { isBelow, type SingleStage } from "./singleStage.ts";

/** Gradle's images have an account that files may ask for. */
export function brought({ image, atEnd: { user = "" } }: SingleStage): ImageUser | undefined {
  const { existing } = imageUsers(image);
  return user.replace(/:.*$/, "") === existing?.name ? existing : undefined;
}

/** The same account with the same numbers, which Ubuntu's images may have given to another name. */
export function broughtAccount(single: SingleStage, { family }: RuntimeBase): readonly string[] {
  const account = brought(single);
  if (!account) return [];
  const { name, uid, gid } = account;
  return family === "alpine"
    ? [`RUN addgroup -g ${gid} ${name} && adduser -D -u ${uid} -G ${name} ${name}`]
    : [
        `RUN groupadd --non-unique --gid ${gid} ${name} && useradd --non-unique --uid ${uid} --gid ${gid} --create-home ${name}`,
      ];
}

/** Folders of the project that the file gives to an account, which may write there: by owner. */
export function ownedFolders(single: SingleStage, folder: string, setup: readonly string[]): Owned {
  const owned = new Map<string, Set<string>>();
  for (const run of single.facts.runs) {
    for (const { path, command } of pathsChanged(run)) {
      const owner = command.args.find(({ value }) => !value.startsWith("-"));
      const [name = ""] = owner?.value.split(":") ?? [];
      const isThere = /^\d+$/.test(name) || (name !== "" && setup.some((text) => text.includes(name)));
      if (command.name !== "chown" || !owner?.isLiteral || !isThere) continue;
      if (folder === "/" || !isBelow(path, folder) || /[*?]|\.\w+$|\/(target|build)(\/|$)/.test(path))
        continue;
      owned.set(owner.value, (owned.get(owner.value) ?? new Set()).add(path));
    }
  }
  return owned;
}

/** Paths by the owner that `chown` was told. */
export type Owned = ReadonlyMap<string, ReadonlySet<string>>;
