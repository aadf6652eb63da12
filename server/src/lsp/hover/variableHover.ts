import { platformDoc } from "../../core/language/keywordDocs.ts";
import { type VariableMention, variableAt } from "../../core/language/variables.ts";
import { t } from "../../l10n/t.ts";
import type { Analysed } from "../analyses.ts";
import { lineOf } from "../positions.ts";
import type { Said } from "./keywordHover.ts";
import { blocks, code, title } from "./markdown.ts";

/** Longer values say nothing to a reader, and fill the screen. */
const longest = 200;

/** A variable: its value here with all others put in, and who gives it that value. */
export function variableHover({ analysis, document }: Analysed, offset: number): Said | undefined {
  const { facts } = analysis;
  const mention = variableAt(facts, offset);
  if (!mention) return undefined;
  const { name, span, definition } = mention;
  const platform = platformDoc(name);
  if (!definition && !platform) return undefined;
  const value = valueOf(mention, facts);
  const line = definition && t("line {0}", lineOf(document, definition.instruction.span.start) + 1);
  const heading = title(
    code(value === undefined ? name : `${name}=${shortened(value)}`),
    definition?.keyword,
    line,
  );
  const written = definition?.property.value?.text;
  // Others say what a variable is set to, and nothing where that is not known.
  const isSet = written !== undefined;
  if (platform)
    return {
      span,
      isOfOthers: isSet,
      markdown: blocks(heading, `${platform.says} [${t("Reference")}](${platform.address})`),
    };
  const isPutTogether = value !== undefined && written?.includes("$");
  return {
    span,
    isOfOthers: isSet || value !== undefined,
    markdown: blocks(
      heading,
      isPutTogether ? t("From {0}.", code(shortened(written ?? ""))) : undefined,
      value === undefined ? t("Its value is not known from this file.") : undefined,
      definition?.keyword === "ARG" && definition.property.value !== undefined
        ? t("{0} gives it another value.", code(`--build-arg ${name}=…`))
        : undefined,
    ),
  };
}

function valueOf(
  { name, definition, stage, instruction, isDefinition }: VariableMention,
  { scope }: Analysed["analysis"]["facts"],
): string | undefined {
  if (!isDefinition) return scope.value(name, stage, instruction);
  const text = definition?.property.value?.text;
  if (text !== undefined) return scope.expand(text, stage, instruction);
  return scope.value(name, stage, { ...instruction, index: instruction.index + 1 });
}

function shortened(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}
