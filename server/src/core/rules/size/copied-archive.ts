import { absolute, addArchive, type Unpacking } from "../../edits/addArchive.ts";
import { bytesInWords } from "../../estimate/words.ts";
import type { CopyFacts } from "../../facts/copies.ts";
import type { Facts } from "../../facts/facts.ts";
import type { RunFacts } from "../../facts/runs.ts";
import { normalizePath } from "../../facts/situation.ts";
import { extracts } from "../../facts/unpacking.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { ShellCommand } from "../../shell/script.ts";

export default defineRule({
  id: "copied-archive",
  group: "size",
  summary: "An archive is copied into the image and unpacked there by `tar`.",
  why: "The layer of the COPY keeps the archive, also when the RUN that unpacks it removes it, so its content is in the image twice. `ADD` unpacks a local tar archive, compressed by gzip, bzip2 or xz, on its way into the image and leaves no archive behind. It does not unpack zip files, and it has nothing like `--strip-components`; there a `RUN --mount=type=bind` gives `tar` the archive without copying it.",
  severity: "information",
  phase: "instruction",
  safety: ["review"],
  aliases: ["DL3010"],
  *check(facts): Generator<Problem> {
    for (const copy of facts.copies) {
      const { instruction, stage, isFromContext, sources } = copy;
      if (instruction.keyword !== "COPY" || !isFromContext || !stage?.isShipped) continue;
      for (const { part, path } of sources) {
        if (path === undefined || !isTarArchive(path)) continue;
        const unpacking = unpackingOf(facts, copy, path);
        if (!unpacking) continue;
        const fix = sources.length === 1 ? addArchive(facts, copy, unpacking) : undefined;
        const bytes = facts.known.context?.size(path);
        yield {
          span: part.span,
          message: `the archive stays in the layer of this COPY${bytes ? ` (${bytesInWords(bytes)})` : ""}; ADD would unpack it on the way`,
          fixes: fix ? [fix] : [],
        };
      }
    }
  },
});

const endings = [".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz"];

function isTarArchive(path: string): boolean {
  return endings.some((ending) => path.endsWith(ending));
}

/** The `tar` that unpacks a copied archive as a whole; with `--strip-components` or named members, ADD is no help. */
function unpackingOf({ runs }: Facts, copy: CopyFacts, path: string): Unpacking | undefined {
  const { destination } = copy;
  if (destination === undefined) return undefined;
  const inFolder = normalizePath(`${destination}/${path.slice(path.lastIndexOf("/") + 1)}`);
  const places = copy.isIntoFolder ? [inFolder] : [destination, inFolder];
  for (const run of runs) {
    if (run.stage !== copy.stage || run.instruction.index < copy.instruction.index) continue;
    if (run.instruction.isOnbuildTrigger || !run.script.isUnderstood) continue;
    const command = run.script.commands.find(
      (candidate) =>
        candidate.name === "tar" &&
        extracts(candidate) &&
        places.some((place) => names(run, candidate, place)),
    );
    const archive = command && places.find((place) => names(run, command, place));
    if (archive !== undefined) return command && isWhole(command) ? { run, command, archive } : undefined;
  }
  return undefined;
}

function names(run: RunFacts, { args }: ShellCommand, place: string): boolean {
  return args.some((word) => word.isLiteral && absolute(run, word.value) === place);
}

/** Nothing but the operation, the archive and `-C folder`. */
function isWhole({ args }: ShellCommand): boolean {
  const rest = args.filter(
    ({ value }, at) =>
      !(at === 0 && /^-?[xvfzjJp]+$/.test(value)) &&
      !/^(-[xvfzjJpC]+|--(extract|file|verbose|gzip|bzip2|xz|preserve-permissions|directory(=.*)?))$/.test(
        value,
      ) &&
      !/^-[xvzjJpf]*C$|^--directory$/.test(args[at - 1]?.value ?? ""),
  );
  return rest.length === 1;
}
