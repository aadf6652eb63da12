import type { Facts } from "../facts/facts.ts";
import type { ImageUse } from "../facts/imageUses.ts";
import { perFacts } from "../facts/perFacts.ts";
import { variableOnly } from "../facts/scope.ts";
import { referenceParts } from "../images/reference.ts";
import { insertAt, replaceSpan } from "./apply.ts";
import type { Edit } from "./fix.ts";
import type { Span } from "./span.ts";

/** Where the tag stands in the file, when the word is written out; undefined when there is none or it is a variable. */
export function tagSpan({ part, text }: ImageUse): Span | undefined {
  const tag = part.text === text ? referenceParts(text)?.tag : undefined;
  return tag && { start: part.span.start + tag.start, end: part.span.start + tag.end };
}

/**
 * Gives an image another tag, where the tag stands: in the instruction, or in the default of the ARG that it comes
 * from. A digest is not handled.
 * @returns undefined when the place is not certain, or the ARG is used elsewhere too
 */
export function setTag(facts: Facts, use: ImageUse, tag: string): Edit | undefined {
  const { part, text, reference } = use;
  if (reference.digest !== undefined) return undefined;
  if (part.text === text) return tagIn(text, part.span.start, tag);
  // Behind a variable, a longer tag only needs its end: `node:${V}` → `node:${V}-slim`.
  const { tag: old } = reference;
  if (old !== undefined && tag.startsWith(`${old}-`) && /[\w}]$/.test(part.text))
    return insertAt(part.span.end, tag.slice(old.length));
  if (/["'\\]/.test(part.text)) return undefined;
  // Only what stands in front is a variable: `${REGISTRY}/node:latest`, `${PREFIX}node`.
  const written = /(?<=[}/])[^$/}]+$/.exec(part.text)?.[0] ?? "";
  if (old === undefined && written !== "") return insertAt(part.span.end, `:${tag}`);
  if (old !== undefined && part.text.endsWith(`:${old}`))
    return replaceSpan({ start: part.span.end - old.length, end: part.span.end }, tag);
  return tagInDefault(facts, use, tag);
}

function tagIn(text: string, start: number, tag: string): Edit | undefined {
  const parts = referenceParts(text);
  if (!parts) return undefined;
  if (!parts.tag) return insertAt(start + parts.nameEnd, `:${tag}`);
  return replaceSpan({ start: start + parts.tag.start, end: start + parts.tag.end }, tag);
}

/** `FROM $IMAGE` and `FROM node:${VERSION}`, where one ARG holds the whole reference or the whole tag. */
function tagInDefault(facts: Facts, { part, instruction }: ImageUse, tag: string): Edit | undefined {
  const colon = part.text.lastIndexOf(":");
  const holdsReference = variableOnly(part.text);
  const variable = holdsReference ? part.text : part.text.slice(colon + 1);
  if (!variableOnly(variable) || (!holdsReference && part.text.slice(0, colon).includes("$")))
    return undefined;
  const name = variable.replace(/[${}]/g, "");
  const value = facts.scope.definition(name, undefined, instruction)?.property.value;
  if (
    !value ||
    value.text !== value.value ||
    value.text.includes("$") ||
    isUsedElsewhere(facts, name, part.text)
  )
    return undefined;
  return holdsReference ? tagIn(value.text, value.span.start, tag) : replaceSpan(value.span, tag);
}

const answers = perFacts(() => new Map<string, boolean>());

/** Every stage may ask about the same variable, and the whole file has to be looked through. */
function isUsedElsewhere(facts: Facts, name: string, word: string): boolean {
  const key = `${name} ${word}`;
  const known = answers(facts).get(key) ?? findsOtherUses(facts, name, word);
  answers(facts).set(key, known);
  return known;
}

function findsOtherUses({ dockerfile }: Facts, name: string, word: string): boolean {
  const uses = new RegExp(`\\$\\{?${name}\\b|\\bARG\\s+${name}\\b`, "gi");
  const bare = (text: string | undefined) => text?.replace(/[{}]/g, "");
  const inImages = dockerfile.stages.filter(({ from }) => bare(from.image?.text) === bare(word)).length;
  return [...dockerfile.text.matchAll(uses)].length !== inImages + 1;
}
