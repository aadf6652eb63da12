import type { AccessChange } from "./access.ts";
import type { CopyFacts } from "./copies.ts";
import { copiesAt } from "./copiesAt.ts";
import type { Facts } from "./facts.ts";
import { type Landing, landingAt } from "./landing.ts";
import type { PathUse } from "./paths.ts";

/** A COPY whose files an access change stores again. */
export interface Touched {
  readonly copy: CopyFacts;
  readonly landing: Landing;
}

/** More COPYs than this are not looked at one by one. */
const crowd = 100;

/** The first hundred COPYs were found and there are more. */
export function isCrowd(touched: readonly Touched[]): boolean {
  return touched.length > crowd;
}

/** Every COPY whose files a `chown` or `chmod` stores again, as long as they are no crowd. Without `-R`, a folder changes and its files stay as they are. */
export function touchedBy(
  facts: Facts,
  { run, program, setting, paths, isRecursive }: AccessChange,
): readonly Touched[] {
  const touched: Touched[] = [];
  const isGlob = paths.some(({ path }) => path.includes("*"));
  // Nobody makes a folder executable.
  const isProgram = program === "chmod" && /^[ugoa]*\+r?x$/.test(setting.value);
  for (const copy of copiesAtSome(facts, paths)) {
    const { instruction, stage } = copy;
    if (instruction.index > run.instruction.index || isCrowd(touched)) break;
    if (stage !== run.stage || instruction.isOnbuildTrigger) continue;
    const landing = firstLanding(facts, copy, paths);
    if (!landing) continue;
    const isFile =
      landing.isFile ||
      (isProgram && paths.some(({ path }) => path === copy.destination && !copy.isIntoFolder));
    if (isRecursive || isFile || isGlob) touched.push({ copy, landing: { ...landing, isFile } });
  }
  return touched;
}

function copiesAtSome(facts: Facts, paths: readonly PathUse[]): readonly CopyFacts[] {
  const [only, ...others] = paths;
  if (only && others.length === 0) return copiesAt(facts, only.path);
  const found = new Set(paths.flatMap(({ path }) => copiesAt(facts, path)));
  return [...found].sort((a, b) => a.instruction.index - b.instruction.index);
}

function firstLanding({ known }: Facts, copy: CopyFacts, paths: readonly PathUse[]): Landing | undefined {
  for (const { path } of paths) {
    const landing = landingAt(copy, path, known.context);
    if (landing) return landing;
  }
  return undefined;
}
