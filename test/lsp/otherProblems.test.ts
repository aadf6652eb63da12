import { describe, expect, test } from "vitest";
import { type Diagnostic, DiagnosticRefreshRequest } from "vscode-languageserver-protocol/node";
import { type OtherProblem, otherProblemsNotification } from "../../server/src/protocol/messages.ts";
import { modernClient, startClient } from "./support/client.ts";
import type { OpenDocument } from "./support/document.ts";

const pip = "FROM python:3.13\nRUN ls && \\\n  pip install flask\n";
const theirs: OtherProblem = {
  source: "hadolint",
  code: "DL3042",
  range: { start: { line: 1, character: 0 }, end: { line: 1, character: 11 } },
};

type Client = Awaited<ReturnType<typeof startClient>>;

/** Another extension has looked at the document. */
function report(client: Client, doc: Pick<OpenDocument, "uri">, ...items: readonly OtherProblem[]) {
  return client.connection.sendNotification(otherProblemsNotification, { uri: doc.uri, items });
}

/** The same, and our problem is gone. */
async function hide(client: Client, doc: OpenDocument): Promise<void> {
  await doc.diagnostics();
  const hidden = doc.nextDiagnostics();
  await report(client, doc, theirs);
  expect(await hidden).toEqual([]);
}

const rulesOf = (problems: readonly Diagnostic[]) => problems.map(({ code }) => code);

describe("what another extension reports", () => {
  test("is not reported twice, and comes back when the other is silent", async () => {
    const client = await startClient();
    const doc = await client.open(pip);
    expect(rulesOf(await doc.diagnostics())).toEqual(["pip-cache"]);
    const hidden = doc.nextDiagnostics();
    await report(client, doc, theirs);
    expect(await hidden).toEqual([]);
    const back = doc.nextDiagnostics();
    await report(client, doc);
    expect(rulesOf(await back)).toEqual(["pip-cache"]);
  });

  test("still counts in the status, and can still be optimized", async () => {
    const client = await startClient();
    const doc = await client.open(pip);
    await hide(client, doc);
    expect(await doc.status()).toMatchObject({ findings: 1, fixable: 1 });
    expect((await doc.optimize())?.items).toMatchObject([{ rule: "pip-cache" }]);
  });

  test("is found again when lines move, and while the other has not looked again", async () => {
    const client = await startClient();
    const doc = await client.open(pip);
    await hide(client, doc);
    await doc.type("|RUN ls", "ENV A=1\nENV B=2\n");
    expect(await doc.diagnostics()).toEqual([]);
    await doc.type("|ENV A=1\n|", "");
    expect(await doc.diagnostics()).toEqual([]);
    await doc.type("RUN |ls|", "pwd");
    expect(rulesOf(await doc.diagnostics())).toEqual(["pip-cache"]);
  });

  test("hides nothing of another line, rule or document", async () => {
    const client = await startClient();
    const doc = await client.open(pip);
    const other = await client.open(pip);
    await Promise.all([doc.diagnostics(), other.diagnostics()]);
    const next = doc.nextDiagnostics();
    const elsewhere = { ...theirs, range: { ...theirs.range, start: { line: 0, character: 0 } } };
    await report(
      client,
      doc,
      elsewhere,
      { ...theirs, code: "DL3008" },
      { ...theirs, source: "dockerfile-utils" },
    );
    expect(rulesOf(await next)).toEqual(["pip-cache"]);
    await report(client, { uri: "file:///not/open" }, theirs);
    expect(rulesOf(await other.diagnostics())).toEqual(["pip-cache"]);
    expect(client.log).toEqual([]);
  });

  test("is reported twice for those who want it", async () => {
    const client = await startClient({ settings: { deduplicate: false } });
    const doc = await client.open(pip);
    await doc.diagnostics();
    const next = doc.nextDiagnostics();
    await report(client, doc, theirs);
    expect(rulesOf(await next)).toEqual(["pip-cache"]);
    const changed = doc.nextDiagnostics();
    await client.configure({ deduplicate: true });
    expect(await changed).toEqual([]);
  });

  test("is forgotten with the document", async () => {
    const client = await startClient();
    const doc = await client.open(pip);
    await hide(client, doc);
    const closed = doc.nextDiagnostics();
    await doc.close();
    await closed;
    const opened = doc.nextDiagnostics();
    await client.open(pip, doc.uri);
    expect(rulesOf(await opened)).toEqual(["pip-cache"]);
  });

  test("does not bring in what was typed since the last save, for those who want results on save", async () => {
    const client = await startClient({ settings: { run: "onSave" } });
    const doc = await client.open(pip);
    await doc.diagnostics();
    await doc.type("pip install |flask|", "flask && pip install django");
    const next = doc.nextDiagnostics();
    await report(client, doc, { ...theirs, code: "DL3008" });
    expect(rulesOf(await next)).toEqual(["pip-cache"]);
    expect(client.published.all.at(-1)?.version).toBe(1);
  });

  test("makes nonsense of no session", async () => {
    const client = await startClient();
    const doc = await client.open(pip);
    await doc.diagnostics();
    for (const params of [null, 7, {}, { uri: doc.uri }, { uri: doc.uri, items: [null] }])
      await client.connection.sendNotification(otherProblemsNotification, params);
    const hidden = doc.nextDiagnostics();
    await report(client, doc, theirs);
    expect(await hidden).toEqual([]);
  });
});

test("a client that pulls is told to ask again, and gets another answer", async () => {
  const { textDocument } = modernClient;
  const client = await startClient({
    capabilities: { ...modernClient, textDocument: { ...textDocument, diagnostic: {} } },
  });
  const doc = await client.open(pip);
  const before = await doc.pull();
  expect(before).toMatchObject({ items: [{ code: "pip-cache" }] });
  const refreshed = new Promise<void>((resolve) =>
    client.connection.onRequest(DiagnosticRefreshRequest.type, () => resolve()),
  );
  await report(client, doc, theirs);
  await refreshed;
  expect(await doc.pull(before.resultId)).toMatchObject({ kind: "full", items: [] });
  expect(client.published.all).toEqual([]);
});

describe("fixes are offered on their problem", () => {
  const { range } = theirs;
  test.each([
    ["with a code", { source: "hadolint", code: "DL3042", message: "m" }],
    [
      "with a code and a link",
      { source: "hadolint", code: { value: "DL3042", target: "https://x" }, message: "m" },
    ],
    ["with the code in the message", { message: "[hadolint] m (DL3042)" }],
    ["by somebody unknown", { source: "lint", code: "DL3042", message: "m" }],
  ])("%s", async (_, problem) => {
    const client = await startClient();
    const doc = await client.open(pip);
    await doc.diagnostics();
    const given = { ...problem, range } as Diagnostic;
    client.published.add({ uri: doc.uri, diagnostics: [given] });
    const [fix] = await doc.actions("|RUN ls|");
    expect(fix).toMatchObject({ title: "Add --no-cache-dir to pip install", diagnostics: [given] });
  });

  test("by number", async () => {
    const { rules } = await import("../../server/src/core/rules/index.ts");
    const client = await startClient({ rules });
    const doc = await client.open("FROM python:3.13\nMAINTAINER me\n");
    await doc.diagnostics();
    const given = { source: "dockerfile-utils", code: 45, message: "m", range: doc.rangeOf("|MAINTAINER|") };
    client.published.add({ uri: doc.uri, diagnostics: [given] });
    const [fix] = await doc.actions("MAINTAINER| me");
    expect(fix?.diagnostics).toEqual([given]);
    expect(fix?.edit).toBeDefined();
  });

  test("once for all that is meant in the instruction, each mended", async () => {
    const client = await startClient();
    const doc = await client.open("FROM python:3.13\nRUN pip install flask && pip install django\n");
    await doc.diagnostics();
    const given = { source: "hadolint", code: "DL3042", message: "m", range: doc.rangeOf("|RUN pip|") };
    expect(await doc.titles("|RUN pip install flask && pip install django|", ["quickfix"])).toMatchObject({
      length: 5,
    });
    client.published.add({ uri: doc.uri, diagnostics: [given] });
    for (const place of ["R|UN pip", "pip in|stall flask", "|RUN pip install flask && pip install|"]) {
      const fixes = (await doc.titles(place, ["quickfix"])).filter((title) => title.startsWith("Add "));
      expect(fixes, place).toEqual(["Add --no-cache-dir to pip install"]);
    }
    expect(await doc.after("R|UN pip", "Add --no-cache-dir")).toBe(
      "FROM python:3.13\nRUN pip install --no-cache-dir flask && pip install --no-cache-dir django\n",
    );
  });

  test("and not on one of another code or place", async () => {
    const client = await startClient();
    const doc = await client.open(pip);
    await doc.diagnostics();
    client.published.add({
      uri: doc.uri,
      diagnostics: [{ source: "hadolint", code: "DL3059", message: "m", range }],
    });
    expect(await doc.titles("|RUN ls|", ["quickfix"])).toEqual([]);
  });
});
