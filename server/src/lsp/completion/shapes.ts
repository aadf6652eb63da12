import type { Facts } from "../../core/facts/facts.ts";
import { lastOf } from "../../core/facts/lastOf.ts";
import type { StageFacts } from "../../core/facts/stages.ts";
import { usualPort } from "../../core/images/ports.ts";
import { imageUsers } from "../../core/images/users.ts";
import { type Says, t } from "../../l10n/t.ts";
import type { KeywordCursor } from "./cursor.ts";
import { choice, literally } from "./item.ts";
import { managersOf, usualCalls } from "./managers.ts";

/** An instruction as it is usually written. */
export interface Shape {
  readonly keyword: string;
  /** Begins with the keyword, as the snippet does. */
  readonly label: string;
  readonly snippet: string;
  readonly says: Says;
}

/** With what is known of the stage filled in. */
export function shapesAt(facts: Facts, { span, isTrigger }: KeywordCursor): readonly Shape[] {
  const stage = facts.graph.stageAt(span.start);
  if (!stage)
    return [
      {
        keyword: "FROM",
        label: "FROM … AS",
        snippet: "FROM ${1:image} AS ${2:build}",
        says: () => t("a stage with a name"),
      },
    ];
  const before = lastOf(facts.dockerfile.instructions, (one) => one.span.start < span.start);
  const index = before ? before.index + 1 : 0;
  return [
    ...(isTrigger ? [] : cacheMounts(facts, stage, index)),
    ...fromStages(facts, stage),
    ...ofBase(stage),
    ...heredoc(facts, isTrigger),
    ...fixed,
  ];
}

function cacheMounts(facts: Facts, stage: StageFacts, before: number): readonly Shape[] {
  const { escape, eol } = facts.dockerfile;
  return managersOf(facts, stage, before).flatMap(({ manager, mounts }) => {
    const call = usualCalls[manager];
    if (call === undefined) return [];
    const gap = mounts.length > 1 ? ` ${literally(escape)}${eol}    ` : " ";
    const flags = mounts.map((mount) => `--mount=${literally(mount)}`).join(gap);
    return {
      keyword: "RUN",
      label: `RUN --mount=type=cache … ${manager}`,
      snippet: `RUN ${flags}${gap}${call}$0`,
      says: () => t("{0} with its cache, which stays out of the layer", manager),
    };
  });
}

function fromStages(facts: Facts, stage: StageFacts): readonly Shape[] {
  const earlier = facts.stages
    .slice(0, stage.stage.index)
    .map((one) => one.stage.name?.value ?? String(one.stage.index));
  if (earlier.length === 0) return [];
  return [
    {
      keyword: "COPY",
      label: "COPY --from=…",
      snippet: `COPY --from=${choice(1, earlier.toReversed())} \${2:/app} \${3:./}$0`,
      says: () => t("files of an earlier stage"),
    },
  ];
}

function ofBase({ root: { reference } }: StageFacts): readonly Shape[] {
  if (!reference) return [];
  const user = imageUsers(reference).existing?.name;
  const port = usualPort(reference);
  const shapes: Shape[] = [];
  if (user !== undefined) {
    shapes.push({
      keyword: "USER",
      label: `USER ${user}`,
      snippet: `USER ${literally(user)}`,
      says: () => t("a user of the base image"),
    });
    shapes.push({
      keyword: "COPY",
      label: `COPY --chown=${user}:${user}`,
      snippet: `COPY --chown=${literally(user)}:${literally(user)} \${1:.} \${2:.}$0`,
      says: () => t("files that belong to a user of the base image"),
    });
  }
  if (port !== undefined)
    shapes.push({
      keyword: "EXPOSE",
      label: `EXPOSE ${port}`,
      snippet: `EXPOSE ${port}`,
      says: () => t("what the base image serves on"),
    });
  return shapes;
}

function heredoc({ dockerfile: { eol } }: Facts, isTrigger: boolean): readonly Shape[] {
  if (isTrigger) return [];
  return [
    {
      keyword: "RUN",
      label: "RUN <<EOF",
      snippet: `RUN <<EOF${eol}set -e${eol}\${1:command}${eol}EOF$0`,
      says: () => t("several lines as one script"),
    },
    {
      keyword: "COPY",
      label: "COPY <<EOF",
      snippet: `COPY <<EOF \${1:/etc/file}${eol}$2${eol}EOF$0`,
      says: () => t("a file that stands here"),
    },
  ];
}

const fixed: readonly Shape[] = [
  {
    keyword: "RUN",
    label: "RUN --mount=type=bind …",
    snippet: "RUN --mount=type=bind,source=${1:file},target=${1:file} ${2:command}$0",
    says: () => t("a file that is needed for the command alone"),
  },
  {
    keyword: "RUN",
    label: "RUN --mount=type=secret …",
    snippet: "RUN --mount=type=secret,id=${1:token},env=${2:TOKEN} ${3:command}$0",
    says: () => t("a secret that leaves no trace"),
  },
  {
    keyword: "CMD",
    label: 'CMD ["…"]',
    snippet: 'CMD ["${1:program}"$2]$0',
    says: () => t("without a shell in between, so that signals arrive"),
  },
  {
    keyword: "ENTRYPOINT",
    label: 'ENTRYPOINT ["…"]',
    snippet: 'ENTRYPOINT ["${1:program}"$2]$0',
    says: () => t("without a shell in between, so that signals arrive"),
  },
  {
    keyword: "HEALTHCHECK",
    label: "HEALTHCHECK … CMD",
    snippet: "HEALTHCHECK --interval=${1:30s} --timeout=${2:5s} --start-period=${3:10s} CMD ${4:command}$0",
    says: () => t("a check every half minute"),
  },
  {
    keyword: "HEALTHCHECK",
    label: "HEALTHCHECK NONE",
    snippet: "HEALTHCHECK NONE",
    says: () => t("without the check of the base image"),
  },
  {
    keyword: "ADD",
    label: "ADD --checksum=…",
    snippet: "ADD --checksum=sha256:${1:digest} ${2:https://} ${3:/opt/}$0",
    says: () => t("a download that cannot change"),
  },
  {
    keyword: "SHELL",
    label: "SHELL … pipefail",
    snippet: 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]$0',
    says: () => t("a pipe fails with any of its commands"),
  },
  {
    keyword: "FROM",
    label: "FROM … AS",
    snippet: "FROM ${1:image} AS ${2:build}",
    says: () => t("a stage with a name"),
  },
];
