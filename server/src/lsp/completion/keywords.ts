import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { inCasing, keywordCasing } from "../../core/facts/casing.ts";
import { lastOf } from "../../core/facts/lastOf.ts";
import { type Says, t } from "../../l10n/t.ts";
import type { KeywordCursor } from "./cursor.ts";
import { itemOf } from "./item.ts";
import type { CompletionRequest } from "./request.ts";
import { type Shape, shapesAt } from "./shapes.ts";

/** Instructions that can stand at the place, with the shapes that they usually have. */
export function keywords(request: CompletionRequest<KeywordCursor>): readonly CompletionItem[] {
  const { place, outcome } = request;
  const { facts } = outcome.analysis;
  const casing = keywordCasing(facts);
  const before = lastOf(facts.dockerfile.instructions, ({ span }) => span.end < place.span.start);
  const hasStage = facts.dockerfile.stages.some(({ from }) => from.span.start < place.span.start);
  const names = place.isTrigger ? triggers : hasStage ? order(before?.keyword) : ["FROM", "ARG"];
  const plain = names.map((keyword, at) =>
    itemOf(request, {
      label: inCasing(keyword, casing),
      kind: CompletionItemKind.Keyword,
      detail: says.get(keyword)?.(),
      insert: `${inCasing(keyword, casing)}${place.hasArguments ? "" : " "}`,
      goesOn: !place.hasArguments && keyword !== "RUN",
      order: at,
    }),
  );
  if (place.hasArguments) return plain;
  const shapes = shapesAt(facts, place).filter(({ keyword }) => names.includes(keyword));
  return [
    ...plain,
    ...shapes.map((shape) =>
      itemOf(request, {
        label: cased(shape.label, shape, casing),
        kind: CompletionItemKind.Snippet,
        detail: shape.says(),
        snippet: cased(shape.snippet, shape, casing),
        order: 50 + names.indexOf(shape.keyword),
      }),
    ),
  ];
}

function cased(text: string, { keyword }: Shape, casing: "upper" | "lower"): string {
  const behind = text.slice(keyword.length);
  return `${inCasing(keyword, casing)}${keyword === "FROM" ? behind.replace(" AS", inCasing(" AS", casing)) : behind}`;
}

const usual = [
  "RUN",
  "COPY",
  "WORKDIR",
  "ENV",
  "ARG",
  "USER",
  "EXPOSE",
  "CMD",
  "ENTRYPOINT",
  "FROM",
  "LABEL",
  "HEALTHCHECK",
  "ADD",
  "VOLUME",
  "SHELL",
  "STOPSIGNAL",
  "ONBUILD",
];

/** What mostly follows goes to the top. */
const following: Readonly<Record<string, readonly string[]>> = {
  FROM: ["WORKDIR", "ARG", "ENV", "RUN", "COPY"],
  WORKDIR: ["COPY", "RUN"],
  COPY: ["RUN", "COPY"],
  EXPOSE: ["CMD", "ENTRYPOINT", "USER"],
  USER: ["CMD", "ENTRYPOINT", "EXPOSE"],
  ENTRYPOINT: ["CMD", "FROM"],
  CMD: ["FROM"],
  HEALTHCHECK: ["CMD", "ENTRYPOINT"],
};

function order(before: string | undefined): readonly string[] {
  const first = (before !== undefined && Object.hasOwn(following, before) && following[before]) || [];
  return [...new Set([...first, ...usual])];
}

/** All but FROM, ONBUILD and MAINTAINER, which BuildKit refuses there. */
const triggers = usual.filter((keyword) => keyword !== "FROM" && keyword !== "ONBUILD");

const says: ReadonlyMap<string, Says> = new Map<string, Says>([
  ["ADD", () => t("puts files, downloads and unpacked archives into the image")],
  ["ARG", () => t("declares a variable of the build")],
  ["CMD", () => t("what a container runs when nothing else is asked for")],
  ["COPY", () => t("puts files into the image")],
  ["ENTRYPOINT", () => t("the program that a container runs")],
  ["ENV", () => t("sets variables for the build and for containers")],
  ["EXPOSE", () => t("says which port is served on")],
  ["FROM", () => t("begins a stage on an image or an earlier stage")],
  ["HEALTHCHECK", () => t("a command that tells whether the container works")],
  ["LABEL", () => t("notes something about the image")],
  ["ONBUILD", () => t("an instruction for images that are built on this one")],
  ["RUN", () => t("runs a command and keeps what it changes")],
  ["SHELL", () => t("the shell of the commands below")],
  ["STOPSIGNAL", () => t("the signal that ends the container")],
  ["USER", () => t("who runs what is below, and the container")],
  ["VOLUME", () => t("a folder that outlives the container")],
  ["WORKDIR", () => t("the folder for what is below, made when it is not there")],
]);
