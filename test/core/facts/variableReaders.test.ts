import { expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { applyEdits } from "../../../server/src/core/edits/apply.ts";
import { moveBelow } from "../../../server/src/core/edits/moveInstructions.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import { isPlainInstall } from "../../../server/src/core/facts/plainInstalls.ts";
import { mayBeRead, mentions } from "../../../server/src/core/facts/variableReaders.ts";
import { isOpenValue, namesVolatile } from "../../../server/src/core/facts/volatileVariables.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";

// What reads a variable, and what moves with it.

test.each<[string, boolean]>([
  ["echo $NAME", true],
  [`"\${NAME:-x}"`, true],
  ["NAME", true],
  ["MY_NAME NAMES", false],
  ["MY_NAME=$NAME", true],
])("%j mentions it: %s", (text, expected) => {
  expect(mentions(text, "NAME")).toBe(expected);
});

test.each<[string, boolean]>([
  ["RUN make", true],
  ["RUN mkdir /x && cp a b", false],
  ["RUN mkdir /x && ./cp a b", true],
  ["RUN sudo mkdir /x", true],
  ["COPY . /x", false],
  ["COPY . /$NAME", true],
  ['RUN ["mkdir", "/x"]', true],
  ["ONBUILD RUN true", true],
])("%j may read it: %s", (line, expected) => {
  const facts = deriveFacts(parseDockerfile(`FROM a\nARG NAME\n${line}\n`), nothingKnown);
  const [stage] = facts.stages;
  const [, arg] = facts.dockerfile.instructions;
  expect(stage && arg && mayBeRead(facts, stage, arg, "NAME")).toBe(expected);
});

test.each<[string, boolean]>([
  ["apt-get update && apt-get install -y x && rm -rf /var/lib/apt/lists/*", true],
  ["npm ci", true],
  ["pip install -r requirements.txt", true],
  ["pip install -e .", false],
  ["npm ci && npm run build", false],
  ["go mod download", true],
  ["go build .", false],
  ["mkdir /x", false],
])("%j is a plain install: %s", (script, expected) => {
  const facts = deriveFacts(parseDockerfile(`FROM a\nRUN ${script}\n`), nothingKnown);
  expect(facts.runs.map((run) => isPlainInstall(facts, run))).toEqual([expected]);
});

test("a value that only the build knows", () => {
  expect(["GIT_SHA", "build_date", "NODE_VERSION", "CACHE_BUST"].map(namesVolatile)).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect([undefined, "", "unknown", "v0.0.0", "1.27.3"].map(isOpenValue)).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
});

test("moves instructions with their comments, also to the end of a file without a last line break", () => {
  const text = "FROM a\r\n# why\r\nARG B\r\nRUN x\r\nRUN y";
  const dockerfile = parseDockerfile(text);
  const [, arg, , last] = dockerfile.instructions;
  const edits = arg && last ? moveBelow(dockerfile, [arg], last) : [];
  expect(applyEdits(text, edits)).toBe("FROM a\r\nRUN x\r\nRUN y\r\n# why\r\nARG B");
});
