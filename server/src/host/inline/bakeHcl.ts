import { plainValue, variablesOf } from "../hcl/bakeValue.ts";
import { type HclExpression, parseHcl } from "../hcl/parseHcl.ts";
import { inlineOfTarget } from "./bakeTarget.ts";
import { heredocText } from "./heredoc.ts";
import type { InlineDockerfile } from "./inlineText.ts";
import { quotedText, type WrittenText } from "./scalars.ts";

/** Every `dockerfile-inline` of a bake file in HCL. */
export async function bakeHclInlines(file: string): Promise<readonly InlineDockerfile[]> {
  const blocks = await parseHcl(file);
  const variables = variablesOf(file, blocks);
  return blocks.flatMap(({ type, labels, attributes }): readonly InlineDockerfile[] => {
    const value = attributes.get("dockerfile-inline");
    const written = type === "target" && value ? writtenText(file, value) : undefined;
    // Directives of templates (`%{ if … }`) are worked out by bake alone.
    if (!written || written.text.includes("%{")) return [];
    const stated = attributes.get("context");
    return [
      inlineOfTarget(written, {
        name: labels[0] ?? "",
        context: stated && plainValue(file, stated, variables),
        inherits: attributes.has("inherits"),
        valueOf: (variable) => variables.get(variable),
      }),
    ];
  });
}

function writtenText(file: string, value: HclExpression): WrittenText | undefined {
  if (value.kind === "quoted") return quotedText(file, value.span.start, value.span.end);
  return value.kind === "heredoc" ? heredocText(file, value.body, value) : undefined;
}
