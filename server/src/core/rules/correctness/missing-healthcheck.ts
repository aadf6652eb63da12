import type { Instruction, Part } from "../../document/dockerfile.ts";
import type { Fix } from "../../edits/fix.ts";
import { insertLineAboveComments } from "../../edits/instructions.ts";
import { chainOf } from "../../facts/chain.ts";
import type { Facts } from "../../facts/facts.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { imageFamily } from "../../images/families.ts";
import { officialImage } from "../../images/official.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "missing-healthcheck",
  group: "correctness",
  summary: "A service that exposes a port has no HEALTHCHECK.",
  why: "Without a health check Docker only knows whether the process lives, not whether it answers; `depends_on: condition: service_healthy` and Swarm need one. Kubernetes ignores it and has probes of its own, which is why this rule is off by default. The draft asks the exposed port over HTTP with a program that the image has; images without a shell are not reported.",
  severity: "off",
  phase: "instruction",
  safety: ["draft"],
  aliases: ["DL3057", "DS-0026", "CKV_DOCKER_2"],
  *check(facts): Generator<Problem> {
    const stage = facts.finalStage;
    if (!stage || facts.isWindowsFile || facts.atEndOf(stage).shell === "other" || hasNoShell(stage.root))
      return;
    const instructions = chainOf(stage).flatMap((one) => one.stage.instructions);
    if (instructions.some(({ keyword }) => keyword === "HEALTHCHECK")) return;
    const port = firstPort(instructions);
    if (!port) return;
    yield {
      span: port.span,
      message: `nothing checks that port ${port.value} answers: a HEALTHCHECK is missing`,
      fixes: draftFix(stage, port, facts),
    };
  },
});

function hasNoShell({ isScratch, reference }: StageFacts): boolean {
  return isScratch || (reference !== undefined && imageFamily(reference).shell === "none");
}

/** The first plain TCP port. */
function firstPort(instructions: readonly Instruction[]): Part | undefined {
  const words = instructions.flatMap((one) => (one.keyword === "EXPOSE" ? one.words : []));
  return words.find(({ value }) => /^\d+(\/tcp)?$/i.test(value));
}

function draftFix(stage: StageFacts, port: Part, facts: Facts): readonly Fix[] {
  const number = port.value.replace(/\D.*$/, "");
  if (otherProtocols.has(number)) return [];
  const call = requestOf(stage, `http://localhost:${number}/`);
  const before = stage.stage.instructions.find(
    ({ keyword }) => keyword === "CMD" || keyword === "ENTRYPOINT",
  );
  if (call === undefined || !before) return [];
  return [
    {
      title: "Add a HEALTHCHECK",
      safety: "draft",
      assumption: "the service answers HTTP requests for / on this port",
      edits: [
        insertLineAboveComments(facts.dockerfile, before, `HEALTHCHECK --start-period=10s CMD ${call}`),
      ],
    },
  ];
}

/** Ports of databases, queues and gRPC, which do not speak HTTP. */
const otherProtocols: ReadonlySet<string> = new Set(
  "21 22 25 53 143 389 465 587 636 993 1433 1521 1883 2181 3306 5432 5672 6379 8883 9042 9092 11211 27017 50051".split(
    " ",
  ),
);

/** A request with what the image is known to have. */
function requestOf({ root }: StageFacts, url: string): string | undefined {
  if (!root.reference) return undefined;
  const name = officialImage(root.reference)?.name;
  const { osFamily, flavour } = imageFamily(root.reference);
  if (osFamily === "alpine" || osFamily === "busybox") return `wget -q --spider ${url} || exit 1`;
  if (name === "node")
    return `node -e "fetch('${url}').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"`;
  if (name === "python") return `python -c "import urllib.request as r; r.urlopen('${url}', timeout=3)"`;
  const hasCurl = flavour === "full" && name !== undefined && !["debian", "ubuntu"].includes(name);
  return hasCurl ? `curl -fsS ${url} || exit 1` : undefined;
}
