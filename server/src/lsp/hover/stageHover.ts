import type { Facts } from "../../core/facts/facts.ts";
import type { StageFacts, StageUse } from "../../core/facts/stages.ts";
import { t } from "../../l10n/t.ts";
import type { Analysed } from "../analyses.ts";
import { lineOf } from "../positions.ts";
import { stageSize } from "../sizes.ts";
import { blocks, code, enumeration, list, title } from "./markdown.ts";
import type { StageTarget } from "./target.ts";

/** A build stage: what it is built from, who uses it, what leaves it, and whether it ends up in the image. */
export function stageHover({ stage }: StageTarget, { analysis, document }: Analysed): string {
  const { facts } = analysis;
  const lineNumber = (offset: number): number => lineOf(document, offset) + 1;
  const { from, index, name } = stage.stage;
  const size = stageSize(facts, stage);
  return blocks(
    title(
      code(name?.value ?? String(index)),
      t("stage {0}", index),
      t("line {0}", lineNumber(from.span.start)),
    ),
    t("{0} {1}", origin(stage), destiny(stage)),
    size === undefined ? undefined : t("With everything below it: {0}.", size),
    uses(stage, facts, lineNumber),
  );
}

function origin({ base, imageText, isScratch, stage }: StageFacts): string {
  if (base) return t("Built on stage {0}.", code(base.stage.name?.value ?? String(base.stage.index)));
  if (isScratch) return t("Built on the empty image {0}.", code("scratch"));
  return t("Built on {0}.", code(imageText ?? stage.from.image?.text ?? t("an unnamed image")));
}

function destiny({ isFinal, isShipped, isReachable }: StageFacts): string {
  if (isFinal) return t("This is the image.");
  if (isShipped) return t("The image is built on it, so all of it is shipped.");
  if (isReachable) return t("Only what is copied out of it is shipped.");
  return t("The image does not need it, and BuildKit skips it unless it is named as the target.");
}

function uses(
  { users }: StageFacts,
  facts: Facts,
  lineNumber: (offset: number) => number,
): string | undefined {
  if (users.length === 0) return undefined;
  const lines = users.map((use) =>
    t("line {0}: {1}", lineNumber(use.part.span.start), useInWords(use, facts)),
  );
  return `${t("Used by")}\n\n${list(lines)}`;
}

function useInWords({ stage, instruction }: StageUse, facts: Facts): string {
  const user = t("stage {0}", code(stage.stage.name?.value ?? String(stage.stage.index)));
  if (instruction.keyword === "FROM") return t("{0} is built on it", user);
  if (instruction.keyword === "RUN") return t("{0} mounts it", user);
  const sources = facts.copy(instruction)?.sources ?? [];
  const paths = sources.map(({ part, path }) => code(path === undefined ? part.text : `/${path}`));
  return paths.length > 0 ? t("{0} takes {1}", user, enumeration(paths)) : t("{0} takes files", user);
}
