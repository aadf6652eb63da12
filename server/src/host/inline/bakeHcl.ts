import { plainValue, variablesOf } from "../hcl/bakeValue.ts";
import { type HclExpression, parseHcl } from "../hcl/parseHcl.ts";
import { folderStated } from "./folder.ts";
import { heredocText } from "./heredoc.ts";
import type { InlineDockerfile } from "./inlineText.ts";
import { quotedText, type WrittenText } from "./scalars.ts";
import { asBuilt } from "./variables.ts";

/** Every `dockerfile-inline` of a bake file in HCL. */
export async function bakeHclInlines(file: string): Promise<readonly InlineDockerfile[]> {
  const blocks = await parseHcl(file);
  const variables = variablesOf(file, blocks);
  const valueOf = (expression: string) => variables.get(expression.trim());
  return blocks.flatMap(({ type, labels, attributes }): readonly InlineDockerfile[] => {
    const value = attributes.get("dockerfile-inline");
    const written = type === "target" && value ? writtenText(file, value) : undefined;
    // Directives of templates (`%{ if … }`) are worked out by bake alone.
    if (!written || written.text.includes("%{")) return [];
    const stated = attributes.get("context");
    const context =
      attributes.has("inherits") && !stated
        ? undefined
        : folderStated(stated && plainValue(file, stated, variables));
    const { writing } = written;
    const dollars = "before braces";
    const owner = `target.${labels[0] ?? ""}`;
    return [{ owner, context, writing, dollars, ...asBuilt(written, dollars, valueOf) }];
  });
}

function writtenText(file: string, value: HclExpression): WrittenText | undefined {
  if (value.kind === "quoted") return quotedText(file, value.span.start, value.span.end);
  return value.kind === "heredoc" ? heredocText(file, value.body, value) : undefined;
}
