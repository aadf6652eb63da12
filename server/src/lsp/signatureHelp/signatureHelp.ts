import type { SignatureHelp, SignatureInformation } from "vscode-languageserver";
import { t } from "../../l10n/t.ts";
import type { Analysed } from "../analyses.ts";
import { type ArgumentCursor, cursorAt, typedOf, type Word } from "../completion/cursor.ts";
import { type FlagEntry, flagsOf, mountKeys } from "../completion/flagTable.ts";
import { type Form, formsOf, type Parameter } from "./signatureTable.ts";

interface SignatureInput {
  readonly outcome: Analysed;
  readonly offset: number;
  /** The user has asked, and did not just type a blank. */
  readonly isInvoked: boolean;
}

export const signatureTriggers = [" ", "=", ",", "["];

/** What the instruction takes, and which part of it the cursor stands in. */
export function signatureHelp({ outcome, offset, isInvoked }: SignatureInput): SignatureHelp | null {
  const { dockerfile } = outcome.analysis.facts;
  const cursor = cursorAt(dockerfile, offset);
  if (cursor?.kind === "keyword" && cursor.isTrigger && cursor.span.start === cursor.span.end)
    return helpFor(formsOf("ONBUILD"), {
      keyword: "ONBUILD",
      isJson: false,
      active: "instruction",
    });
  if (cursor?.kind !== "argument" || cursor.word.isBroken) return null;
  const { instruction, isJson } = cursor;
  const { keyword } = instruction;
  // Whoever writes a script does not want to be told so at every word.
  if (takesScript.has(keyword) && !isJson && !isInvoked && cursor.words.indexOf(cursor.word) > 0) return null;
  const typed = typedOf(cursor, offset);
  const isFlag = cursor.isAmongFlags && !isJson && typed.startsWith("--");
  if (isFlag && typed.toLowerCase().startsWith("--mount=")) return mountHelp(typed);
  const forms = formsOf(keyword);
  const flag = isFlag ? flagNamed(keyword, cursor.word.text) : undefined;
  return helpFor(forms, { keyword, isJson, active: isFlag ? "flags" : activeName(cursor, typed), flag });
}

const takesScript: ReadonlySet<string> = new Set(["RUN", "CMD", "ENTRYPOINT"]);

function flagNamed(keyword: string, word: string): FlagEntry | undefined {
  const name = word.slice(2).split("=", 1)[0]?.toLowerCase();
  return flagsOf.get(keyword)?.find((flag) => flag.name === name);
}

/** The parameter that the word at the cursor is. */
function activeName({ instruction, words, word, isJson }: ArgumentCursor, typed: string): string {
  const index = words.indexOf(word);
  switch (instruction.keyword) {
    case "FROM":
      return ["image", "as", "stage"][index] ?? "";
    case "COPY":
    case "ADD":
      return index > 0 && index === words.length - 1 ? "destination" : "source";
    case "ENV":
    case "LABEL":
    case "ARG":
      return typed.includes("=") || (index > 0 && isWithoutEquals(words)) ? "value" : "name";
    case "USER":
      return typed.includes(":") ? "group" : "user";
    case "EXPOSE":
      return typed.includes("/") ? "protocol" : "port";
    case "HEALTHCHECK":
      if (/^none$/i.test(words[0]?.text ?? "")) return "none";
      return index > 0 ? "command" : "cmd";
    case "SHELL":
      return index > 0 ? "arguments" : "program";
    case "RUN":
    case "CMD":
    case "ENTRYPOINT":
      if (!isJson) return "command";
      return index > 0 ? "arguments" : "program";
    case "WORKDIR":
      return "path";
    case "VOLUME":
      return "path …";
    case "STOPSIGNAL":
      return "signal";
    case "MAINTAINER":
      return "name";
    default:
      return "";
  }
}

/** `ENV NAME value`: all behind the first word is the value. */
function isWithoutEquals([first]: readonly Word[]): boolean {
  return first?.text.includes("=") === false;
}

interface Active {
  readonly keyword: string;
  readonly isJson: boolean;
  readonly active: string;
  readonly flag?: FlagEntry | undefined;
}

function helpFor(forms: readonly Form[], { keyword, isJson, active, flag }: Active): SignatureHelp | null {
  const has = ({ parameters }: Form) => parameters.some(({ name }) => name === active);
  const fitting = forms.findIndex((form) => has(form) && (form.isJson ?? isJson) === isJson);
  const activeSignature = Math.max(fitting, 0);
  const form = forms[activeSignature];
  if (!form) return null;
  const activeParameter = form.parameters.findIndex(({ name }) => name === active);
  const signatures = forms.map(({ says, parameters }) =>
    signature(
      keyword,
      says,
      parameters.map((one) =>
        one.name === "flags" && flag ? { ...one, says: t("--{0}: {1}", flag.name, flag.says()) } : one,
      ),
    ),
  );
  return {
    signatures,
    activeSignature,
    // Past the last parameter none is highlighted.
    activeParameter: activeParameter < 0 ? form.parameters.length : activeParameter,
  };
}

function signature(head: string, says: string, parameters: readonly Parameter[]): SignatureInformation {
  let label = head;
  const places = parameters.map(({ label: text, says: documentation, glue = " " }) => {
    const start = label.length + glue.length;
    label += `${glue}${text}`;
    return { label: [start, label.length] as [number, number], documentation };
  });
  return { label, documentation: says, parameters: places };
}

function mountHelp(typed: string): SignatureHelp {
  const fields = typed.slice("--mount=".length).toLowerCase().split(",");
  const type = fields.find((field) => field.startsWith("type="))?.slice("type=".length) ?? "bind";
  const known = mountKeys.has(type) ? type : "bind";
  const keys = mountKeys.get(known) ?? [];
  const current = fields.at(-1)?.split("=", 1)[0] ?? "";
  const parameters: readonly Parameter[] = [
    { name: "type", label: `type=${known}`, says: t("cache, bind, secret, ssh or tmpfs"), glue: "" },
    ...keys.map(({ name, says, isSwitch }) => ({
      name,
      label: isSwitch ? name : `${name}=…`,
      says: says(),
      glue: ",",
    })),
  ];
  const active = keys.findIndex(({ name, aliases = [] }) => name === current || aliases.includes(current));
  const isType = current === "type";
  return {
    signatures: [signature("--mount=", t("lends the command files that stay out of the layer"), parameters)],
    activeSignature: 0,
    activeParameter: isType ? 0 : active < 0 ? parameters.length : active + 1,
  };
}
