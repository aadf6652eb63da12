import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  CodeActionRequest,
  CodeLensRequest,
  CompletionRequest,
  DefinitionRequest,
  DidOpenTextDocumentNotification,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  InlayHintRequest,
  LinkedEditingRangeRequest,
  type Location,
  type ProtocolConnection,
  type Range,
  ReferencesRequest,
  RenameRequest,
  type SelectionRange,
  SelectionRangeRequest,
  SignatureHelpRequest,
  type TextEdit,
} from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { bundle, connectTo } from "./support/bundledServer.ts";

// Every request, sent to the bundled server as an editor does, about files that make readers of Dockerfiles stumble.
// Each has a stage "build" that a later FROM names, and a variable "MODE".

const layer = "RUN apt-get update && \\\n    apt-get install -y curl \\\n    # why\n    git\n";
const files: readonly (readonly [string, string])[] = [
  [
    "line ends of Windows",
    "FROM node:22-slim AS build\r\nARG MODE=fast\r\nENV A=$MODE\r\nRUN npm ci && \\\r\n  echo ${MODE}\r\nFROM build\r\nCOPY --from=build /a /b\r\n",
  ],
  [
    "another escape character",
    "# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022 AS build\nARG MODE=fast\nWORKDIR C:\\app\\\nRUN powershell `\n  -Command echo %MODE% $MODE\nENV A=${MODE}\nFROM build\n",
  ],
  [
    "here-documents",
    'FROM debian:12-slim AS build\nARG MODE=fast\nRUN <<EOF\necho $MODE\nFROM nothing\nEOF\nCOPY <<A <<"B" /x/\n$MODE\nA\n$MODE\nB\nFROM build\n',
  ],
  [
    "ONBUILD",
    "FROM node:22-slim AS build\nARG MODE=fast\nENV A=$MODE\nONBUILD ARG OTHER=1\nONBUILD COPY --from=build . /app\nONBUILD RUN echo $OTHER\nFROM build\nONBUILD\n",
  ],
  [
    "what is half typed",
    "FROM debian:12-slim AS build\nARG MODE=fast\nENV A=$MODE B\nRUN --mount=type=\nCOPY --from=\nHEALTHCHECK\nfoo bar\nFROM build\nRUN <<EOF\n",
  ],
  [
    "5,000 lines",
    `FROM debian:12-slim AS build\nARG MODE=fast\n${layer.repeat(1248)}ENV A=$MODE\nFROM build\n`,
  ],
];

let server: ChildProcessWithoutNullStreams;
let connection: ProtocolConnection;

beforeAll(async () => {
  server = spawn(process.execPath, [bundle, "--stdio"]);
  connection = connectTo(server);
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: null,
    initializationOptions: { commands: ["plimsoll.optimize"] },
    capabilities: {},
  });
  await connection.sendNotification(InitializedNotification.type, {});
});
afterAll(() => {
  connection.dispose();
  server.kill();
});

describe.each(files)("%s", (name, text) => {
  const document = TextDocument.create(
    `file:///project/${encodeURIComponent(name)}/Dockerfile`,
    "dockerfile",
    1,
    text,
  );
  const textDocument = { uri: document.uri };
  const at = (offset: number) => ({ textDocument, position: document.positionAt(offset) });
  const mode = text.search(/(?<=(?:ENV A=|echo )\$\{?)MODE/) + 1;
  const stage = text.lastIndexOf("FROM build") + "FROM b".length;
  const whole = { start: { line: 0, character: 0 }, end: document.positionAt(text.length) };
  const isInside = ({ start, end }: Range): boolean =>
    document.offsetAt(start) <= document.offsetAt(end) && end.line <= whole.end.line;

  beforeAll(() =>
    connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: document.uri, languageId: "dockerfile", version: 1, text },
    }),
  );

  test("outline and folds", async () => {
    const stages = (await connection.sendRequest(DocumentSymbolRequest.type, { textDocument })) ?? [];
    const names = stages.map((one) => one.name);
    expect(names.filter((one) => one.startsWith("build"))).toHaveLength(2);
    expect(stages.every((one) => "range" in one && isInside(one.range))).toBe(true);
    const folds = (await connection.sendRequest(FoldingRangeRequest.type, { textDocument })) ?? [];
    expect(folds.length).toBeGreaterThan(0);
    for (const { startLine, endLine } of folds) {
      expect(startLine).toBeLessThan(endLine);
      expect(endLine).toBeLessThanOrEqual(whole.end.line);
    }
  });

  test("definition, references and highlights", async () => {
    const found = await connection.sendRequest(DefinitionRequest.type, at(stage));
    const [definition] = (Array.isArray(found) ? found : [found]) as Location[];
    expect(definition && document.getText(definition.range)).toBe("build");
    expect(definition && document.offsetAt(definition.range.start)).toBe(text.indexOf("AS build") + 3);
    const references =
      (await connection.sendRequest(ReferencesRequest.type, {
        ...at(mode),
        context: { includeDeclaration: true },
      })) ?? [];
    expect(references.length).toBeGreaterThan(1);
    for (const { range } of references) expect(document.getText(range)).toBe("MODE");
    const highlights = (await connection.sendRequest(DocumentHighlightRequest.type, at(mode))) ?? [];
    expect(highlights.map(({ range }) => range)).toEqual(references.map(({ range }) => range));
  });

  test("renaming changes each mention and nothing else", async () => {
    for (const [offset, old] of [
      [mode, "MODE"],
      [stage, "build"],
    ] as const) {
      const answer = await connection.sendRequest(RenameRequest.type, { ...at(offset), newName: "renamed" });
      const edits = (answer?.changes?.[document.uri] ?? []) as TextEdit[];
      expect(edits.length).toBeGreaterThan(1);
      for (const { range, newText } of edits) {
        expect(document.getText(range)).toContain(old);
        expect(newText).toContain("renamed");
      }
      const after = TextDocument.applyEdits(document, edits);
      expect(after.split("\n")).toHaveLength(text.split("\n").length);
      expect(after.replaceAll("renamed", old)).toBe(text);
    }
  });

  test("hover, completion and signature help", async () => {
    const hover = await connection.sendRequest(HoverRequest.type, at(text.indexOf("ARG") + 1));
    expect(hover && "value" in Object(hover.contents)).toBe(true);
    const list = await connection.sendRequest(CompletionRequest.type, at(stage));
    const items = Array.isArray(list) ? list : (list?.items ?? []);
    expect(items.map(({ label }) => label)).toContain("build");
    for (const { textEdit } of items)
      if (textEdit && "range" in textEdit) expect(isInside(textEdit.range)).toBe(true);
    const help = await connection.sendRequest(SignatureHelpRequest.type, at(stage));
    expect(help?.signatures[0]?.label).toMatch(/^FROM /);
  });

  test("selections grow, links and hints lie in the file", async () => {
    const [first] =
      (await connection.sendRequest(SelectionRangeRequest.type, {
        textDocument,
        positions: [document.positionAt(mode)],
      })) ?? [];
    let length = -1;
    let steps = 0;
    for (let one: SelectionRange | undefined = first; one; one = one.parent) {
      expect(document.getText(one.range).length).toBeGreaterThan(length);
      length = document.getText(one.range).length;
      steps += 1;
    }
    expect(steps).toBeGreaterThan(1);
    const links = (await connection.sendRequest(DocumentLinkRequest.type, { textDocument })) ?? [];
    expect(links.length).toBeGreaterThan(0);
    for (const { range } of links) expect(isInside(range)).toBe(true);
    const hints = (await connection.sendRequest(InlayHintRequest.type, { textDocument, range: whole })) ?? [];
    for (const { position } of hints) expect(isInside({ start: position, end: position })).toBe(true);
    const lenses = (await connection.sendRequest(CodeLensRequest.type, { textDocument })) ?? [];
    for (const { range } of lenses) expect(isInside(range)).toBe(true);
  });

  test("actions edit within the file", async () => {
    const actions =
      (await connection.sendRequest(CodeActionRequest.type, {
        textDocument,
        range: whole,
        context: { diagnostics: [] },
      })) ?? [];
    // What is for Debian mends nothing on Windows.
    if (!text.includes("windows")) expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) {
      const edits = "edit" in action ? (action.edit?.changes?.[document.uri] ?? []) : [];
      for (const { range } of edits) expect(isInside(range)).toBe(true);
    }
  });

  test("both ends of a here-document are edited together", async () => {
    const opening = text.indexOf("<<EOF");
    if (opening < 0 || !text.includes("\nEOF")) return;
    const linked = await connection.sendRequest(LinkedEditingRangeRequest.type, at(opening + 3));
    expect(linked?.ranges.map((range) => document.getText(range))).toEqual(["EOF", "EOF"]);
  });
});
