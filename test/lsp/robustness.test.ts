import { describe, expect, test } from "vitest";
import {
  CancellationTokenSource,
  CompletionRequest,
  DefinitionRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  LinkedEditingRangeRequest,
  LSPErrorCodes,
  PrepareRenameRequest,
  ReferencesRequest,
  SelectionRangeRequest,
} from "vscode-languageserver-protocol/node";
import type { KnownImages } from "../../server/src/core/known.ts";
import { triggerCharacters } from "../../server/src/lsp/completion/completion.ts";
import { trustNotification } from "../../server/src/protocol/messages.ts";
import { specImages } from "../support/known.ts";
import { startClient } from "./support/client.ts";
import { broken, hopeless, testRules } from "./support/rules.ts";

const pip = "FROM python:3.13\nRUN pip install flask\n";

describe("hostile text", () => {
  test.each([
    ["nothing", ""],
    ["blanks", " \n\t\r\n"],
    ["one huge line", `FROM a\nRUN pip install ${"x ".repeat(100_000)}`],
    ["a huge word", `FROM ${"a".repeat(300_000)}`],
    [
      "bytes of a program",
      String.fromCharCode(...Array.from({ length: 4000 }, (_, at) => (at * 7919) % 65_536)),
    ],
    ["an unterminated here-document", "FROM a\nRUN <<EOF\npip install x\n"],
    ["an unterminated string", 'FROM a\nRUN echo "pip install x\n'],
    ["an unterminated continuation", "FROM a\nRUN pip install x \\"],
    ["old Mac line breaks", "FROM a\rRUN pip install x\r"],
    ["a lone surrogate", "FROM a\nRUN echo \uD83D && pip install x\n"],
    ["a stage that names itself", "FROM a AS a\nCOPY --from=a / /\nFROM a AS a\nFROM a\n"],
    ["variables in a circle", "ARG A=$B\nARG B=$A\nFROM $A\n"],
    ["prototypes", "FROM constructor AS __proto__\nENV __proto__=1 toString=2\nCOPY --from=__proto__ / /\n"],
  ])("%s breaks nothing", async (_, text) => {
    const client = await startClient({ images: specImages });
    const doc = await client.open(text);
    await doc.diagnostics();
    const { connection } = client;
    const textDocument = { uri: doc.uri };
    await connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
    await connection.sendRequest(FoldingRangeRequest.type, { textDocument });
    await connection.sendRequest(DocumentLinkRequest.type, { textDocument });
    const step = Math.max(1, Math.floor(text.length / 30));
    for (let at = 0; at <= text.length; at += step) {
      const position = doc.positionOf(at);
      const place = { textDocument, position };
      await connection.sendRequest(HoverRequest.type, place);
      await connection.sendRequest(CompletionRequest.type, place);
      await connection.sendRequest(DefinitionRequest.type, place);
      await connection.sendRequest(ReferencesRequest.type, {
        ...place,
        context: { includeDeclaration: true },
      });
      await connection.sendRequest(SelectionRangeRequest.type, { textDocument, positions: [position] });
      await connection.sendRequest(LinkedEditingRangeRequest.type, place);
      // A reason why not is an error, too.
      await connection.sendRequest(PrepareRenameRequest.type, place).catch(() => null);
    }
    await doc.actions("|");
    await doc.actions(`|${text}|`);
    await doc.inlayHints();
    expect(await doc.optimize()).toMatchObject({ version: 1 });
    expect(client.log).toEqual([]);
  });
});

test("positions outside the text are taken as its edge", async () => {
  const client = await startClient();
  const doc = await client.open(pip);
  const position = { line: 99, character: 99 };
  expect(
    await client.connection.sendRequest(HoverRequest.type, { textDocument: { uri: doc.uri }, position }),
  ).toBeNull();
});

test("documents that are not open are answered with nothing", async () => {
  const client = await startClient();
  const doc = await client.open(pip);
  await doc.close();
  expect(await doc.hoverAt("python|")).toBeNull();
  expect(await doc.actions("python|")).toEqual([]);
});

test("a rule that throws is logged once, and the others go on", async () => {
  const client = await startClient({ rules: [broken, ...testRules] });
  const doc = await client.open(pip);
  expect(await doc.diagnostics()).toMatchObject([{ code: "pip-cache" }]);
  await doc.type("|flask|", "django");
  await doc.diagnostics();
  expect(client.log).toHaveLength(1);
  expect(client.log[0]).toContain("The rule broken failed and is left out: Error: a mistake");
});

test("a request that fails is logged and answered with nothing", async () => {
  const images: KnownImages = {
    facts: () => undefined,
    tags: () => {
      throw new Error("a mistake");
    },
  };
  const client = await startClient({ images });
  const doc = await client.open(pip);
  expect(await doc.hoverAt("pyth|on")).toBeNull();
  expect(client.log).toMatchObject([expect.stringContaining("textDocument/hover failed")]);
  expect(await doc.diagnostics()).toHaveLength(1);
});

test("a fix that cannot be applied is left out", async () => {
  const client = await startClient({ rules: [hopeless] });
  const doc = await client.open(pip);
  expect(await doc.optimize()).toMatchObject({ items: [], edits: [] });
  expect(await doc.diagnostics()).toHaveLength(1);
});

test("a cancelled request ends as cancelled, and the server goes on", async () => {
  const client = await startClient();
  const doc = await client.open(pip);
  const source = new CancellationTokenSource();
  const answer = client.connection.sendRequest(
    HoverRequest.type,
    { textDocument: { uri: doc.uri }, position: { line: 0, character: 6 } },
    source.token,
  );
  source.cancel();
  await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  expect(await doc.hover("pyth|on")).toContain("python:3.13");
});

test("more knowledge about images is told at once", async () => {
  const client = await startClient();
  const doc = await client.open("FROM node:20\n");
  await doc.status();
  expect(await doc.hover("node|:20")).toContain("No size is known");
  const next = doc.nextStatus();
  client.learn(specImages);
  await next;
  expect(await doc.hover("node|:20")).toContain("380 MB");
});

test("trust is passed on", async () => {
  const client = await startClient();
  await client.connection.sendNotification(trustNotification);
  await client.open(pip).then((doc) => doc.diagnostics());
  expect(client.isTrusted).toBe(true);
});

test("the server promises what it does and no more", async () => {
  const client = await startClient();
  expect(client.capabilities).toEqual({
    positionEncoding: "utf-16",
    textDocumentSync: { openClose: true, change: 2, save: { includeText: false } },
    codeActionProvider: {
      codeActionKinds: [
        "quickfix",
        "refactor.extract",
        "refactor.inline",
        "refactor.rewrite",
        "source.fixAll.plimsoll",
        "source.optimize.plimsoll",
      ],
      resolveProvider: true,
    },
    hoverProvider: true,
    renameProvider: true,
    inlayHintProvider: true,
    documentSymbolProvider: { label: "Plimsoll" },
    workspaceSymbolProvider: true,
    foldingRangeProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    documentLinkProvider: {},
    selectionRangeProvider: true,
    linkedEditingRangeProvider: true,
    completionProvider: { triggerCharacters },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  });
});

test("shutting down is answered", async () => {
  const client = await startClient();
  await client.open(pip);
  expect(await client.shutdown()).toBeNull();
});
