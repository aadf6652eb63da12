import { describe, expect, test } from "vitest";
import { DiagnosticRefreshRequest } from "vscode-languageserver-protocol/node";
import { modernClient, startClient } from "./support/client.ts";

const pip = "FROM python:3.13\nRUN pip install flask\n";

/** Asks for problems itself instead of having them sent. */
const pullingClient = {
  ...modernClient,
  textDocument: { ...modernClient.textDocument, diagnostic: { codeDescriptionSupport: true } },
};

describe("problems", () => {
  test("name the rule, link to its page and stand on the words they are about", async () => {
    const client = await startClient();
    const doc = await client.open(pip);
    const [problem] = await doc.diagnostics();
    expect(problem).toEqual({
      range: { start: { line: 1, character: 4 }, end: { line: 1, character: 15 } },
      message: "pip keeps its download cache in this layer",
      severity: 2,
      source: "plimsoll",
      code: "pip-cache",
      codeDescription: { href: "https://github.com/plimsoll/plimsoll/blob/main/docs/rules/pip-cache.md" },
    });
  });

  test("carry the version they belong to", async () => {
    const client = await startClient();
    const doc = await client.open(pip);
    await doc.diagnostics();
    await doc.type("|flask|", "django");
    await doc.diagnostics();
    expect(client.published.all.map(({ version }) => version)).toEqual([1, 2]);
  });

  test.each([
    ["Windows line breaks", "FROM python:3.13\r\nENV A=1\r\nRUN pip install flask\r\n"],
    ["characters beyond the first plane", "FROM python:3.13\nRUN echo 🐳🚢 && pip install flask\n"],
    ["a byte order mark", "\uFEFFFROM python:3.13\nRUN pip install flask\n"],
    ["continued lines", "FROM python:3.13\nRUN echo 1 \\\n # why\n && pip install \\\n flask\n"],
  ])("are in the right place with %s", async (_, text) => {
    const client = await startClient();
    const doc = await client.open(text);
    const problems = await doc.diagnostics();
    expect(problems.map(({ range }) => doc.textIn(range))).toEqual(["pip install"]);
  });

  test("columns count UTF-16 units", async () => {
    const client = await startClient();
    const doc = await client.open("FROM python:3.13\nRUN echo 🐳 && pip install flask\n");
    const [problem] = await doc.diagnostics();
    expect(problem?.range.start).toEqual({ line: 1, character: 15 });
  });

  test("are faded where the text has no effect, and have the severity of their rule", async () => {
    const client = await startClient();
    const doc = await client.open("FROM node:20\nRUN true\n");
    expect(await doc.diagnostics()).toMatchObject([
      { code: "whole-node", severity: 3 },
      { code: "empty-run", severity: 4, tags: [1] },
    ]);
  });

  test("follow typing, and only the last version is reported", async () => {
    const client = await startClient();
    const doc = await client.open("FROM python:3.13\n");
    await doc.diagnostics();
    for (const letter of "RUN pip install flask") await doc.type(`${doc.text.slice(-8)}||`, letter);
    expect(await doc.diagnostics()).toHaveLength(1);
    expect(client.published.all.length).toBeLessThan(22);
  });

  test("go when the document is closed", async () => {
    const client = await startClient();
    const doc = await client.open(pip);
    await doc.diagnostics();
    const next = doc.nextDiagnostics();
    await doc.close();
    expect(await next).toEqual([]);
  });

  test("of syntax are left to the tools that report them already", async () => {
    const client = await startClient();
    const doc = await client.open("FROM python:3.13\nRUM ls\nCOPY\n");
    expect(
      (await doc.diagnostics()).filter(({ message }) => /unknown|arguments/i.test(String(message))),
    ).toEqual([]);
  });

  test("have no links for a client that knows none", async () => {
    const client = await startClient({ capabilities: {} });
    const doc = await client.open(pip);
    expect((await doc.diagnostics())[0]).not.toHaveProperty("codeDescription");
  });
});

describe("a client that asks for problems itself", () => {
  test("gets them on request and is sent none", async () => {
    const client = await startClient({ capabilities: pullingClient });
    expect(client.capabilities.diagnosticProvider).toMatchObject({ identifier: "plimsoll" });
    const doc = await client.open(pip);
    const report = await doc.pull();
    expect(report).toMatchObject({ kind: "full", items: [{ code: "pip-cache" }] });
    expect(await doc.pull(report.resultId)).toEqual({ kind: "unchanged", resultId: report.resultId });
    expect(client.published.all).toEqual([]);
  });

  test("is told to ask again when the settings change", async () => {
    const client = await startClient({ capabilities: pullingClient });
    const doc = await client.open(pip);
    const before = await doc.pull();
    const refreshed = new Promise<void>((resolve) =>
      client.connection.onRequest(DiagnosticRefreshRequest.type, () => resolve()),
    );
    await client.configure({ rules: { "pip-cache": "off" } });
    await refreshed;
    expect(await doc.pull(before.resultId)).toMatchObject({ kind: "full", items: [] });
  });

  test("sees what was saved when results are wanted on save", async () => {
    const client = await startClient({ capabilities: pullingClient, settings: { run: "onSave" } });
    const doc = await client.open(pip);
    const opened = await doc.pull();
    expect(opened).toMatchObject({ items: [{ code: "pip-cache" }] });
    await doc.type("pip install| flask|", " --no-cache-dir flask");
    expect(await doc.pull(opened.resultId)).toMatchObject({ kind: "unchanged" });
    await doc.save();
    expect(await doc.pull(opened.resultId)).toMatchObject({ kind: "full", items: [] });
  });
});
