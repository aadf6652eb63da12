import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { inCasing, keywordCasing } from "../../core/facts/casing.ts";
import { isRemote } from "../../core/facts/copies.ts";
import { t } from "../../l10n/t.ts";
import { argNames } from "./argNames.ts";
import { contextPaths } from "./contextPaths.ts";
import { typedOf } from "./cursor.ts";
import { envNames } from "./envNames.ts";
import { flags } from "./flags.ts";
import { flagValues } from "./flagValues.ts";
import { folders, foldersAtEnd } from "./folders.ts";
import { itemOf } from "./item.ts";
import { labelKeys } from "./labelKeys.ts";
import { ports } from "./ports.ts";
import { type WordRequest, within } from "./request.ts";
import { signals } from "./signals.ts";
import { users } from "./users.ts";
import { isSingleQuoted, variableAt, variables } from "./variables.ts";

/** What can stand behind a keyword: variables, flags and their values, and the words of the instruction. */
export function argumentItems(request: WordRequest): readonly CompletionItem[] {
  const { place, offset, outcome } = request;
  const { word, instruction, isAmongFlags } = place;
  const { facts } = outcome.analysis;
  const variable = variableAt(facts, offset, instruction);
  if (variable) return takesVariables(request) ? variables({ ...request, place: variable }) : [];
  if (word.isBroken) return [];
  const typed = typedOf(place, offset);
  const isFlag = isAmongFlags && !place.isJson && typed.startsWith("-");
  if (isFlag) return typed.includes("=") ? flagValues(request) : flags(request);
  const open = isAmongFlags && typed === "" && word.text === "" ? flags(request) : [];
  return [...wordItems(request), ...open];
}

/** Docker or a shell puts them in. */
function takesVariables({ place, offset, outcome }: WordRequest): boolean {
  const { instruction, isJson, word } = place;
  switch (instruction.keyword) {
    case "RUN":
    case "CMD":
    case "ENTRYPOINT":
    case "HEALTHCHECK": {
      const isFlag = word.text.startsWith("--") && place.flags.includes(word);
      if (isFlag) return true;
      const { text } = outcome.analysis.facts.dockerfile;
      return !isJson && !isSingleQuoted(text.slice(instruction.keywordSpan.end, offset));
    }
    case "COPY":
    case "ADD":
      return !word.text.toLowerCase().startsWith("--from=");
    case "MAINTAINER":
    case "SHELL":
    case "UNKNOWN":
    case "ONBUILD":
      return false;
    default:
      return true;
  }
}

function wordItems(request: WordRequest): readonly CompletionItem[] {
  const { place } = request;
  const { word, words, instruction } = place;
  const at = within(request, word.start, word.end);
  const isFirst = words[0] === word;
  switch (instruction.keyword) {
    case "FROM":
      return words.length === 2 && words[1] === word
        ? plain(request, [
            [inCasing("AS", keywordCasing(request.outcome.analysis.facts)), t("gives the stage a name")],
          ])
        : [];
    case "COPY":
    case "ADD":
      return paths(request);
    case "ARG":
      return argNames(request);
    case "ENV":
      return envNames(request);
    case "LABEL":
      return labelKeys(request);
    case "WORKDIR":
      return isFirst ? folders(at, { isWorkdir: true }) : [];
    case "VOLUME":
      return folders(at, { isWorkdir: true });
    case "USER":
      return isFirst ? users(at) : [];
    case "EXPOSE":
      return ports(request);
    case "STOPSIGNAL":
      return isFirst ? signals(request) : [];
    case "HEALTHCHECK":
      return isFirst
        ? plain(request, [
            ["CMD", t("the command that checks")],
            ["NONE", t("without the check of the base image")],
          ])
        : [];
    case "SHELL":
      return isFirst && !place.isJson
        ? plain(request, [
            ['["/bin/bash", "-o", "pipefail", "-c"]', t("a pipe fails with any of its commands")],
            ['["/bin/sh", "-c"]', t("as without SHELL")],
            ['["powershell", "-Command"]', "Windows"],
          ])
        : [];
    default:
      return [];
  }
}

/** Sources first; behind one of them there may be another, or the destination. */
function paths(request: WordRequest): readonly CompletionItem[] {
  const { place, offset, outcome } = request;
  const { graph } = outcome.analysis.facts;
  const { word, words, flags: written, instruction } = place;
  const at = within(request, word.start, word.end);
  const typed = typedOf(place, offset);
  if (isRemote(typed) || typed.startsWith("<<")) return [];
  const index = words.indexOf(word);
  const isLast = index === words.length - 1;
  const from = written
    .find(({ text }) => text.toLowerCase().startsWith("--from="))
    ?.text.slice("--from=".length);
  const stage = graph.stageOf(instruction);
  const source = from !== undefined && stage ? graph.resolve(from, stage) : undefined;
  const sources = from === undefined ? contextPaths(at) : source ? foldersAtEnd(at, source) : [];
  if (index === 0) return sources;
  if (!isLast) return sources;
  const destinations = folders(at, { isWorkdir: false });
  // Of another stage nearly always one thing is copied.
  return from === undefined ? [...destinations, ...sources] : destinations;
}

function plain(
  request: WordRequest,
  offered: readonly (readonly [label: string, detail: string])[],
): readonly CompletionItem[] {
  const at = within(request, request.place.word.start, request.place.word.end);
  return offered.map(([label, detail], order) =>
    itemOf(at, { label, kind: CompletionItemKind.Keyword, detail, order }),
  );
}
