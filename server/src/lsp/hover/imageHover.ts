import { imageAmount } from "../../core/estimate/image.ts";
import { estimateInWords, gainInWords } from "../../core/estimate/words.ts";
import type { ImageFacts, ImageReference } from "../../core/images/types.ts";
import type { RegistrySettings } from "../../core/settings.ts";
import {
  otherCallersInWords,
  pathInWords,
  reasonInWords,
  sentInWords,
} from "../../host/buildContext/words.ts";
import { refusal } from "../../host/images/registryPolicy.ts";
import { said } from "../../l10n/said.ts";
import { t } from "../../l10n/t.ts";
import type { Analysed } from "../analyses.ts";
import { lineOf } from "../positions.ts";
import { basesFor, linkTo } from "./baseLinks.ts";
import type { HoverInput } from "./hover.ts";
import { imageInWords, originInWords, supportInWords } from "./imageWords.ts";
import { blocks, code, enumeration, list, table, title } from "./markdown.ts";
import type { ImageTarget } from "./target.ts";

/** An image reference: what it weighs, what it is, what would be smaller, and where the figures come from. */
export function imageHover(target: ImageTarget, input: HoverInput): string {
  const { outcome } = input;
  const { reference, text, word, platform } = target;
  if (text?.toLowerCase() === "scratch")
    return blocks(title(code("scratch"), "0 B"), t("The empty image: no layers, no shell, no user."));
  const facts = reference && outcome.input.known.images.facts(reference, platform);
  const isOfficial = reference?.registry === "docker.io" && reference.repository.startsWith("library/");
  return blocks(
    title(
      code(reference?.familiar ?? text ?? word.text),
      isOfficial ? t("Docker Official Image") : undefined,
      reference && (facts?.platform ?? platform),
    ),
    resolution(target, outcome),
    ...(facts && reference
      ? knownImage({ ...target, reference }, facts, input)
      : [reasonForNothing(target, outcome)]),
    contextLine(target, outcome),
  );
}

/** Where the files come from that the stage copies, and who says so. */
function contextLine({ instruction }: ImageTarget, { surroundings }: Analysed): string | undefined {
  if (!surroundings || instruction.keyword !== "FROM") return undefined;
  const { discovery, snapshot } = surroundings;
  const folder = code(pathInWords(discovery.folder, discovery.top));
  const others = otherCallersInWords(discovery, discovery.top);
  const also = others.length > 0 ? t(" Built as well by {0}.", enumeration(others)) : "";
  const gap = snapshot.gap === undefined ? "" : t(" It is not known in full: {0}.", snapshot.gap);
  const reason = reasonInWords(discovery, discovery.top);
  return `${t("Build context {0}, as {1}: {2}.", folder, reason, sentInWords(snapshot))}${also}${gap}`;
}

function knownImage(
  target: ImageTarget & { readonly reference: ImageReference },
  facts: ImageFacts,
  input: HoverInput,
): readonly (string | undefined)[] {
  const { today } = input.outcome.analysis.facts.known;
  return [
    sizes(facts),
    imageInWords(target.reference, facts),
    supportInWords(target.reference, facts.os, today),
    alternatives(target, input),
    originInWords(facts, today),
  ];
}

function sizes(facts: ImageFacts): string {
  const amount = imageAmount(facts);
  const layers = facts.layerCount ?? facts.layers?.length;
  return table(
    [t("Download (compressed)"), t("On disk (unpacked)"), t("Layers")],
    [
      amount ? estimateInWords(amount.download) : t("not known"),
      amount ? estimateInWords(amount.unpacked) : t("not known"),
      String(layers ?? t("not known")),
    ],
  );
}

/** Only for a base: what is copied out of an image does not carry the rest of it along. */
function alternatives(target: ImageTarget, { outcome, features }: HoverInput): string | undefined {
  const lines = basesFor(target, outcome).map((base) => {
    const { name, amount, saves, loses, isMissed } = base;
    const link = linkTo(base, target, outcome, features);
    const sizes =
      amount &&
      t("{0} download, {1} on disk", estimateInWords(amount.download), estimateInWords(amount.unpacked));
    const subject = link === undefined ? code(name) : `[${code(name)}](${link} "${t("Use it here")}")`;
    const lost = isMissed ? t("{0}, some of which this file uses", said(loses)) : said(loses);
    return saves
      ? t("{0}: {1} ({2} less), without {3}", subject, sizes ?? t("size not known"), gainInWords(saves), lost)
      : t("{0}: {1}, without {2}", subject, sizes ?? t("size not known"), lost);
  });
  return lines.length > 0 ? `${t("Smaller:")}\n\n${list(lines)}` : undefined;
}

/** Which variables made the reference what it is. */
function resolution(
  { word, text, instruction }: ImageTarget,
  { analysis, document }: Analysed,
): string | undefined {
  if (text === undefined || text === word.value) return undefined;
  const { scope } = analysis.facts;
  const values = variablesIn(word.text).flatMap((name) => {
    const found = scope.definition(name, undefined, instruction);
    const value = scope.value(name, undefined, instruction);
    if (!found || value === undefined) return [];
    return [
      t("{0} (line {1})", code(`${name}=${value}`), lineOf(document, found.instruction.span.start) + 1),
    ];
  });
  return values.length > 0
    ? t("From {0} with {1}.", code(word.text), enumeration(values))
    : t("From {0}.", code(word.text));
}

function reasonForNothing(
  { word, text, reference, instruction }: ImageTarget,
  { input, analysis, settings }: Analysed,
): string {
  if (text === undefined && instruction.keyword !== "FROM")
    return t("No size is known: Docker puts no variables in here.");
  if (text === undefined) {
    const { scope } = analysis.facts;
    const missing = variablesIn(word.text).filter(
      (name) => scope.value(name, undefined, instruction) === undefined,
    );
    const subject =
      missing.length > 0 ? enumeration(missing.map((name) => code(`$${name}`))) : t("A variable");
    return missing.length > 1
      ? t("No size is known: {0} have no value in this file.", subject)
      : t("No size is known: {0} has no value in this file.", subject);
  }
  if (!reference) return t("No size is known: this is no valid image reference.");
  return input.known.images.tags(reference).length > 0
    ? t("No size is known: the repository is known, this tag is not.")
    : `${t("No size is known: nothing is known about this repository.")}${whyNotAsked(reference, settings.registry)}`;
}

function whyNotAsked(reference: ImageReference, settings: RegistrySettings): string {
  switch (refusal(reference, settings)) {
    case "offline":
      return t(" No registry is asked, because {0} says so.", code("plimsoll.registry.mode"));
    case "not-allowed":
      return t(
        " Its registry is asked once {0} names {1}.",
        code("plimsoll.registry.allowHosts"),
        code(reference.registry),
      );
    default:
      return "";
  }
}

function variablesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\$(?:\{)?([A-Za-z_]\w*)/g)].map(([, name = ""]) => name))];
}
