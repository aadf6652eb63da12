import type { CopyInstruction, Instruction } from "../document/dockerfile.ts";
import type { Facts } from "../facts/facts.ts";
import { perFacts } from "../facts/perFacts.ts";

/** An image of the container engine, and how it came about. */
export interface BuiltImage {
  readonly id: string;
  /** `shop:latest`, or the beginning of its id. */
  readonly name: string;
  /** ISO date and time of the build. */
  readonly created: string;
  /** The base's steps first. Unpacked bytes. */
  readonly steps: readonly { readonly createdBy: string; readonly bytes: number }[];
}

/** What an instruction added when the image was built. */
export interface MeasuredStep {
  readonly bytes: number;
  readonly image: BuiltImage;
}

/**
 * The sizes that the youngest image built from this file has, by instruction of the final stage and of those that it
 * is built from. An instruction that was changed since has none.
 */
export const measuredSteps = perFacts((facts): ReadonlyMap<Instruction, MeasuredStep> => {
  const none = new Map<Instruction, MeasuredStep>();
  const images = facts.known.builtImages ?? [];
  const wanted = images.length > 0 ? stepsInFile(facts) : [];
  if (wanted.length === 0) return none;
  const found = images
    .map((image) => ({ image, matched: matches(wanted, image) }))
    // Images of other files share a line or two.
    .filter(({ matched }) => matched.size * 2 > wanted.length)
    .sort((a, b) => b.matched.size - a.matched.size || (a.image.created < b.image.created ? 1 : -1))[0];
  if (!found) return none;
  return new Map(
    [...found.matched].map(([instruction, bytes]) => [instruction, { bytes, image: found.image }]),
  );
});

interface Wanted {
  readonly instruction: Instruction;
  readonly text: string;
}

/** The instructions that make layers, as BuildKit calls them in an image's history. */
function stepsInFile(facts: Facts): readonly Wanted[] {
  const wanted: Wanted[] = [];
  for (let stage = facts.finalStage; stage; stage = stage.base) {
    const own = stage.stage.instructions.flatMap((instruction) => {
      const text = textOf(instruction, facts.dockerfile.text);
      return text === undefined ? [] : [{ instruction, text }];
    });
    wanted.unshift(...own);
  }
  return wanted;
}

/** In order: each instruction is looked for behind the one before. */
function matches(wanted: readonly Wanted[], { steps }: BuiltImage): ReadonlyMap<Instruction, number> {
  const places = placesOf(steps);
  const matched = new Map<Instruction, number>();
  let last = -1;
  for (const { instruction, text } of wanted) {
    const place = places.get(text)?.find((index) => index > last);
    if (place === undefined) continue;
    matched.set(instruction, steps[place]?.bytes ?? 0);
    last = place;
  }
  return matched;
}

const knownPlaces = new WeakMap<BuiltImage["steps"], ReadonlyMap<string, readonly number[]>>();

/** Where each text stands. Kept with the history: an image stays the same while a file is typed. */
function placesOf(steps: BuiltImage["steps"]): ReadonlyMap<string, readonly number[]> {
  const known = knownPlaces.get(steps);
  if (known !== undefined) return known;
  const places = new Map<string, number[]>();
  steps.forEach(({ createdBy }, index) => {
    const text = textOfStep(createdBy);
    places.set(text, [...(places.get(text) ?? []), index]);
  });
  knownPlaces.set(steps, places);
  return places;
}

function textOf(instruction: Instruction, source: string): string | undefined {
  if (instruction.isOnbuildTrigger) return undefined;
  if (instruction.keyword === "COPY" || instruction.keyword === "ADD") return copyText(instruction);
  if (instruction.keyword !== "RUN") return undefined;
  const { heredocs, body, exec } = instruction;
  const [script, second] = heredocs;
  if (!script) return `RUN ${plain(exec?.map(({ value }) => value).join(" ") ?? body.text)}`;
  // Of `RUN python3 <<EOF` the history has both parts in a form of its own.
  return second || !/^<<-?["']?\w+["']?$/.test(body.text.trim())
    ? undefined
    : `RUN ${plain(source.slice(script.body.start, script.body.end))}`;
}

/** Without flags, as it stands in the history; words with variables are put in there, so they match nothing. */
function copyText({ keyword, sources, destination, heredocs }: CopyInstruction): string | undefined {
  if (heredocs.length > 0 || !destination || sources.length === 0) return undefined;
  return `${keyword} ${[...sources, destination].map(({ value }) => value).join(" ")}`;
}

/** `RUN |1 A=b /bin/sh -c make # buildkit` → `RUN make` */
function textOfStep(createdBy: string): string {
  const text = createdBy.replace(/ # buildkit$/, "");
  if (!text.startsWith("RUN ")) return plain(text.replace(/^(COPY|ADD)(?: --\S+)+/, "$1"));
  const [, count, rest = ""] = /^RUN (?:\|(\d+) )?([\s\S]*)$/.exec(text) ?? [];
  const shell = /(?:^|\s)\/bin\/(?:ba|a|da)?sh (?:-\w+ )*-\w*c /.exec(rest);
  // Values of arguments have no quotes around them: without a shell behind them their number has to do.
  const command = shell
    ? rest.slice(shell.index + shell[0].length)
    : rest
        .split(" ")
        .slice(Number(count ?? 0))
        .join(" ");
  return `RUN ${plain(command)}`;
}

function plain(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
