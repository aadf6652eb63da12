import { describe, expect, test } from "vitest";
import { analysisOf, defaultSettings } from "../../server/src/core/analyze.ts";
import { nothingKnown } from "../../server/src/core/known.ts";
import { type Twin, withoutTwins } from "../../server/src/lsp/twins.ts";
import { peerProblem } from "../../server/src/protocol/peers.ts";

/** Our rules that are still shown when a peer reports a code at the line that begins with `line`. */
function shown(text: string, line: string, twin: Omit<Twin, "lineStart">): readonly string[] {
  const analysis = analysisOf(text, { known: nothingKnown, settings: defaultSettings });
  const lineStart = text.indexOf(line);
  return withoutTwins(analysis, [{ ...twin, lineStart }]).map(({ rule }) => rule.id);
}

const hadolint = (code: string) => ({ peer: "hadolint", code }) as const;
const utils = (code: string) => ({ peer: "dockerfile-utils", code }) as const;

const cache =
  "FROM python:3.12-slim\nUSER 1\nRUN true x && \\\n  # why\n  pip install flask\nRUN pip install x\n";

describe("a finding is hidden", () => {
  test("where a peer reports the same for the instruction, wherever our words are in it", () => {
    const count = (twin: Omit<Twin, "lineStart">, line: string) =>
      shown(cache, line, twin).filter((id) => id === "pip-cache").length;
    expect(count(hadolint("DL3042"), "RUN true")).toBe(1);
    expect(count(hadolint("dl3042"), "  pip")).toBe(1);
    expect(count(hadolint("DL3042"), "FROM")).toBe(2);
    expect(count(hadolint("DL3059"), "RUN true")).toBe(2);
    expect(count(utils("3042"), "RUN true")).toBe(2);
  });

  test("outside of instructions, on the same line", () => {
    const text = "# plimsoll global ignore=pip-cache\nFROM python:3.12-slim\n";
    expect(shown(text, "#", { peer: undefined, code: "unused-ignore" })).not.toContain("unused-ignore");
    expect(shown(text, "FROM", { peer: undefined, code: "unused-ignore" })).toContain("unused-ignore");
  });

  test.each<[string, string, string, string]>([
    ["0", "instruction-casing", "FROM a:1\nUSER 1\nrun make\nRUN make\n", "run"],
    ["10", "duplicate-stage", "FROM a:1 AS x\nUSER 1\nFROM b:1 AS x\nUSER 1\n", "FROM b"],
    ["11", "empty-continuation", "FROM a:1\nRUN a \\\n\n b\n", "\n b"],
    ["23", "many-sources-to-file", "FROM a:1\nCOPY a b c\n", "COPY"],
    ["24", "invalid-port", "FROM a:1\nEXPOSE a\n", "EXPOSE"],
    ["25", "invalid-port", "FROM a:1\nEXPOSE 80/foo\n", "EXPOSE"],
    ["29", "invalid-onbuild", "FROM a:1\nONBUILD ONBUILD RUN x\n", "ONBUILD"],
    ["30", "invalid-onbuild", "FROM a:1\nONBUILD FROM x\n", "ONBUILD"],
    ["37", "repeated-cmd", 'FROM a:1\nCMD ["a"]\nCMD ["b"]\n', "CMD"],
    ["37", "repeated-entrypoint", 'FROM a:1\nENTRYPOINT ["a"]\nENTRYPOINT ["b"]\n', "ENTRYPOINT"],
    ["37", "repeated-healthcheck", "FROM a:1\nHEALTHCHECK CMD a\nHEALTHCHECK CMD b\n", "HEALTHCHECK"],
    ["45", "maintainer", "FROM a:1\nMAINTAINER me\n", "MAINTAINER"],
    ["49", "malformed-exec-form", "FROM a:1\nCMD ['a']\n", "CMD"],
    ["14", "invalid-syntax", "FROM a:1\nCOPY --link --link a b\n", "COPY"],
    ["38", "invalid-syntax", "FROM a:1\nRNU x\n", "RNU"],
    ["50", "relative-workdir", "FROM a:1\nWORKDIR x\n", "WORKDIR"],
    ["51", "undefined-from-arg", "FROM $X\n", "FROM"],
  ])("for the number %s of dockerfile-utils: %s", (code, rule, text, line) => {
    expect(shown(text, line, { peer: undefined, code: "none" })).toContain(rule);
    expect(shown(text, line, utils(code))).not.toContain(rule);
    expect(shown(text, line, hadolint(code))).toContain(rule);
  });

  test.each([
    ["MaintainerDeprecated", "maintainer", "FROM a:1\nMAINTAINER me\n", "MAINTAINER"],
    ["StageNameCasing", "stage-name-casing", "FROM a:1 AS Build\n", "FROM"],
    ["JSONArgsRecommended", "shell-form-command", "FROM a:1\nCMD a\n", "CMD"],
  ])("for BuildKit's %s", (code, rule, text, line) => {
    expect(shown(text, line, { peer: undefined, code: "none" })).toContain(rule);
    expect(shown(text, line, { peer: "docker", code })).not.toContain(rule);
  });
});

test("what Docker Scout says about digests", () => {
  const settings = { ...defaultSettings, severities: { "digest-not-pinned": "hint" } } as const;
  const analysis = analysisOf("FROM debian:12\nUSER 1\n", { known: nothingKnown, settings });
  const rules = (peer: Twin["peer"]) =>
    withoutTwins(analysis, [{ peer, code: "not_pinned_digest", lineStart: 0 }]).map(({ rule }) => rule.id);
  expect(rules("docker")).not.toContain("digest-not-pinned");
  expect(rules("hadolint")).toContain("digest-not-pinned");
});

test("what stops a build has no name at Docker's, and is invalid-syntax at ours", () => {
  const twin = peerProblem({
    source: "Docker DX (docker-language-server)",
    message: "unknown instruction: RNU",
  });
  if (!twin) throw new Error("It is nobody's");
  expect(shown("FROM a:1\nRNU x\n", "RNU", twin)).not.toContain("invalid-syntax");
});

describe("whose problem it is", () => {
  const message = "m";
  test.each([
    [{ source: "hadolint", code: "DL3008", message }, "hadolint DL3008"],
    [{ source: "Hadolint", code: { value: "DL3008", target: "https://x" }, message }, "hadolint DL3008"],
    [{ code: "DL3008", message: "[hadolint] Pin versions" }, "hadolint DL3008"],
    [{ message: "[hadolint] Pin versions (DL3008)" }, "hadolint DL3008"],
    [
      { source: "Docker DX (docker-language-server)", code: "StageNameCasing", message },
      "docker StageNameCasing",
    ],
    [{ source: "docker-language-server", code: "StageNameCasing", message }, "docker StageNameCasing"],
    [{ source: "dockerfile-utils", code: 45, message }, "dockerfile-utils 45"],
    [
      { source: "dockerfile-utils", code: { value: 45, target: "https://x" }, message },
      "dockerfile-utils 45",
    ],
    [{ source: "dockerfile-utils", code: "0", message }, "dockerfile-utils 0"],
  ])("%j", (problem, expected) => {
    const found = peerProblem(problem);
    expect(`${found?.peer} ${found?.code}`).toBe(expected);
  });

  test.each([
    [{ source: "plimsoll", code: "pip-cache", message }],
    [{ source: "hadolint", message }],
    [{ source: "hadolint", code: {}, message }],
    [{ source: "cSpell", code: "DL3008", message }],
    [{ message: "about [hadolint] (DL3008)" }],
    [{ code: 7, message: { kind: "markdown", value: "x" } }],
  ])("nobody's that we know: %j", (problem) => {
    expect(peerProblem(problem)).toBeUndefined();
  });
});
