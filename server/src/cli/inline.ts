import { type AnalyzeInput, analyze } from "../core/analyze.ts";
import type { Finding } from "../core/rule.ts";
import { inlineDockerfiles } from "../host/inline/find.ts";
import { editsInFile, type InlineDockerfile, spanInFile } from "../host/inline/inlineText.ts";
import { mayHoldDockerfiles } from "../host/inline/names.ts";
import { aboutKnownText } from "../host/inline/variables.ts";
import { t } from "../l10n/t.ts";
import { UserError } from "./userError.ts";

/**
 * The Dockerfiles of a compose file or bake's JSON; undefined for any other file. Throws a UserError when the file is
 * broken, which must not pass for a file without findings.
 */
export async function inlinesIn(
  file: string,
  text: string,
): Promise<readonly InlineDockerfile[] | undefined> {
  if (!mayHoldDockerfiles(file)) return undefined;
  const inlines = await inlineDockerfiles(file, text);
  if (!inlines) throw new UserError(t("{0} is not valid {1}", file, file.endsWith("json") ? "JSON" : "YAML"));
  return inlines;
}

/** What is found in one of them, with the places and edits of the file that it is in. */
export function inlineFindings(
  inline: InlineDockerfile,
  file: string,
  input: AnalyzeInput,
): readonly Finding[] {
  return aboutKnownText(inline, analyze(inline.text, input)).map((finding) => ({
    ...finding,
    span: spanInFile(inline, finding.span),
    fixes: finding.fixes.flatMap((fix) => {
      const edits = editsInFile(inline, fix.edits, file);
      return edits ? [{ ...fix, edits }] : [];
    }),
  }));
}
