import { expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";

// Who reads a here-document, and whether its commands are understood.

test.each<[string, string | undefined, boolean]>([
  ["RUN <<EOF\nmake\nEOF", undefined, true],
  ["RUN <<EOF\n#!/usr/bin/env -S bash -e\nmake\nEOF", "bash -e", true],
  ["RUN <<EOF\n#!/usr/bin/env python3\nmake\nEOF", "python3", false],
  ["RUN <<EOF bash\nmake\nEOF", "bash", true],
  ["RUN bash <<EOF\nmake\nEOF", "bash", true],
  ["RUN /bin/sh -eux << 'EOF'\nmake $X\nEOF", "/bin/sh -eux", true],
  ["RUN <<-EOF bash -euo pipefail\n\tmake\n\tEOF", "bash -euo pipefail", true],
  ["RUN bash <<EOF\nmake $X\nEOF", undefined, false],
  ["RUN bash -c <<EOF\nmake\nEOF", undefined, false],
  ["RUN python3 <<EOF\nmake\nEOF", undefined, false],
  ["RUN cat <<EOF > /x\nmake\nEOF", undefined, false],
  ["RUN bash <<A <<B\nmake\nA\nmake\nB", undefined, false],
])("%j is read by %s, understood: %s", (text, interpreter, isUnderstood) => {
  const [run] = deriveFacts(parseDockerfile(`FROM a\n${text}\n`), nothingKnown).runs;
  const { program, options } = run?.interpreter ?? {};
  expect(program && `${program} ${options}`.trim()).toBe(interpreter);
  expect(run?.script.isUnderstood).toBe(isUnderstood);
});

test("line ends of Windows are the file's, not the script's", () => {
  const text = "FROM a\r\nRUN <<EOF\r\nset -e\r\napt-get update\r\nEOF\r\n";
  const { packages } = deriveFacts(parseDockerfile(text), nothingKnown);
  expect(packages.map(({ action }) => action)).toEqual(["update"]);
});
