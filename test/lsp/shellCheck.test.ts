import { describe, expect, test } from "vitest";
import shellProblem from "../../server/src/core/rules/correctness/shell-problem.ts";
import type { ShellProblem, ShellText } from "../../server/src/core/shell/problems.ts";
import type { ShellCheck } from "../../server/src/lsp/dependencies.ts";
import { trustNotification } from "../../server/src/protocol/messages.ts";
import { startClient } from "./support/client.ts";

/** Stands in for the host's: knows nothing until it is told. */
function fakeShellCheck() {
  const answers = new Map<string, readonly ShellProblem[]>();
  const listeners: (() => void)[] = [];
  const said: string[] = [];
  const checker: ShellCheck = {
    known: () => ({ of: ({ text }: ShellText) => answers.get(text) }),
    want: (_, program, scripts) => said.push(`${program}: ${scripts.map(({ text }) => text).join(" | ")}`),
    forget: () => said.push("forget"),
    onChange: (listener) => listeners.push(listener),
    trust: () => said.push("trust"),
  };
  return {
    checker,
    said,
    answer(text: string, ...problems: readonly ShellProblem[]) {
      answers.set(text, problems);
      for (const listener of listeners) listener();
    },
  };
}

const quoting: ShellProblem = {
  code: "SC2086",
  severity: "information",
  message: "a blank in it makes two words",
  span: { start: 3, end: 5 },
  edits: [{ span: { start: 3, end: 5 }, text: '"$a"' }],
};
const text = "FROM debian:12\nRUN ls $a\n";
const rules = [shellProblem];

describe("problems of shell scripts", () => {
  test("arrive when ShellCheck has answered, with its code, weight and page", async () => {
    const { checker, said, answer } = fakeShellCheck();
    const client = await startClient({ rules, shellCheck: checker });
    const doc = await client.open(text);
    expect(await doc.diagnostics()).toEqual([]);
    expect(said).toEqual([": ls $a"]);
    const next = doc.nextDiagnostics();
    answer("ls $a", quoting);
    expect(await next).toEqual([
      {
        range: doc.rangeOf("|$a|"),
        message: "a blank in it makes two words",
        severity: 3,
        source: "plimsoll",
        code: "SC2086",
        codeDescription: { href: "https://www.shellcheck.net/wiki/SC2086" },
      },
    ]);
  });

  test("can be mended and ignored by their code", async () => {
    const { checker, answer } = fakeShellCheck();
    answer("ls $a", quoting);
    answer('ls "$a"');
    const client = await startClient({ rules, shellCheck: checker });
    const doc = await client.open(text);
    await doc.diagnostics();
    expect((await doc.titles("|$a|")).slice(0, 3)).toEqual([
      "Apply ShellCheck's remedy for SC2086 — review: the command is meant as ShellCheck understands it",
      "Ignore SC2086 on this instruction",
      "Ignore SC2086 in this file",
    ]);
    const [fix] = await doc.actions("|$a|");
    expect(fix?.diagnostics).toHaveLength(1);
    expect(await doc.after("|$a|", "Apply")).toBe(text.replace("$a", '"$a"'));
    const ignored = await doc.after("|$a|", "Ignore SC2086 on");
    expect(ignored).toContain("# plimsoll ignore=SC2086\nRUN");
    expect(await (await client.open(ignored)).diagnostics()).toEqual([]);
  });

  test("are asked for with the program that the settings name", async () => {
    const { checker, said } = fakeShellCheck();
    const client = await startClient({
      rules,
      shellCheck: checker,
      settings: { shellcheck: { path: "/opt/shellcheck" } },
    });
    await (await client.open(text)).diagnostics();
    expect(said).toEqual(["/opt/shellcheck: ls $a"]);
  });

  test.each([{ shellcheck: { enable: "off" } }, { rules: { "shell-problem": "off" } }, { enable: false }])(
    "are not asked for with %j",
    async (settings) => {
      const { checker, said, answer } = fakeShellCheck();
      answer("ls $a", quoting);
      const client = await startClient({ rules, shellCheck: checker, settings });
      expect(await (await client.open(text)).diagnostics()).toEqual([]);
      expect(said).toEqual([]);
    },
  );

  test("are asked for again after each change, but not by what is only tried out", async () => {
    const { checker, said, answer } = fakeShellCheck();
    answer("ls $a", quoting);
    const client = await startClient({ rules, shellCheck: checker });
    const doc = await client.open(text);
    await doc.diagnostics();
    await doc.optimize(["anything"]);
    await doc.type("ls |$a|", "$b");
    expect(await doc.diagnostics()).toEqual([]);
    expect(said).toEqual([": ls $a", ": ls $b"]);
  });

  test("are explained by their codes in ignore comments", async () => {
    const client = await startClient({ rules });
    const doc = await client.open("FROM a\n# shellcheck disable=SC2086\nRUN ls $a\n");
    expect(await doc.hover("SC20|86")).toContain("**`SC2086`** · Plimsoll's `shell-problem` · Plimsoll");
  });

  test("wait for trust, and end with the document", async () => {
    const { checker, said } = fakeShellCheck();
    const client = await startClient({ rules, shellCheck: checker });
    const doc = await client.open(text);
    await doc.diagnostics();
    await client.connection.sendNotification(trustNotification);
    await doc.close();
    await client.shutdown();
    expect(said).toEqual([": ls $a", "trust", "forget"]);
  });
});
