import { remember } from "../remember.ts";
import type { ShellCommand, Word } from "../shell/script.ts";
import { byCommand, type PathUse, pathsChanged } from "./paths.ts";
import type { RunFacts } from "./runs.ts";

/** One `chown` or `chmod`: who or what mode, and for which paths. */
export interface AccessChange {
  readonly program: "chown" | "chmod";
  /** `app:app`, `+x`, `0755` */
  readonly setting: Word;
  readonly isRecursive: boolean;
  /** It has no option but `-R` and those that only print. */
  readonly isPlain: boolean;
  readonly paths: readonly PathUse[];
  /** As written; there are more of them than `paths` when some are not known. */
  readonly words: readonly Word[];
  readonly command: ShellCommand;
  readonly run: RunFacts;
}

/** Every `chown` and `chmod` of a RUN that names its setting. */
export const accessChanges = remember((run: RunFacts): readonly AccessChange[] => {
  if (!run.script.commands.some(({ name }) => name === "chown" || name === "chmod")) return [];
  const uses = byCommand(pathsChanged(run));
  return run.script.commands.flatMap((command) => {
    if (command.name !== "chown" && command.name !== "chmod") return [];
    const options = command.args.filter(({ value }) => value.startsWith("-"));
    const [setting, ...words] = command.args.filter(({ value }) => !value.startsWith("-"));
    const paths = (uses.get(command) ?? []).map((path) => ({ path, command }));
    if (!setting || paths.length === 0 || options.some(({ value }) => /^--(from|reference)/.test(value)))
      return [];
    return {
      program: command.name,
      setting,
      isRecursive: options.some(({ value }) => value === "--recursive" || /^-[A-Za-z]*R/.test(value)),
      isPlain:
        options.every(({ value }) => /^(-[Rvcf]+|--(recursive|verbose|changes|quiet|silent))$/.test(value)) &&
        command.wrappers.length === 0,
      paths,
      words,
      command,
      run,
    };
  });
});

/**
 * The value of `COPY --chown` or `--chmod` that does the same.
 * @param isFromContext files of the context belong to root before; then a missing group means root's
 * @returns undefined when there is none, or when it depends on what the file was before
 */
export function copyFlagValue(
  { program, setting }: AccessChange,
  isFromContext: boolean,
): string | undefined {
  if (!setting.isLiteral) return undefined;
  const { value } = setting;
  if (program === "chmod") return /^0?[0-7]{3}$/.test(value) ? value : undefined;
  if (/^[A-Za-z0-9_][\w-]*:[A-Za-z0-9_][\w-]*$/.test(value)) return value;
  // COPY --chown=app alone would also take the group of that number.
  return isFromContext && /^[A-Za-z0-9_][\w-]*$/.test(value) ? `${value}:0` : undefined;
}

/** The user and group that a `user:group` names; numbers need no entry in the image. */
export function namesIn(owner: string): {
  readonly user: string | undefined;
  readonly group: string | undefined;
} {
  const [user = "", group = ""] = owner.split(":");
  const name = (part: string) => (part === "" || part === "root" || /^\d+$/.test(part) ? undefined : part);
  return { user: name(user), group: name(group) };
}
