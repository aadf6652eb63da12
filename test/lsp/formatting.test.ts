import { describe, expect, test } from "vitest";
import {
  DocumentFormattingRequest,
  DocumentRangeFormattingRequest,
  RegistrationRequest,
  type TextEdit,
  UnregistrationRequest,
} from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { Messages, modernClient, startClient } from "./support/client.ts";

const untidy = "from a\nRUN x \\\n  && y  \nuser 1\nUSER 2\n";
const options = { tabSize: 4, insertSpaces: true };
const capabilities = {
  ...modernClient,
  textDocument: { ...modernClient.textDocument, formatting: { dynamicRegistration: true } },
};

async function startedClient(settings: unknown) {
  const client = await startClient({ capabilities, settings });
  const registered = new Messages<string>();
  client.connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
    for (const { method } of registrations) registered.add(method);
  });
  client.connection.onRequest(UnregistrationRequest.type, ({ unregisterations }) => {
    for (const { method } of unregisterations) registered.add(`no ${method}`);
  });
  return { client, registered };
}

function applied(edits: TextEdit[] | null): string {
  return TextDocument.applyEdits(TextDocument.create("file:///x", "dockerfile", 1, untidy), edits ?? []);
}

describe("formatting", () => {
  test("is not offered unasked", async () => {
    const { client, registered } = await startedClient({});
    const { uri, diagnostics } = await client.open(untidy).then((doc) => ({
      uri: doc.uri,
      diagnostics: doc.diagnostics(),
    }));
    await diagnostics;
    const edits = await client.connection.sendRequest(DocumentFormattingRequest.type, {
      textDocument: { uri },
      options,
    });
    expect(edits).toBeNull();
    expect(registered.all.filter((method) => method.includes("ormatting"))).toEqual([]);
    expect(client.capabilities.documentFormattingProvider).toBeUndefined();
  });

  test("comes and goes with the setting", async () => {
    const { client, registered } = await startedClient({});
    await client.open(untidy);
    await client.configure({ format: { enable: true } });
    await registered.latest((method) => method === "textDocument/formatting");
    await registered.latest((method) => method === "textDocument/rangeFormatting");
    await client.configure({ format: { enable: false } });
    await registered.latest((method) => method === "no textDocument/formatting");
    await registered.latest((method) => method === "no textDocument/rangeFormatting");
  });

  test("gives the edits to a tidy document", async () => {
    const { client, registered } = await startedClient({ format: { enable: true } });
    const { uri } = await client.open(untidy);
    await registered.latest((method) => method === "textDocument/formatting");
    const edits = await client.connection.sendRequest(DocumentFormattingRequest.type, {
      textDocument: { uri },
      options,
    });
    expect(applied(edits)).toBe("FROM a\nRUN x \\\n    && y\nUSER 1\nUSER 2\n");
  });

  test("of a range leaves the other lines alone", async () => {
    const { client } = await startedClient({ format: { enable: true } });
    const { uri } = await client.open(untidy);
    const edits = await client.connection.sendRequest(DocumentRangeFormattingRequest.type, {
      textDocument: { uri },
      range: { start: { line: 1, character: 0 }, end: { line: 2, character: 3 } },
      options,
    });
    expect(applied(edits)).toBe("from a\nRUN x \\\n    && y\nuser 1\nUSER 2\n");
  });
});
