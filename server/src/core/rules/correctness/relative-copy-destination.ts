import { insertAt, replaceSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import type { CopyFacts } from "../../facts/copies.ts";
import { normalizePath } from "../../facts/situation.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { officialImage } from "../../images/official.ts";
import { officialWorkdir } from "../../images/workdirs.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "relative-copy-destination",
  group: "correctness",
  summary: "COPY has a relative destination, and no WORKDIR stands before it.",
  why: "A relative destination starts from the working directory. Without a WORKDIR that one comes from the base image: `/` for most, `/go` for golang, `/var/www/html` for php, anything for an image of your own. With another base the files silently land elsewhere. A WORKDIR or an absolute destination says where.",
  severity: "information",
  phase: "word",
  safety: ["review"],
  aliases: ["DL3045"],
  *check(facts): Generator<Problem> {
    for (const copy of facts.copies) {
      const { instruction, stage, situation } = copy;
      const { destination, isOnbuildTrigger } = instruction;
      if (!destination || !stage || isOnbuildTrigger || situation.hasWorkdir || situation.shell === "other")
        continue;
      // Scratch has no other directory than /.
      if (stage.root.isScratch) continue;
      const path = facts.scope.expand(destination.text, stage, instruction);
      if (path === undefined || path === "" || /^[/[]|^[A-Za-z]:|\\/.test(path)) continue;
      const { root } = stage;
      const isOfficial = root.reference !== undefined && officialImage(root.reference) !== undefined;
      yield {
        span: destination.span,
        message: `where ${path} leads depends on the base image, because no WORKDIR stands before it`,
        // The working directory of an image of one's own may well be meant; a build stage is thrown away.
        ...(isOfficial && stage.isShipped ? {} : { severity: "hint" }),
        fixes: absoluteFix(copy, path, root),
      };
    }
  },
});

function absoluteFix({ instruction }: CopyFacts, path: string, root: StageFacts): readonly Fix[] {
  const { destination } = instruction;
  if (!destination) return [];
  const workdir = (root.reference && officialWorkdir(root.reference)) ?? "/";
  const isFolder = path.endsWith("/") || /(^|\/)\.{1,2}$/.test(path);
  const absolute = normalizePath(`${workdir}/${path}`);
  const target = isFolder && absolute !== "/" ? `${absolute}/` : absolute;
  const isVerbatim = destination.text === path;
  const prefix = workdir === "/" ? "/" : `${workdir}/`;
  const quote = /^["']/.test(destination.text) ? 1 : 0;
  return [
    {
      title: `Use the absolute path ${target}`,
      safety: "review",
      assumption: `the base image's working directory is ${workdir}`,
      edits: [
        isVerbatim ? replaceSpan(destination.span, target) : insertAt(destination.span.start + quote, prefix),
      ],
    },
  ];
}
