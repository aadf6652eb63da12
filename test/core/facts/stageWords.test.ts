import { describe, expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { bareImage } from "../../../server/src/core/facts/bareImage.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import { stageWords } from "../../../server/src/core/facts/stageWords.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";

function factsOf(text: string) {
  return deriveFacts(parseDockerfile(text), nothingKnown);
}

describe("words that name a stage", () => {
  test.each([
    ["FROM a AS x\nFROM b\nCOPY --from=X /a /b", [0]],
    ["FROM a AS x\nFROM b AS x\nFROM c\nCOPY --from=x /a /b", [1]],
    ["FROM a\nCOPY --from=1 /a /b\nFROM b", [1]],
    ["FROM a\nFROM b\nRUN --mount=from=0,target=/x ls", [undefined]],
    ["FROM a\nCOPY --from=nginx:1 /a /b", [undefined]],
    ["FROM a AS x\nFROM b\nCOPY --from=$x /a /b\nONBUILD COPY --from=x /a /b", []],
  ])("%j", (text, expected) => {
    const facts = factsOf(text);
    const words = facts.stages.flatMap((stage) => stageWords(facts, stage));
    expect(words.map(({ target }) => target?.stage.index)).toEqual(expected);
  });
});

describe("bare images", () => {
  test.each([
    ["FROM scratch\nCOPY app /app", "scratch"],
    ["FROM gcr.io/distroless/static-debian12\nCOPY app /", "distroless"],
    ["FROM gcr.io/distroless/static-debian12:debug", undefined],
    ["FROM scratch\nADD rootfs.tar /", undefined],
    ["FROM scratch\nCOPY --from=box /bin /bin", undefined],
    ["FROM debian", undefined],
  ])("%j is %s", (text, expected) => {
    const facts = factsOf(text);
    expect(facts.finalStage && bareImage(facts, facts.finalStage)?.name).toBe(expected);
  });
});
