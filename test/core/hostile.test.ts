import { describe, expect, test } from "vitest";
import { analysisOf } from "../../server/src/core/analyze.ts";
import { parseDockerfile } from "../../server/src/core/document/parse.ts";
import { deriveFacts } from "../../server/src/core/facts/facts.ts";
import { nothingKnown } from "../../server/src/core/known.ts";
import { folds } from "../../server/src/core/language/folds.ts";
import { links } from "../../server/src/core/language/links.ts";
import { occurrencesAt } from "../../server/src/core/language/occurrences.ts";
import { outline } from "../../server/src/core/language/outline.ts";
import { selectionsAt } from "../../server/src/core/language/selections.ts";
import { variableMentions } from "../../server/src/core/language/variables.ts";
import { optimize } from "../../server/src/core/optimize.ts";
import { refactoringsAt } from "../../server/src/core/refactorings/refactorings.ts";

/**
 * Files that nobody writes by hand: everything in them has to do with everything before. Four times the lines may take
 * four times as long, and some more; with the square of the lines it would be sixteen times.
 */
const hostile: Readonly<Record<string, (lines: number) => string>> = {
  "stages that are built from one another": (lines) =>
    `FROM debian AS s0\n${repeat(lines / 2, (at) => `FROM s${at} AS s${at + 1}\nRUN apt-get update && apt-get install -y curl\n`)}`,
  "stages that install and add users": (lines) =>
    `FROM python:3.12 AS s0\n${repeat(lines / 2, (at) => `FROM s${at} AS s${at + 1}\nRUN pip install x${at} && useradd u${at}\n`)}`,
  "stages that copy from the one before": (lines) =>
    `FROM a AS s0\n${repeat(lines / 2, (at) => `FROM a AS s${at + 1}\nCOPY --from=s${at} / /\n`)}`,
  "copies to one folder that changes its owner each time": (lines) =>
    `FROM debian\n${repeat(lines / 2, () => "COPY a /b/\nRUN chown -R x /b\n")}`,
  "copies to folders that change their owner": (lines) =>
    `FROM debian\n${repeat(lines / 2, (at) => `COPY a /srv/b${at}/\nRUN chown -R x:y /srv/b${at}\n`)}`,
  "variables that hold one another": (lines) =>
    `FROM a\n${repeat(lines, (at) => `ENV A${at}=$A${at - 1}x\n`)}`,
  "one ENV of many variables": (lines) =>
    `FROM a\nENV A=x${repeat(lines, (at) => ` \\\n A${at + 1}=$A${at}`)}\n`,
  "ARGs in front of FROM": (lines) =>
    `ARG A0=x\n${repeat(lines, (at) => `ARG A${at + 1}=$A${at}x\n`)}FROM a\n`,
  "a here-document of installs": (lines) =>
    `FROM python\nRUN <<EOF\n${repeat(lines, () => "pip install x\n")}EOF\n`,
  "one RUN of installs": (lines) =>
    `FROM debian\nRUN true${repeat(lines, () => " && \\\n apt-get install -y x")}\n`,
  "one RUN of downloads that are removed again": (lines) =>
    `FROM alpine\nRUN true${repeat(lines / 3, (at) => ` && \\\n wget -O /tmp/${at}.tgz http://x && \\\n tar xf /tmp/${at}.tgz && \\\n rm /tmp/${at}.tgz`)}\n`,
  "one RUN of pipes": (lines) => `FROM debian\nRUN true${repeat(lines, () => "; \\\n curl x | sh")}\n`,
  "installs with copies in between": (lines) =>
    `FROM python\nWORKDIR /app\n${repeat(lines / 3, (at) => `COPY . .\nCOPY r${at}.txt .\nRUN pip install -r r${at}.txt\n`)}`,
  "npm installs with copies in between": (lines) =>
    `FROM node\nWORKDIR /app\n${repeat(lines / 2, () => "COPY . .\nRUN npm install\n")}`,
  "downloads that the next RUN removes": (lines) =>
    `FROM debian\n${repeat(lines / 2, (at) => `RUN curl -o /tmp/f${at} http://x\nRUN rm /tmp/f${at}\n`)}`,
  "packages that a later RUN removes": (lines) =>
    `FROM alpine\n${repeat(lines / 3, (at) => `RUN apk add gcc${at}\nRUN make\nRUN apk del gcc${at}\n`)}`,
  "installs after updates": (lines) =>
    `FROM debian\n${repeat(lines / 2, (at) => `RUN apt-get update\nRUN apt-get install -y x${at}\n`)}`,
  "an ARG that is declared and put in again and again": (lines) =>
    `FROM debian\n${repeat(lines / 2, () => "ARG V\nRUN echo ${V:-$V}\n")}`,
  "a script that sets and reads its own variables": (lines) =>
    `FROM debian\nARG V\nRUN <<EOF\n${repeat(lines / 2, () => "V=x\necho $V\n")}EOF\n`,
  "ignore comments": (lines) =>
    `FROM debian\n${repeat(lines / 2, () => "# plimsoll ignore=pip-cache\nRUN pip install x\n")}`,
};

const small = 400;
const growth = 4;
const bound = 2.25 * growth;

describe("time is linear in the file, whatever the file", () => {
  for (const [name, write] of Object.entries(hostile)) {
    test(name, () => {
      const [few, many] = [write(small), write(small * growth)];
      expect(
        leastRatio(
          () => analyzed(few),
          () => analyzed(many),
        ),
      ).toBeLessThan(bound);
    });
  }

  for (const [name, write] of Object.entries(hostile)) {
    test(`refactorings: ${name}`, () => {
      const [few, many] = [write(small), write(small * growth)];
      expect(
        leastRatio(
          () => refactored(few),
          () => refactored(many),
        ),
      ).toBeLessThan(bound);
    });
  }

  for (const [name, write] of Object.entries(hostile)) {
    test(`language features: ${name}`, () => {
      const [few, many] = [write(small), write(small * growth)];
      expect(
        leastRatio(
          () => readByEditor(few),
          () => readByEditor(many),
        ),
      ).toBeLessThan(bound);
    });
  }

  test("a variable that doubles from line to line is given up", () => {
    const text = `FROM a\nENV A0=xxxxxxxx\n${repeat(60, (at) => `ENV A${at + 1}=$A${at}$A${at}\n`)}WORKDIR /$A60\n`;
    expect(analysisOf(text, input).failures).toEqual([]);
  });

  test("a path of thousands of folders is no burden", () => {
    const path = "/a".repeat(20_000);
    expect(
      analysisOf(`FROM a\nCOPY x ${path}\nRUN curl -o ${path} http://x\nRUN rm ${path}\n`, input).failures,
    ).toEqual([]);
  });

  test("all fixes of a file are applied in a bearable time", () => {
    const write = hostile["one RUN of installs"] ?? (() => "");
    const optimized = (text: string) => optimize(text, { ...input, allow: ["safe", "review"] });
    const [few, many] = [write(small), write(small * growth)];
    expect(
      leastRatio(
        () => optimized(few),
        () => optimized(many),
      ),
    ).toBeLessThan(bound);
  });
});

const input = { known: nothingKnown, settings: { severities: {} } };

function analyzed(text: string): void {
  const { failures } = analysisOf(text, input);
  expect(failures).toEqual([]);
}

/** Asks with everything selected but the first FROM, and with the cursor in the last instruction. */
function refactored(text: string): void {
  const facts = deriveFacts(parseDockerfile(text), nothingKnown);
  const start = facts.dockerfile.instructions[1]?.span.start ?? 0;
  const end = facts.dockerfile.instructions.at(-1)?.span.start ?? 0;
  expect(refactoringsAt(facts, { start, end })).toBeDefined();
  expect(refactoringsAt(facts, { start: end + 4, end: end + 4 })).toBeDefined();
}

/** Everything that an editor asks of a file, with the cursor at its end. */
function readByEditor(text: string): void {
  const facts = deriveFacts(parseDockerfile(text), nothingKnown);
  const end = text.trimEnd().length;
  const answers = [outline(facts), folds(facts.dockerfile), links(facts), variableMentions(facts)];
  expect(answers).not.toContain(undefined);
  expect(selectionsAt(facts, end)).not.toHaveLength(0);
  const first = variableMentions(facts)[0]?.span.start ?? 0;
  expect(occurrencesAt(facts, first)?.all).not.toEqual([]);
}

/**
 * How much more processor time the second takes: the best of a few rounds, because the collector of garbage and the
 * compiler only ever add to it. Ends as soon as a round is good enough.
 */
function leastRatio(first: () => void, second: () => void): number {
  first();
  const times = Math.min(50, Math.ceil(shortest / processorTime(first, 1)));
  let least = Number.POSITIVE_INFINITY;
  let [less, more] = [least, least];
  for (let round = 0; round < 6 && least > bound; round += 1) {
    less = Math.min(less, processorTime(first, times));
    more = Math.min(more, processorTime(second, times));
    least = more / less;
  }
  return least;
}

/** Microseconds. In less time than this one collection of garbage is most of what is measured. */
const shortest = 10_000;

/** Microseconds. */
function processorTime(run: () => void, times: number): number {
  const start = process.cpuUsage();
  for (let time = 0; time < times; time += 1) run();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

function repeat(count: number, write: (at: number) => string): string {
  return Array.from({ length: Math.floor(count) }, (_, at) => write(at)).join("");
}
