import { isBuiltFrom } from "./chain.ts";
import type { CopyFacts } from "./copies.ts";
import type { Facts } from "./facts.ts";
import { perFacts } from "./perFacts.ts";
import type { RunFacts } from "./runs.ts";
import type { StageFacts } from "./stages.ts";

interface Writing {
  readonly stage: StageFacts | undefined;
  readonly index: number;
}

/**
 * Whether a configuration file that was written before a RUN or in it – in its stage or one that it is built from –
 * says something. True as well for a file that was copied and whose content is not known.
 * @param path where such files begin: `/etc/apt/apt.conf` stands for the folder `/etc/apt/apt.conf.d` too
 */
export function settingIn(
  path: string,
  says: (text: string) => boolean,
): (facts: Facts, run: RunFacts) => boolean {
  const writings = perFacts((facts): readonly Writing[] => {
    const runs = facts.runs.filter(({ instruction }) => {
      const text = facts.dockerfile.text.slice(instruction.span.start, instruction.span.end);
      return !instruction.isOnbuildTrigger && text.includes(path) && says(text);
    });
    const copies = facts.copies.filter(
      (copy) => copy.destination?.startsWith(path) && maySay(facts, copy, says),
    );
    return [...runs, ...copies].map(({ stage, instruction }) => ({ stage, index: instruction.index }));
  });
  return (facts, run) => {
    const { index: last } = run.instruction;
    return writings(facts).some(
      ({ stage, index }) => stage && index <= last && isBuiltFrom(facts, run.stage, stage),
    );
  };
}

function maySay(
  { dockerfile, known }: Facts,
  { instruction, sources, isFromContext }: CopyFacts,
  says: (text: string) => boolean,
): boolean {
  if (instruction.heredocs.length > 0)
    return instruction.heredocs.some(({ body }) => says(dockerfile.text.slice(body.start, body.end)));
  return sources.some(({ path }) => {
    const text = isFromContext && path !== undefined ? known.context?.read(path) : undefined;
    return text === undefined || says(text);
  });
}
