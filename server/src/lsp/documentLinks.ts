import type { DocumentLink } from "vscode-languageserver";
import { links } from "../core/language/links.ts";
import { t } from "../l10n/t.ts";
import { contextUri } from "./edits.ts";
import type { Read } from "./languageModel.ts";
import { rangeOf } from "./positions.ts";

/** Pages of images, files that are copied, and what is downloaded. They cost nothing to tell, so none is resolved later. */
export function documentLinks({ document, facts, outcome }: Read): DocumentLink[] {
  return links(facts).flatMap((link) => {
    const range = rangeOf(document, link.span);
    if (link.kind === "page") return [{ range, target: link.address, tooltip: link.says }];
    const target = outcome && contextUri(outcome, link.path);
    return target === undefined ? [] : [{ range, target, tooltip: t("Open {0}", link.path) }];
  });
}
