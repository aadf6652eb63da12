import { isRemoteContext, withDefaults } from "../buildContext/callers/caller.ts";

/** The folder that a file states as the build context, "." when it states none; undefined when that is no folder. */
export function folderStated(value: unknown): string | undefined {
  const folder = withDefaults(value ?? ".");
  return folder === undefined || isRemoteContext(folder) ? undefined : folder;
}
