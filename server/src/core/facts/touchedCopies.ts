import type { AccessChange } from "./access.ts";
import type { CopyFacts } from "./copies.ts";
import type { Facts } from "./facts.ts";
import { type Landing, landingAt } from "./landing.ts";

/** A COPY whose files an access change stores again. */
export interface Touched {
  readonly copy: CopyFacts;
  readonly landing: Landing;
}

/** Every COPY whose files a `chown` or `chmod` stores again. Without `-R`, a folder changes and its files stay as they are. */
export function touchedBy(
  { copies, known }: Facts,
  { run, program, setting, paths, isRecursive }: AccessChange,
): readonly Touched[] {
  const touched: Touched[] = [];
  const isGlob = paths.some(({ path }) => path.includes("*"));
  // Nobody makes a folder executable.
  const isProgram = program === "chmod" && /^[ugoa]*\+r?x$/.test(setting.value);
  for (const copy of copies) {
    const { instruction, stage } = copy;
    if (stage !== run.stage || instruction.isOnbuildTrigger || instruction.index > run.instruction.index)
      continue;
    const landing = paths
      .map(({ path }) => landingAt(copy, path, known.context))
      .find((found) => found !== undefined);
    if (!landing) continue;
    const isFile =
      landing.isFile ||
      (isProgram && paths.some(({ path }) => path === copy.destination && !copy.isIntoFolder));
    if (isRecursive || isFile || isGlob) touched.push({ copy, landing: { ...landing, isFile } });
  }
  return touched;
}
