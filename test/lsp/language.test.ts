import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import {
  type ClientCapabilities,
  DefinitionRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  type DocumentSymbol,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  LinkedEditingRangeRequest,
  PrepareRenameRequest,
  type Range,
  ReferencesRequest,
  RenameRequest,
  type SelectionRange,
  SelectionRangeRequest,
  WorkspaceSymbolRequest,
} from "vscode-languageserver-protocol/node";
import { Contexts } from "../../server/src/host/buildContext/contexts.ts";
import { languagePeersNotification } from "../../server/src/protocol/messages.ts";
import { folderWith } from "../support/tree.ts";
import { modernClient, startClient } from "./support/client.ts";

const text =
  "ARG V=22\nFROM node:$V AS build\nARG V\nRUN npm ci && \\\n  echo $V\nFROM nginx\nCOPY --from=build /a /b\nCOPY --from=0 /c <<EOF /d\nhi\nEOF\n";

async function opened(options: Parameters<typeof startClient>[0] = {}, content = text) {
  const client = await startClient({ rules: [], ...options });
  const doc = await client.open(content);
  const textDocument = { uri: doc.uri };
  /** Line of each range, from 0, with what stands there. */
  const shown = (ranges: readonly Range[]) =>
    ranges.map((range) => `${range.start.line} ${doc.textIn(range)}`);
  const at = (place: string) => ({ textDocument, position: doc.rangeOf(place).start });
  const { connection } = client;
  return { client, connection, doc, textDocument, shown, at };
}

test("symbols: stages with their instructions", async () => {
  const { connection, textDocument } = await opened();
  const symbols = (await connection.sendRequest(DocumentSymbolRequest.type, {
    textDocument,
  })) as DocumentSymbol[];
  expect(symbols.map(({ name, detail }) => [name, detail])).toEqual([
    ["ARG V=22", undefined],
    ["build (node:$V)", "stage 0"],
    ["nginx", "stage 1, the image"],
  ]);
  expect(symbols[1]?.children?.map(({ name }) => name)).toEqual(["ARG V", "RUN npm ci"]);
  expect(symbols[1]).toMatchObject({
    range: { start: { line: 1, character: 0 }, end: { line: 4, character: 9 } },
    selectionRange: { start: { line: 1, character: 16 }, end: { line: 1, character: 21 } },
  });
});

test("symbols of the workspace: stages of all open files, by letters in their order", async () => {
  const { client, connection } = await opened();
  await client.open("FROM a AS tools\nFROM scratch AS build2\n", "file:///other/Dockerfile");
  const ask = async (query: string) =>
    ((await connection.sendRequest(WorkspaceSymbolRequest.type, { query })) ?? []).map(({ name }) => name);
  expect(await ask("")).toEqual(["build (node:$V)", "nginx", "tools (a)", "build2 (scratch)"]);
  expect(await ask("BLD")).toEqual(["build (node:$V)", "build2 (scratch)"]);
  expect(await ask("dlb")).toEqual([]);
});

test("folding: whole lines, no two of which begin on the same", async () => {
  const { connection, textDocument } = await opened();
  expect(await connection.sendRequest(FoldingRangeRequest.type, { textDocument })).toEqual([
    { startLine: 1, endLine: 4 },
    { startLine: 5, endLine: 9 },
    { startLine: 3, endLine: 4 },
    { startLine: 7, endLine: 9 },
  ]);
});

test("definitions, references and highlights", async () => {
  const { connection, doc, shown, at } = await opened();
  const definition = async (place: string) => {
    const found = await connection.sendRequest(DefinitionRequest.type, at(place));
    return shown([found ?? []].flat().map((each) => ("range" in each ? each.range : each.targetRange)));
  };
  expect(await definition("--from=bu|ild")).toEqual(["1 build"]);
  expect(await definition("--from=|0")).toEqual(["1 build"]);
  expect(await definition("echo $|V")).toEqual(["2 V"]);
  expect(await definition("hi\nE|OF")).toEqual(["7 EOF"]);
  expect(await definition("np|m ci")).toEqual([]);
  const references = async (place: string, includeDeclaration: boolean) => {
    const context = { includeDeclaration };
    const found = await connection.sendRequest(ReferencesRequest.type, { ...at(place), context });
    expect(found?.every(({ uri }) => uri === doc.uri)).toBe(true);
    return shown(found?.map(({ range }) => range) ?? []);
  };
  expect(await references("AS bu|ild", true)).toEqual(["1 build", "6 build", "7 0"]);
  expect(await references("AS bu|ild", false)).toEqual(["6 build", "7 0"]);
  expect(await references("ARG |V=22", true)).toEqual(["0 V", "1 V", "2 V", "4 V"]);
  const highlights = await connection.sendRequest(DocumentHighlightRequest.type, at("echo $|V"));
  expect(highlights?.map(({ kind }) => kind)).toEqual([3, 2, 3, 2]);
});

test("renaming: what for, and why not", async () => {
  const { connection, doc, at } = await opened();
  expect(await connection.sendRequest(PrepareRenameRequest.type, at("echo $|V"))).toMatchObject({
    placeholder: "V",
  });
  expect(await connection.sendRequest(PrepareRenameRequest.type, at("--from=|0"))).toMatchObject({
    placeholder: "build",
  });
  const renamed = async (place: string, newName: string) =>
    doc.afterEdit((await connection.sendRequest(RenameRequest.type, { ...at(place), newName })) ?? undefined);
  expect(await renamed("echo $|V", "NODE")).toBe(
    text
      .replace("ARG V=22", "ARG NODE=22")
      .replace("node:$V", "node:$NODE")
      .replace("ARG V\n", "ARG NODE\n")
      .replace("echo $V", "echo $NODE"),
  );
  expect(await renamed("AS bu|ild", "deps")).toBe(text.replaceAll("build", "deps"));
  expect(await renamed("--from=|0", "deps")).toBe(
    text.replaceAll("build", "deps").replace("--from=0", "--from=deps"),
  );
  await expect(renamed("echo $|V", "1")).rejects.toThrow("The name of a variable is a letter or _");
});

test("renaming: what cannot be renamed says why before a name is asked for", async () => {
  const { connection, at } = await opened({}, "FROM a\nRUN echo $X $TARGETARCH\n");
  await expect(connection.sendRequest(PrepareRenameRequest.type, at("$|X"))).rejects.toThrow(
    "Nothing in this file sets X here",
  );
  await expect(connection.sendRequest(PrepareRenameRequest.type, at("$|TARGETARCH"))).rejects.toThrow(
    "BuildKit sets TARGETARCH",
  );
  await expect(connection.sendRequest(PrepareRenameRequest.type, at("FR|OM"))).rejects.toThrow(
    "Only stages and variables can be renamed",
  );
});

test("growing selections, one for each cursor", async () => {
  const { connection, doc, textDocument } = await opened();
  const positions = [doc.rangeOf("np|m ci").start, doc.rangeOf("FROM ng|inx").start];
  const answers =
    (await connection.sendRequest(SelectionRangeRequest.type, { textDocument, positions })) ?? [];
  const chain = (selection: SelectionRange | undefined): readonly string[] =>
    selection ? [doc.textIn(selection.range), ...chain(selection.parent)] : [];
  expect(chain(answers[0]).slice(0, 4)).toEqual([
    "npm",
    "npm ci",
    "npm ci && \\\n  echo $V",
    "RUN npm ci && \\\n  echo $V",
  ]);
  expect(chain(answers[1])).toEqual([
    "nginx",
    "FROM nginx",
    text.slice(text.indexOf("FROM nginx")).trimEnd(),
    text,
  ]);
});

test("both words around a here-document are edited together", async () => {
  const { connection, shown, at } = await opened();
  const linked = async (place: string) =>
    shown((await connection.sendRequest(LinkedEditingRangeRequest.type, at(place)))?.ranges ?? []);
  expect(await linked("<<E|OF")).toEqual(["7 EOF", "9 EOF"]);
  expect(await linked("hi\nEO|F")).toEqual(["7 EOF", "9 EOF"]);
  expect(await linked("h|i\n")).toEqual([]);
});

test("links to pages and, once the build context is known, to files", async () => {
  const dockerfile = "FROM node:22\nCOPY package.json ./\n";
  const folder = folderWith({ "package.json": "{}", Dockerfile: dockerfile });
  const contexts = new Contexts({ info: () => undefined, error: () => undefined }, 5);
  onTestFinished(() => contexts.forget(path.join(folder, "Dockerfile")));
  const client = await startClient({ contexts });
  const uri = pathToFileURL(path.join(folder, "Dockerfile")).href;
  await client.open(dockerfile, uri);
  await vi.waitFor(async () => {
    const links = await client.connection.sendRequest(DocumentLinkRequest.type, { textDocument: { uri } });
    expect(links?.map(({ target }) => target)).toEqual([
      "https://hub.docker.com/_/node",
      pathToFileURL(path.join(folder, "package.json")).href,
    ]);
  });
});

describe("hovers explain", () => {
  const explained =
    "# escape=\\\nARG OS=slim\nARG TAG=22-${OS}\nFROM node:$TAG\nARG TAG\nENV FULL=v${TAG}\nARG TARGETARCH\nRUN --mount=type=cache,target=/c echo $FULL $TARGETARCH\nONBUILD USER x\n";

  test.each([
    ["FR|OM", "**`FROM`** · Plimsoll\n\nBegins a stage"],
    ["RU|N --mount", "https://docs.docker.com/reference/dockerfile/#run"],
    ["--mo|unt", "**`RUN --mount`** · Plimsoll"],
    ["ONB|UILD", "**`ONBUILD`**"],
    ["US|ER", "**`USER`**"],
    ["esc|ape", "**`# escape`** · Plimsoll"],
    ["echo $FU|LL", "**`FULL=v22-slim`** · ENV · line 6 · Plimsoll\n\nFrom `v${TAG}`."],
    ["ARG T|AG\n", "**`TAG=22-slim`** · ARG · line 5 · Plimsoll"],
    [
      "T|AG=22",
      "**`TAG=22-slim`** · ARG · line 3 · Plimsoll\n\nFrom `22-${OS}`.\n\n`--build-arg TAG=…` gives it another value.",
    ],
    ["$TARGET|ARCH", "The architecture that is built for"],
  ])("%s", async (place, expected) => {
    const { doc } = await opened({}, explained);
    expect(await doc.hover(place)).toContain(expected);
  });

  test("nothing else, and nothing when switched off or explained by another extension", async () => {
    const { client, doc } = await opened({}, explained);
    expect(await doc.hover("ec|ho")).toBeUndefined();
    await client.configure({ hover: { keywords: "off" } });
    expect(await doc.hover("FR|OM")).toBeUndefined();
    const beside = await opened({ initializationOptions: { hasLanguagePeers: true } }, explained);
    expect(await beside.doc.hover("FR|OM")).toBeUndefined();
    expect(await beside.doc.hover("echo $FU|LL")).toBeUndefined();
    await beside.client.configure({ hover: { keywords: "on" } });
    expect(await beside.doc.hover("FR|OM")).toContain("Begins a stage");
  });
});

describe("hovers beside another extension", () => {
  const text = `# syntax=docker/dockerfile:1
# escape=\\
# check=skip=JSONArgsRecommended
ARG NODE=22
FROM --platform=$BUILDPLATFORM node:$NODE AS build
ARG TARGETARCH
ENV MODE=a
COPY --chown=1 --link package.json ./
RUN --mount=type=cache,target=/c --network=none echo $MODE $TARGETARCH
# plimsoll ignore=pip-cache
# words
FROM build
HEALTHCHECK --retries=3 CMD true
ONBUILD USER x
EXPOSE 80
`;
  const inCompose = `services:
  web:
    build:
      dockerfile_inline: |
        FROM python:3.13
        WORKDIR /app
`;

  async function besideOthers(content = text, uri?: string) {
    const client = await startClient({ initializationOptions: { hasLanguagePeers: true } });
    return client.open(content, uri);
  }

  test.each([
    "syn|tax=",
    "esc|ape",
    "A|RG NODE",
    "N|ODE=22",
    "FR|OM",
    "--plat|form",
    "EN|V",
    "M|ODE=a",
    "--ch|own",
    "echo $MO|DE",
    "HEALTH|CHECK",
    "--retr|ies",
    "ONB|UILD",
    "US|ER x",
    "EX|POSE",
    "ec|ho",
    "# wo|rds",
  ])("leave to it what it explains, and say nothing of the rest: %s", async (place) => {
    const doc = await besideOthers();
    expect(await doc.hover(place)).toBeUndefined();
  });

  test.each([
    ["che|ck=", "`# check`"],
    ["$BUILDPLAT|FORM", "BUILDPLATFORM"],
    ["ARG TARGET|ARCH", "TARGETARCH"],
    ["--li|nk", "`COPY --link`"],
    ["--mou|nt", "`RUN --mount`"],
    ["--net|work", "`RUN --network`"],
    ["$MODE $TARGET|ARCH", "TARGETARCH"],
  ])("explain what it does not know: %s", async (place, expected) => {
    const doc = await besideOthers();
    expect(await doc.hover(place)).toContain(expected);
  });

  test.each([
    ["no|de:$NODE", "node:22"],
    ["AS bu|ild", "build"],
    ["FROM bu|ild", "build"],
    ["ignore=pip|-cache", "pip"],
  ])("say what nobody else has: %s", async (place, expected) => {
    const doc = await besideOthers();
    expect(await doc.hover(place)).toContain(expected);
  });

  test("explain everything where it does not look: in unsaved files and inside other files", async () => {
    const unsaved = await besideOthers(text, "untitled:Untitled-1");
    expect(await unsaved.hover("FR|OM")).toContain("Begins a stage");
    const compose = await besideOthers(inCompose, "file:///compose.yaml");
    expect(await compose.hover("WORK|DIR")).toContain("`WORKDIR`");
  });
});

describe("beside other extensions", () => {
  const later = { dynamicRegistration: true };
  const vscode: ClientCapabilities = {
    ...modernClient,
    workspace: { ...modernClient.workspace, symbol: later },
    textDocument: {
      ...modernClient.textDocument,
      documentSymbol: later,
      foldingRange: later,
      definition: later,
      references: later,
      documentHighlight: later,
      documentLink: later,
      selectionRange: later,
      linkedEditingRange: later,
    },
  };
  const isOutlined = (methods: readonly string[]) => methods.includes("textDocument/documentSymbol");
  const folds = (methods: readonly string[]) => methods.includes("textDocument/foldingRange");

  test("the outline comes and goes with them, the rest stays", async () => {
    const client = await startClient({ capabilities: vscode });
    expect(client.capabilities.documentSymbolProvider).toBeUndefined();
    await client.registrations.latest((methods) => isOutlined(methods) && methods.length >= 9);
    const without = client.registrations.next((methods) => !isOutlined(methods));
    await client.connection.sendNotification(languagePeersNotification, { arePresent: true });
    expect(folds(await without)).toBe(true);
    const again = client.registrations.next(isOutlined);
    await client.connection.sendNotification(languagePeersNotification, { arePresent: false });
    await again;
  });

  test("everything is there when the user wants it, and nothing when not", async () => {
    const client = await startClient({
      capabilities: vscode,
      initializationOptions: { hasLanguagePeers: true },
      settings: { language: "on" },
    });
    await client.registrations.latest(isOutlined);
    const none = client.registrations.next(
      (methods) => !methods.some((each) => each.startsWith("textDocument/")),
    );
    await client.configure({ language: "off" });
    await none;
  });

  test("a client that cannot be told later gets empty answers when it is switched off", async () => {
    const { connection, textDocument } = await opened({ settings: { language: "off" } });
    expect(await connection.sendRequest(DocumentSymbolRequest.type, { textDocument })).toEqual([]);
    expect(await connection.sendRequest(FoldingRangeRequest.type, { textDocument })).toEqual([]);
  });
});

test("files that are too long to be analysed still have an outline, and none when all is switched off", async () => {
  const { client, connection, textDocument } = await opened({ settings: { maxFileLines: 2 } });
  const ask = () => connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
  expect(await ask()).toHaveLength(3);
  await client.configure({ enable: false });
  expect(await ask()).toEqual([]);
});
