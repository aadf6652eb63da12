import { expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import { isShellChecked, shellTexts, sourceOf } from "../../../server/src/core/facts/shellTexts.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";

const scriptsOf = (text: string) => shellTexts(deriveFacts(parseDockerfile(text), nothingKnown));

function onlyScript(text: string) {
  const [script, second] = scriptsOf(text);
  if (!script || second) throw new Error("not one script");
  return script;
}

test("a script is what the shell gets, with what the Dockerfile says elsewhere in front", () => {
  const text =
    'FROM debian:12\nARG file\nENV HOME=/root other=1\nSHELL ["/bin/sh", "-ec"]\nRUN ls \\\n # all\n $file $http_proxy\n';
  expect(onlyScript(text)).toMatchObject({
    dialect: "dash",
    text: "set -e; export file=1 http_proxy=1\nls  $file $http_proxy",
  });
});

test("what the container runs knows ENV and the name of its host, and no ARG", () => {
  expect(onlyScript("FROM alpine:3\nARG a\nENV b=1\nCMD run $a $b $HOSTNAME $http_proxy\n").text).toBe(
    "export b=1 HOSTNAME=1\nrun $a $b $HOSTNAME $http_proxy",
  );
});

test("comments at the top of a here-document stay at the top", () => {
  const text = "FROM debian:12\nENV a=1\nRUN <<EOF\n#!/bin/bash\n\n# shellcheck disable=SC2086\nls $a\nEOF\n";
  expect(onlyScript(text)).toMatchObject({
    dialect: "bash",
    text: "#!/bin/bash\n\n# shellcheck disable=SC2086\nexport a=1\nls $a\n",
  });
});

test("the line breaks of Windows are not the script's", () => {
  const text = "FROM debian:12\r\nRUN <<EOF\r\nls\r\ncat <<X\r\n1\r\nX\r\nEOF\r\nRUN cat <<A\r\n$b\r\nA\r\n";
  expect(scriptsOf(text).map((script) => script.text)).toEqual(["ls\ncat <<X\n1\nX\n", "cat <<A\n$b\nA"]);
});

test.each(["$file", "ls", "\n# end", "end"])("the way back leads to the words: %j", (words) => {
  const text = "FROM debian:12\r\nENV file=1\r\nRUN <<EOF\r\n# top\r\nls $file\r\n# end\r\nEOF\r\n";
  const script = onlyScript(text);
  const start = script.text.lastIndexOf(words);
  const span = sourceOf(script, { start, end: start + words.length });
  expect(text.slice(span?.start, span?.end)).toBe(words);
});

test("there is no way back for what the Dockerfile does not have", () => {
  const script = onlyScript("FROM debian:12\nENV file=1\nRUN ls $file\n");
  const at = script.text.indexOf("ls");
  expect(sourceOf(script, { start: 0, end: 3 })).toBeUndefined();
  expect(sourceOf(script, { start: at - 1, end: at + 2 })).toBeUndefined();
  expect(sourceOf(script, { start: at, end: script.text.length + 1 })).toBeUndefined();
  expect(sourceOf(script, { start: at, end: at + 2 })).toEqual({ start: 30, end: 32 });
});

test("a file is checked when every script is", () => {
  const dockerfile = parseDockerfile('FROM debian:12\nRUN ls\nRUN pwd\nRUN ["x"]\n');
  const checked = (texts: readonly string[]) =>
    isShellChecked(
      deriveFacts(dockerfile, {
        ...nothingKnown,
        shellProblems: { of: ({ text }) => (texts.includes(text) ? [] : undefined) },
      }),
    );
  expect(checked(["ls", "pwd"])).toBe(true);
  expect(checked(["ls"])).toBe(false);
  expect(isShellChecked(deriveFacts(dockerfile, nothingKnown))).toBe(false);
});
