import { describe, expect, test } from "vitest";
import { installFromDebian } from "../../../scripts/support/debian.ts";
import { analyze, defaultSettings } from "../../../server/src/core/analyze.ts";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { applyEdits } from "../../../server/src/core/edits/apply.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import { shellTexts } from "../../../server/src/core/facts/shellTexts.ts";
import { type Known, nothingKnown } from "../../../server/src/core/known.ts";
import type { Finding } from "../../../server/src/core/rule.ts";
import { checkOnce } from "../../../server/src/host/shellcheck/once.ts";
import { findProgram } from "../../../server/src/host/shellcheck/program.ts";

if (findProgram("") === undefined) await installFromDebian("shellcheck");
const program = findProgram("");
if (program === undefined)
  console.log("skipped: the tests of the real ShellCheck need the program shellcheck");

async function found(text: string): Promise<readonly Finding[]> {
  const scripts = shellTexts(deriveFacts(parseDockerfile(text), nothingKnown));
  const { known, failures } = await checkOnce(program ?? "", scripts);
  expect(failures).toEqual([]);
  const withAnswers: Known = { ...nothingKnown, shellProblems: known };
  return analyze(text, { known: withAnswers, settings: defaultSettings }).filter(
    ({ rule }) => rule.id === "shell-problem" || rule.id === "unused-ignore",
  );
}

async function codes(text: string): Promise<readonly string[]> {
  return (await found(text)).map(
    ({ code, rule, span }) => `${code?.id ?? rule.id} ${text.slice(span.start, span.end)}`,
  );
}

describe.skipIf(program === undefined)("the real ShellCheck", () => {
  test("is quoted at the words that it is about", async () => {
    const text = "FROM debian:12\nRUN echo 🐳 é && \\\n  # why\n\trm \\\n $file\nRUN cd /srv; ls\n";
    expect(await codes(text)).toEqual(["SC2154 $file", "SC2086 $file", "SC2164 cd /srv"]);
  });

  test("hears of ARG, ENV and the options of SHELL", async () => {
    const text = [
      "FROM debian:12",
      "ARG file",
      "ENV other=1",
      'SHELL ["/bin/bash", "-e", "-c"]',
      "RUN cd /srv; rm $file $other $http_proxy",
      "CMD rm $file $other",
    ];
    expect(await codes(`${text.join("\n")}\n`)).toEqual(["SC2154 $file", "SC2086 $file"]);
  });

  test("gives remedies that fit the Dockerfile", async () => {
    const text =
      "FROM debian:12\nRUN for f in *.c; do \\\n  cc $f \\\n  -o x; done\nRUN <<EOF\r\ncd /srv\r\nls\r\nEOF\n";
    const edits = (await found(text)).flatMap(({ fixes }) => fixes[0]?.edits ?? []);
    expect(applyEdits(text, edits)).toBe(text.replace("$f", '"$f"').replace("cd /srv", "cd /srv || exit"));
  });

  test("follows its own directives in a here-document, wherever they stand", async () => {
    const text = [
      "FROM debian:12",
      "ENV LIST=a",
      "RUN <<EOF",
      "#!/bin/bash",
      "# shellcheck disable=SC2046",
      "rm $(ls $LIST)",
      "rm $(ls)",
      "# shellcheck disable=SC2164",
      "cd /srv",
      "cd /tmp",
      "EOF",
    ];
    expect(await codes(`${text.join("\n")}\n`)).toEqual(["SC2164 cd /tmp"]);
  });

  test("shows which ignore comments are of no use", async () => {
    const text =
      "FROM debian:12\n# shellcheck disable=SC2046\nRUN rm $(ls)\n# plimsoll ignore=SC2046\nRUN ls\n# hadolint ignore=SC1091\nRUN . /env\n";
    expect(await codes(text)).toEqual(["unused-ignore plimsoll ignore=SC2046"]);
  });
});
