import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { isPlatformArgument, isProxyArgument } from "../../core/facts/buildArguments.ts";
import { chainOf } from "../../core/facts/chain.ts";
import type { Facts } from "../../core/facts/facts.ts";
import { namesSecret } from "../../core/facts/secretNames.ts";
import type { StageFacts } from "../../core/facts/stages.ts";
import { t } from "../../l10n/t.ts";
import { groundsOf } from "./grounds.ts";
import { type Entry, itemOf, literally } from "./item.ts";
import { otherNames, propertyAt } from "./properties.ts";
import { type WordRequest, within } from "./request.ts";
import { usualVariables } from "./usualVariables.ts";

/** A variable that can be set, with its value. */
interface Offer {
  readonly name: string;
  readonly value: string;
  readonly says: string;
  /** The value as a snippet, when there is more to say than that all of it can be replaced. */
  readonly snippet?: string;
}

/** Variables that fit what the stage does, and the ARGs in scope that containers could want; behind the `=` their values. */
export function envNames(request: WordRequest): readonly CompletionItem[] {
  const { facts } = request.outcome.analysis;
  const stage = facts.graph.stageOf(request.place.instruction);
  const property = propertyAt(request);
  if (!stage || !property) return [];
  const at = within(request, property.start, property.end);
  const open = offers(request, stage);
  if (property.kind === "value")
    return open
      .filter(({ name }) => name === property.name)
      .map(({ value, says }, order) =>
        itemOf(at, { label: value, kind: CompletionItemKind.Value, detail: says, order }),
      );
  const set = new Set([...setIn(request, stage), ...otherNames(request.place, facts.dockerfile)]);
  return open.flatMap((offer, order) => {
    const { name, value, says } = offer;
    if (set.has(name)) return [];
    const entry: Entry = {
      label: name,
      detail: says,
      behind: value,
      kind: CompletionItemKind.Variable,
      order,
    };
    return itemOf(at, property.isAlone ? { ...entry, ...written(offer) } : entry);
  });
}

function written({ name, value, snippet }: Offer): Pick<Entry, "insert" | "snippet"> {
  if (snippet !== undefined) return { snippet: `${name}="${snippet}"` };
  const isPlain = /^[\w$.:/+=-]*$/.test(value);
  const quote = isPlain ? "" : '"';
  return {
    insert: `${name}=${quote}${value}${quote}`,
    snippet: `${name}=${quote}\${1:${literally(value)}}${quote}`,
  };
}

function offers(request: WordRequest, stage: StageFacts): readonly Offer[] {
  const { facts } = request.outcome.analysis;
  const grounds = groundsOf(facts, stage);
  const usual = usualVariables().filter(
    ({ name, ground, isForContainers }) =>
      (ground === undefined || grounds.has(ground)) &&
      (!isForContainers || stage.isShipped) &&
      // Without its cache pip would have no use for the mount.
      !(name === "PIP_NO_CACHE_DIR" && keepsPipCache(facts, stage)),
  );
  const isSpecial = (offer: (typeof usual)[number]): boolean => offer.ground !== undefined;
  return [
    ...usual.filter(isSpecial),
    ...ofArguments(request, stage),
    ...(facts.isWindowsFile || stage.root.isScratch ? [] : [path(request, grounds.has("python"))]),
    ...usual.filter((offer) => !isSpecial(offer)),
  ];
}

function path({ outcome, place }: WordRequest, isPython: boolean): Offer {
  const { workdir } = outcome.analysis.facts.before(place.instruction);
  const folder = isPython
    ? "/opt/venv/bin"
    : `${workdir === undefined || workdir === "/" ? "/app" : workdir}/bin`;
  return {
    name: "PATH",
    value: `${folder}:$PATH`,
    snippet: `\${1:${literally(folder)}}:\\$PATH`,
    says: t("one more folder with programs, in front of those that there are"),
  };
}

/** More than anybody declares; each is looked up in all stages underneath. */
const mostArguments = 200;

/** Without those that would tell a secret, or that are about the build alone. */
function ofArguments({ outcome, place }: WordRequest, stage: StageFacts): readonly Offer[] {
  const { scope } = outcome.analysis.facts;
  // What ONBUILD sets later, another build does, with the ARGs of its own.
  if (place.instruction.isOnbuildTrigger) return [];
  const near = [...new Set(scope.names(stage, place.instruction))].slice(0, mostArguments);
  const names = near.filter(
    (name) =>
      scope.definition(name, stage, place.instruction)?.keyword === "ARG" &&
      !isPlatformArgument(name) &&
      !isProxyArgument(name) &&
      !namesSecret(name) &&
      name !== "DEBIAN_FRONTEND",
  );
  return names.map((name) => ({
    name,
    value: `$${name}`,
    says: t("hands the ARG on to what runs in containers"),
  }));
}

/** Variables that the stage or one below it sets; PATH may grow again. */
function* setIn({ place }: WordRequest, stage: StageFacts): Generator<string> {
  for (const one of chainOf(stage))
    for (const instruction of one.stage.instructions)
      if (instruction.keyword === "ENV" && instruction !== place.instruction)
        for (const { name } of instruction.properties) if (name.value !== "PATH") yield name.value;
}

function keepsPipCache(facts: Facts, stage: StageFacts): boolean {
  return chainOf(stage).some((one) =>
    facts
      .runsOf(one)
      .some(({ instruction }) =>
        instruction.mounts.some(({ type, target }) => type === "cache" && target?.includes("pip")),
      ),
  );
}
