import { saidSummary } from "../../l10n/said.ts";
import { t } from "../../l10n/t.ts";
import { rulePage } from "../diagnostics.ts";
import { blocks, code, title } from "./markdown.ts";
import type { RuleTarget } from "./target.ts";

/** A rule id in an ignore comment: what is switched off there. */
export function ruleHover({ rule, id }: RuleTarget): string {
  const ours = id === rule.id ? undefined : t("Plimsoll's {0}", code(rule.id));
  return blocks(
    title(code(id), ours),
    saidSummary(rule),
    `[${t("More about {0}", rule.id)}](${rulePage({ rule })})`,
  );
}
