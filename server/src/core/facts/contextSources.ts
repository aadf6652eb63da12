import { hasWildcard } from "../context/copyPattern.ts";
import { ignoreMatcher } from "../context/ignoreMatcher.ts";
import { readIgnorePattern } from "../context/ignorePattern.ts";
import { cleanPath } from "../context/paths.ts";
import type { Part } from "../document/dockerfile.ts";
import type { BuildContext } from "../known.ts";
import { type CopyFacts, isRemote } from "./copies.ts";
import type { Facts } from "./facts.ts";
import { perFacts } from "./perFacts.ts";

/** One word of a COPY or ADD that names something in the build context. */
export interface ContextSource {
  readonly copy: CopyFacts;
  readonly part: Part;
  /** Relative to the context, with variables put in; may hold wildcards. "" for the whole of it. */
  readonly path: string;
}

/** Those of other stages, of the network and of ONBUILD, which is about another context, are left out. */
export const contextSources = perFacts((facts): readonly ContextSource[] => {
  if (facts.isWindowsFile) return [];
  return facts.copies.flatMap((copy) => {
    const { instruction, sources } = copy;
    if (instruction.from || instruction.isOnbuildTrigger) return [];
    return sources.flatMap(({ part, path }) =>
      path === undefined || isRemote(path) || path.includes("\\") ? [] : [{ copy, part, path }],
    );
  });
});

/** The context when the Dockerfile's build would get as far as using it. */
export function usableContext({ known }: Facts): BuildContext | undefined {
  const { context } = known;
  return context?.ignoreFile?.malformed ? undefined : context;
}

/** Tells whether a file or folder of the context comes with a source. Its `--exclude` flags are heeded. */
export function taker({ copy, path }: ContextSource, context: BuildContext): (path: string) => boolean {
  const roots = new Set(hasWildcard(path) ? context.find(path) : [path]);
  const excluded = exclusionsOf(copy);
  return (candidate) => {
    const root = rootOf(candidate, roots);
    if (root === undefined) return false;
    const below = candidate.slice(root === "" ? 0 : root.length + 1);
    return below === "" || !excluded(below);
  };
}

/** The folder among `roots` that the path is or lies in. */
function rootOf(path: string, roots: ReadonlySet<string>): string | undefined {
  if (roots.has("")) return "";
  for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
    const root = path.slice(0, end);
    if (roots.has(root)) return root;
  }
  return undefined;
}

function exclusionsOf({ instruction }: CopyFacts): (path: string) => boolean {
  const patterns = instruction.flags.flatMap(({ name, value }) =>
    name === "exclude" && value ? (readIgnorePattern(cleanPath(value), false) ?? []) : [],
  );
  return patterns.length === 0 ? () => false : ignoreMatcher(patterns).isIgnored;
}

/** Files and folders of the context that an instruction names, wildcards included; the whole context is no name. */
const namedInContext = perFacts((facts): readonly string[] => {
  const copied = contextSources(facts).map(({ path }) => path);
  const mounted = facts.runs.flatMap(({ instruction }) =>
    instruction.mounts.flatMap(({ type, from, options }) => {
      const source = options.get("source") ?? options.get("src");
      return type === "bind" && from === undefined && source ? cleanPath(`/${source}`).slice(1) : [];
    }),
  );
  return [...new Set([...copied, ...mounted])].filter((path) => path !== "" && !path.includes("$"));
});

/**
 * True when whatever the Dockerfile names still arrives with another ignore file, and no folder that it copies has
 * become empty. Of a pattern such as `*` or `config/*`, which names nothing in particular, it is enough that something
 * is left.
 */
export function keepsWhatIsNamed(facts: Facts, before: BuildContext, after: BuildContext): boolean {
  const keepsNames = namedInContext(facts).every((path) => {
    const arrived = before.find(path).length;
    const arrives = after.find(path).length;
    return /(^|\/)\*$/.test(path) ? arrived === 0 || arrives > 0 : arrived === arrives;
  });
  return (
    keepsNames && contextSources(facts).every(({ path }) => brings(path, after) || !brings(path, before))
  );
}

/** The source brings a file, not only empty folders. */
export function brings(path: string, context: BuildContext): boolean {
  return context.find(path).some((one) => {
    const [file] = context.files(one);
    return file !== undefined;
  });
}
