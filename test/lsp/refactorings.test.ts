import { describe, expect, test } from "vitest";
import { type CodeAction, PrepareRenameRequest, RenameRequest } from "vscode-languageserver-protocol/node";
import { type ConversionPreview, convertRequest } from "../../server/src/protocol/messages.ts";
import { specImages } from "../support/known.ts";
import { modernClient, startClient } from "./support/client.ts";

const ours = { hasOptimizeCommand: true, hasConvertCommand: true } as const;
const withDisabled = {
  ...modernClient,
  textDocument: {
    ...modernClient.textDocument,
    codeAction: { ...modernClient.textDocument?.codeAction, disabledSupport: true },
  },
};
const goFile = `FROM golang:1.25
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /app
CMD ["/app"]
`;
const script = goFile.replace('CMD ["/app"]', 'CMD ["./run.sh"]');
const whyNot = "Stays a single stage: ./run.sh is a script, which may call any program of the image";
const convertTitle = "Convert to multi-stage build…";
const twoStages = "FROM node:22 AS deps\nRUN npm ci\n\nFROM deps\nRUN apk add zlib curl && echo done\n";

async function opened(text: string, options: Parameters<typeof startClient>[0] = {}) {
  const client = await startClient({ images: specImages, ...options });
  return { client, doc: await client.open(text) };
}

describe("refactorings", () => {
  test.each([
    ["FROM de|ps", "refactor.inline", ["Inline stage deps"]],
    ["FROM de|ps", "refactor", ["Inline stage deps"]],
    ["|RUN npm ci\n|", "refactor", []],
    [
      "apk add zl|ib",
      "refactor.rewrite",
      ["Convert the && chain to a here-document", "Put each package on a line of its own, sorted"],
    ],
    ["|RUN apk add| zlib", "refactor.extract", []],
    ["apk add zl|ib", "quickfix", []],
  ])("at %j of the kind %s", async (place, kind, titles) => {
    const { doc } = await opened(twoStages, { initializationOptions: ours, rules: [] });
    expect(await doc.titles(place, [kind])).toEqual(titles);
  });

  test("are edits of this version", async () => {
    const { doc } = await opened(twoStages, { initializationOptions: ours });
    await doc.type("|curl|", "bash");
    expect(await doc.after("FROM de|ps", "Inline stage", ["refactor.inline"])).toBe(
      "FROM node:22\nRUN npm ci\n\nRUN apk add zlib bash && echo done\n",
    );
    expect(await doc.after("zl|ib", "Put each package", ["refactor"])).toContain(
      "RUN apk add \\\n    bash \\\n    zlib \\\n    && echo done\n",
    );
  });

  test("extract what is selected", async () => {
    const { doc } = await opened("FROM node:22\nRUN npm ci\nCOPY . .\n", { initializationOptions: ours });
    expect(await doc.after("|RUN npm ci|", "Extract into a stage", ["refactor.extract"])).toBe(
      "FROM node:22 AS dependencies\nRUN npm ci\n\nFROM dependencies\nCOPY . .\n",
    );
  });

  test("are kept out of the list that nobody asked for refactorings in", async () => {
    const { doc } = await opened(twoStages, { initializationOptions: ours });
    const titles = await doc.titles("FROM de|ps");
    expect(titles).not.toContain("Inline stage deps");
  });

  test("that are not possible say why where the client shows that, and are left out elsewhere", async () => {
    const text = "FROM node:22 AS deps\nRUN npm ci\nFROM deps\nCOPY --from=deps /a /b\n";
    const { doc } = await opened(text, { initializationOptions: ours, capabilities: withDisabled });
    const [action] = await doc.actions("FROM de|ps", ["refactor.inline"]);
    expect(action).toEqual({
      title: "Inline stage deps",
      kind: "refactor.inline",
      disabled: { reason: "COPY takes files from it too" },
    });
    const { doc: other } = await opened(text, { initializationOptions: ours });
    expect(await other.actions("FROM de|ps", ["refactor.inline"])).toEqual([]);
  });
});

describe("renaming a stage", () => {
  async function renaming() {
    const { client, doc } = await opened(twoStages);
    const position = doc.rangeOf("FROM de|ps").start;
    const textDocument = { uri: doc.uri };
    return { client, doc, at: { textDocument, position } };
  }

  test("tells what can be renamed, and changes every word", async () => {
    const { client, doc, at } = await renaming();
    const found = await client.connection.sendRequest(PrepareRenameRequest.type, at);
    expect(found).toEqual({ range: doc.rangeOf("FROM |deps|"), placeholder: "deps" });
    const edit = await client.connection.sendRequest(RenameRequest.type, { ...at, newName: "modules" });
    expect(doc.afterEdit(edit ?? undefined)).toBe(twoStages.replaceAll("deps", "modules"));
    const elsewhere = { ...at, position: doc.rangeOf("npm| ci").start };
    await expect(client.connection.sendRequest(PrepareRenameRequest.type, elsewhere)).rejects.toThrow(
      "Only stages and variables can be renamed",
    );
  });

  test("says why a name does not do", async () => {
    const { client, at } = await renaming();
    const asked = client.connection.sendRequest(RenameRequest.type, { ...at, newName: "no name" });
    await expect(asked).rejects.toThrow(/^The name of a stage is a letter/);
  });

  test("is promised with its preparation to clients that know it", async () => {
    const capabilities = { textDocument: { rename: { prepareSupport: true } } };
    const client = await startClient({ capabilities });
    expect(client.capabilities.renameProvider).toEqual({ prepareProvider: true });
  });
});

describe("converting to a multi-stage build", () => {
  test("is a command anywhere in the file for a client that has it", async () => {
    const { doc } = await opened(goFile, { initializationOptions: ours });
    for (const place of ["FR|OM", "COPY| . .", "CM|D"]) {
      const actions = await doc.actions(place, ["refactor.rewrite"]);
      expect(actions).toEqual([
        {
          title: convertTitle,
          kind: "refactor.rewrite",
          command: { title: convertTitle, command: "plimsoll.convertToMultiStage", arguments: [doc.uri] },
        },
      ]);
    }
  });

  test("is an edit for each base for another client, when its list is opened too", async () => {
    const { doc, client } = await opened(goFile);
    const actions = await doc.actions("COPY| . .", ["refactor"]);
    expect(actions.length).toBeGreaterThan(1);
    expect(actions[0]?.title).toMatch(/^Convert to a multi-stage build on .* — review: /);
    expect(doc.afterEdit(actions[0]?.edit)).toMatch(/FROM golang:1.25 AS build[\s\S]*\nFROM /);
    const asked = (triggerKind: 1 | 2) =>
      client.connection.sendRequest<CodeAction[]>("textDocument/codeAction", {
        textDocument: { uri: doc.uri },
        range: doc.rangeOf("WORK|DIR"),
        context: { diagnostics: [], triggerKind },
      });
    expect((await asked(1)).filter(({ kind }) => kind === "refactor.rewrite")).toHaveLength(actions.length);
    expect((await asked(2)).filter(({ kind }) => kind === "refactor.rewrite")).toEqual([]);
  });

  test("says why a file stays a single stage", async () => {
    const { doc, client } = await opened(script, { initializationOptions: ours, capabilities: withDisabled });
    expect(await doc.actions("FR|OM", ["refactor.rewrite"])).toEqual([
      { title: convertTitle, kind: "refactor.rewrite", disabled: { reason: whyNot } },
    ]);
    expect(await asked(client, doc.uri)).toMatchObject({
      items: [],
      reason: whyNot,
      text: script,
      edits: [],
    });
  });

  test("lists the bases with their figures, and shows what each makes of the file", async () => {
    const { doc, client } = await opened(goFile, { initializationOptions: ours });
    const offer = await asked(client, doc.uri);
    expect(offer).toMatchObject({ version: 1, text: goFile, edits: [] });
    expect(offer?.reason).toBeUndefined();
    const debian = offer?.items.find(({ base }) => base === "debian:trixie-slim");
    expect(debian).toMatchObject({
      gain: expect.stringMatching(/^(≈ )?771 MB$/),
      size: expect.stringMatching(/79 MB on disk, .*30 MB to download$/),
      assumption: expect.stringMatching(/./),
      safety: "review",
    });
    const chosen = await asked(client, doc.uri, [debian?.key ?? ""]);
    expect(chosen?.text).toContain("\nFROM debian:trixie-slim\n");
    expect(chosen?.items).toEqual(offer?.items);
    expect(doc.afterEdit({ changes: { [doc.uri]: [...(chosen?.edits ?? [])] } })).toBe(chosen?.text);
    expect(chosen?.after.short).not.toBe(chosen?.before.short);
  });

  test.each([
    ["FROM perl:5\n", /^Stays a single stage: no recipe is made/],
    [twoStages, /^The file has several stages already$/],
  ])("of %j says why not too", async (text, reason) => {
    const { doc, client } = await opened(text, { initializationOptions: ours, capabilities: withDisabled });
    expect((await asked(client, doc.uri))?.reason).toMatch(reason);
    expect(await doc.titles("FR|OM", ["refactor.rewrite"])).not.toContain(convertTitle);
  });

  test("answers nothing about a document that is not open", async () => {
    const { client } = await opened(goFile);
    expect(await asked(client, "file:///nowhere/Dockerfile")).toBeNull();
  });
});

function asked(
  { connection }: Awaited<ReturnType<typeof startClient>>,
  uri: string,
  selected?: readonly string[],
): Promise<ConversionPreview | null> {
  return connection.sendRequest(convertRequest, { textDocument: { uri }, ...(selected && { selected }) });
}
