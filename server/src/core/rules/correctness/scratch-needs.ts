import { insertAt, replaceSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import { insertLineAboveComments } from "../../edits/instructions.ts";
import { type BareImage, bareImage } from "../../facts/bareImage.ts";
import type { Facts } from "../../facts/facts.ts";
import { type CopiedGoProgram, copiedGoPrograms } from "../../facts/goPrograms.ts";
import type { StageFacts } from "../../facts/stages.ts";
import { bringsCertificates, tlsClient } from "../../facts/tlsClients.ts";
import { unknownUsers } from "../../facts/unknownUsers.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "scratch-needs",
  group: "correctness",
  summary: "An image from scratch or distroless lacks something that its program needs.",
  why: "Such images hold hardly more than what is copied into them: no shell, no C library, and in scratch no users and no CA certificates either. What is missing shows only when the container starts, as `no such file or directory` or `unable to find user`. Go programs are complete with `CGO_ENABLED=0`; commands need the exec form, and users a number.",
  severity: "warning",
  phase: "instruction",
  safety: ["review"],
  aliases: [],
  *check(facts): Generator<Problem> {
    for (const stage of facts.stages) {
      const bare = stage.isReachable ? bareImage(facts, stage) : undefined;
      if (!bare) continue;
      yield* shellForms(stage, bare, facts);
      yield* namedUsers(stage, facts);
      if (stage.isFinal) yield* goPrograms(stage, bare, facts);
    }
  },
});

function* shellForms(
  { stage: { instructions } }: StageFacts,
  { name }: BareImage,
  facts: Facts,
): Generator<Problem> {
  for (const instruction of instructions) {
    const { keyword, body } = instruction;
    if (keyword !== "RUN" && keyword !== "CMD" && keyword !== "ENTRYPOINT") continue;
    // A malformed array is another rule's; a SHELL that the file chose is there.
    if (
      instruction.exec ||
      body.text === "" ||
      body.text.startsWith("[") ||
      facts.before(instruction).shellWords
    )
      continue;
    yield {
      span: instruction.keywordSpan,
      message: `${name} has no /bin/sh, so this ${keyword} in shell form cannot ${keyword === "RUN" ? "run" : "start"}`,
    };
  }
}

function* namedUsers(stage: StageFacts, facts: Facts): Generator<Problem> {
  for (const { argument, name, number } of unknownUsers(stage, facts))
    yield {
      span: argument.span,
      message: `scratch has no /etc/passwd, so the container cannot start as ${name}`,
      fixes:
        number === undefined
          ? []
          : [
              {
                title: `Use the number ${number}`,
                safety: "review",
                assumption: `no file belongs to another user called ${name}`,
                edits: [replaceSpan(argument.span, `${number}:${number}`)],
              },
            ],
    };
}

function* goPrograms(
  stage: StageFacts,
  { name, isWithoutLibc }: BareImage,
  facts: Facts,
): Generator<Problem> {
  for (const program of copiedGoPrograms(facts, stage)) {
    for (const { nameWord } of isWithoutLibc ? program.linksLibc : [])
      yield {
        span: nameWord.span,
        message: `without CGO_ENABLED=0 the program may need a C library, which ${name} does not have`,
        fixes: [
          {
            title: "Build with CGO_ENABLED=0",
            safety: "review",
            assumption: "the program uses no C code",
            edits: [insertAt(nameWord.span.start, "CGO_ENABLED=0 ")],
          },
        ],
      };
    const { image } = stage.stage.from;
    const client = tlsClient(facts.known.context);
    if (!image || !client || !stage.root.isScratch || bringsCertificates(stage)) continue;
    yield {
      span: image.span,
      message: `scratch has no CA certificates, so connections of ${client} fail`,
      fixes: [certificatesFix(program, facts)],
    };
  }
}

const certificates = "/etc/ssl/certs/ca-certificates.crt";

function certificatesFix({ copy, from }: CopiedGoProgram, { dockerfile }: Facts): Fix {
  return {
    title: "Copy the CA certificates of the build stage",
    safety: "review",
    assumption: "the program makes TLS connections to other servers",
    edits: [insertLineAboveComments(dockerfile, copy, `COPY --from=${from} ${certificates} ${certificates}`)],
  };
}
