import type { EarlyCopy } from "../facts/earlyCopies.ts";
import { ecosystems } from "../facts/ecosystems.ts";
import type { Facts } from "../facts/facts.ts";
import { nameOf } from "../facts/installProof.ts";
import { changesOf } from "./history.ts";
import { takings } from "./takes.ts";

/** What sources cost that are copied before an install; with how often they change where that is known. */
export function earlyCopyInWords(early: EarlyCopy, facts: Facts): string {
  const { keyword, sources, destination } = early.copy.instruction;
  const words = [keyword, ...sources.map(({ value }) => value), destination?.value ?? ""].join(" ");
  const habit = habitInWords(early, facts);
  const say = (copy: string, name: string): string =>
    habit === undefined ? plainly(early, copy, name) : withHabit(early, habit, copy, name);
  const full = say(words, nameOf(early.installs[0]));
  return full.length < 120 ? full : say(`this ${keyword}`, "the install");
}

/** An install that a cache mount makes short. */
export function hasCacheMount({ run }: EarlyCopy): boolean {
  return run.instruction.mounts.some(({ type }) => type === "cache");
}

/** "83 of the last 100 commits" */
function habitInWords({ copy }: EarlyCopy, facts: Facts): string | undefined {
  const taking = takings(facts)?.get(copy.instruction);
  const changes = taking && changesOf(taking, facts.known);
  return changes && changes.count > 0 ? `${changes.count} of the last ${changes.commits} commits` : undefined;
}

function plainly(early: EarlyCopy, copy: string, name: string): string {
  const { dependencies } = ecosystems[early.installs[0].ecosystem];
  if (fetches(early))
    return `every source change fetches the ${dependencies} again: ${copy} stands before ${name}`;
  if (hasCacheMount(early))
    return `every source change runs ${name} again, if from its cache mount: ${copy} stands before it`;
  return `every source change reinstalls the ${dependencies}: ${copy} stands before ${name}`;
}

function withHabit(early: EarlyCopy, habit: string, copy: string, name: string): string {
  const { dependencies } = ecosystems[early.installs[0].ecosystem];
  const changed = `${copy} changed in ${habit}, and each time ${name}`;
  if (fetches(early)) return `${changed} fetches the ${dependencies} again`;
  return hasCacheMount(early) ? `${changed} runs again, if from its cache mount` : `${changed} runs again`;
}

/** Running again is what a build is for after a change of the sources; downloading again is not. */
function fetches({ installs: [install] }: EarlyCopy): boolean {
  return install.does === "build" || ecosystems[install.ecosystem].isOutsideProject === true;
}
