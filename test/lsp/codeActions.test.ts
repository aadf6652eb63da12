import { describe, expect, test } from "vitest";
import { modernClient, startClient } from "./support/client.ts";
import { extendIgnoreFile } from "./support/rules.ts";

const twoInstalls = "FROM python:3.13\nRUN pip install flask\nRUN pip install django\n";

describe("quick fixes", () => {
  test("mend the place where the cursor is, the safe one is recommended", async () => {
    const client = await startClient();
    const doc = await client.open(twoInstalls);
    await doc.diagnostics();
    const [fix] = await doc.actions("pip| install flask", ["quickfix"]);
    expect(fix).toMatchObject({
      title: "Add --no-cache-dir to pip install",
      kind: "quickfix",
      isPreferred: true,
      diagnostics: [{ code: "pip-cache" }],
    });
    expect(doc.afterEdit(fix?.edit)).toBe(
      "FROM python:3.13\nRUN pip install --no-cache-dir flask\nRUN pip install django\n",
    );
  });

  test("are not offered where nothing is found", async () => {
    const client = await startClient();
    const doc = await client.open(twoInstalls);
    expect(await doc.titles("FR|OM", ["quickfix"])).toEqual([]);
  });

  test("stand side by side when there are alternatives, each with what it takes for granted", async () => {
    const client = await startClient();
    const doc = await client.open("FROM node:20\n");
    const actions = await doc.actions("node|:20", ["quickfix"]);
    expect(actions.slice(0, 3).map(({ title }) => title)).toEqual([
      "Use node:20-slim (≈ 890 MB less) — review: no package that is installed later is compiled from source, since the compilers …",
      "Use node:20-alpine (≈ 960 MB less) — review: nothing depends on glibc",
      "Use distroless — draft: no shell is needed",
    ]);
    expect(actions.filter(({ isPreferred }) => isPreferred)).toEqual([]);
  });

  test("write a second file where the client can", async () => {
    const client = await startClient();
    const doc = await client.open("FROM node:22\nCOPY . .\n", "file:///projects/my%20app/Dockerfile");
    const [fix] = await doc.actions("COP|Y");
    expect(fix?.edit?.documentChanges).toMatchObject([
      { kind: "create", uri: "file:///projects/my%20app/.dockerignore" },
      {
        textDocument: { uri: "file:///projects/my%20app/.dockerignore", version: null },
        edits: [{ newText: ".git\n" }],
      },
      { textDocument: { uri: doc.uri, version: 1 } },
    ]);
  });

  test("write a second file alone, replacing what is in it", async () => {
    const client = await startClient({ rules: [extendIgnoreFile] });
    const doc = await client.open("FROM node:22\nCOPY . .\n", "file:///projects/app/Dockerfile");
    const [fix] = await doc.actions("COP|Y");
    expect(fix?.title).toBe("Extend .dockerignore — review: nothing needs what is left out");
    const uri = "file:///projects/app/.dockerignore";
    expect(fix?.edit).toEqual({
      documentChanges: [
        { kind: "create", uri, options: { overwrite: true } },
        {
          textDocument: { uri, version: null },
          edits: [
            {
              range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
              newText: ".git\ndist\n",
            },
          ],
        },
      ],
    });
  });

  test("that write a second file are kept back where that is not possible", async () => {
    const client = await startClient();
    const unsaved = await client.open("FROM node:22\nCOPY . .\n", "untitled:Untitled-1");
    expect(await unsaved.titles("COP|Y")).not.toContain("Create .dockerignore");
    const plain = await startClient({ capabilities: {} });
    const doc = await plain.open("FROM node:22\nCOPY . .\n");
    expect(await doc.titles("COP|Y", ["quickfix"])).not.toContain("Create .dockerignore");
  });

  test("are plain changes for a client without versioned edits", async () => {
    const client = await startClient({ capabilities: {} });
    const doc = await client.open(twoInstalls);
    const [fix] = await doc.actions("pip| install flask", ["quickfix"]);
    expect(fix?.edit?.changes?.[doc.uri]).toHaveLength(1);
  });

  test("are of the newest version, and name it", async () => {
    const client = await startClient();
    const doc = await client.open("FROM python:3.13\nRUN ls\n");
    await doc.diagnostics();
    await doc.type("RUN |ls|", "pip install flask");
    expect(await doc.after("pip| install", "Add --no-cache-dir")).toContain("--no-cache-dir flask");
  });

  test("belong to a peer's problem on the same smell too", async () => {
    const client = await startClient();
    const doc = await client.open(twoInstalls);
    const range = doc.rangeOf("|pip| install flask");
    client.published.add({
      uri: doc.uri,
      diagnostics: [{ range, message: "Avoid cache", code: "DL3042", source: "hadolint" }],
    });
    expect((await doc.actions("pip| install flask"))[0]?.diagnostics).toMatchObject([{ source: "hadolint" }]);
  });
});

describe("fixing all of a kind", () => {
  test("is offered for a rule that has more than one finding", async () => {
    const client = await startClient();
    const doc = await client.open(twoInstalls);
    expect(await doc.titles("pip| install flask", ["quickfix"])).toEqual([
      "Add --no-cache-dir to pip install",
      "Fix all pip-cache problems (safe)",
      "Ignore pip-cache on this instruction",
      "Ignore pip-cache in this file",
    ]);
    expect(await doc.after("pip| install flask", "Fix all pip-cache")).toBe(
      "FROM python:3.13\nRUN pip install --no-cache-dir flask\nRUN pip install --no-cache-dir django\n",
    );
  });

  test("touches no other rule", async () => {
    const client = await startClient();
    const doc = await client.open(`${twoInstalls}RUN true\n`);
    expect(await doc.after("pip| install flask", "Fix all pip-cache")).toContain("RUN true\n");
  });

  test("is not offered for a single one", async () => {
    const client = await startClient();
    const doc = await client.open("FROM python:3.13\nRUN pip install flask\n");
    expect(await doc.titles("pip| install")).not.toContain("Fix all pip-cache problems (safe)");
  });
});

describe("source actions", () => {
  const everything = "FROM node:20\nRUN pip install a && pip install b\nRUN true\nCOPY . .\n";
  const mended =
    "FROM node:20\nRUN pip install --no-cache-dir a && pip install --no-cache-dir b\nLABEL nothing=1\n# ignored\nCOPY . .\n";

  test.each([["source.fixAll.plimsoll"], ["source.fixAll"], ["source"]])(
    "%s applies the safe fixes until none is left",
    async (kind) => {
      const client = await startClient({ initializationOptions: { hasOptimizeCommand: true } });
      const doc = await client.open(everything);
      expect(await doc.titles("|", [kind])).toEqual(["Fix all Plimsoll problems (safe fixes)"]);
      expect(await doc.after("|", "Fix all", [kind])).toBe(mended);
    },
  );

  test("come to the end: applying them twice changes nothing more", async () => {
    const client = await startClient();
    const doc = await client.open(mended);
    expect(await doc.titles("|", ["source.fixAll"])).toEqual([]);
  });

  test("touch only what changes", async () => {
    const client = await startClient();
    const doc = await client.open(twoInstalls);
    const [action] = await doc.actions("|", ["source.fixAll"]);
    const edit = (await doc.resolved(action as never)).edit;
    expect(edit?.documentChanges).toMatchObject([
      { edits: [{ newText: "--no-cache-dir " }, { newText: "--no-cache-dir " }] },
    ]);
  });

  test("have their edit at once for a client that does not ask for it later", async () => {
    const client = await startClient({ capabilities: {} });
    const doc = await client.open(twoInstalls);
    const [action] = await doc.actions("|", ["source.fixAll"]);
    expect(doc.afterEdit(action?.edit)).toContain("--no-cache-dir django");
  });

  test("are only given when asked for, to a client with an Optimize command", async () => {
    const client = await startClient({ initializationOptions: { hasOptimizeCommand: true } });
    const doc = await client.open(everything);
    expect(await doc.titles("|")).toEqual([...(await doc.titles("|", ["quickfix"]))]);
    expect(await doc.titles("|", ["refactor"])).toEqual([]);
  });

  test("hold Optimize for a client without that command", async () => {
    const client = await startClient();
    const doc = await client.open(everything);
    expect(await doc.titles("RUN| true", ["source.optimize"])).toEqual([
      "Optimize Dockerfile (safe fixes)",
      "Optimize Dockerfile (with reviewed fixes)",
    ]);
    expect(await doc.titles("RUN| true")).toContain("Optimize Dockerfile (safe fixes)");
    expect(await doc.after("|", "Optimize Dockerfile (with", ["source"])).toBe(
      mended.replace("node:20", "node:20-slim"),
    );
  });

  test("are worked out for the version that is there when the edit is asked for", async () => {
    const client = await startClient();
    const doc = await client.open(twoInstalls);
    const [action] = await doc.actions("|", ["source.fixAll"]);
    await doc.type("|django|", "celery");
    expect(doc.afterEdit((await doc.resolved(action as never)).edit)).toContain("--no-cache-dir celery");
  });

  test("leave out what writes files a client cannot create", async () => {
    const { workspace, ...rest } = modernClient;
    const client = await startClient({
      capabilities: { ...rest, workspace: { ...workspace, workspaceEdit: { documentChanges: true } } },
    });
    const doc = await client.open(everything);
    expect(await doc.after("|", "Fix all", ["source.fixAll"])).toBe(mended.replace("# ignored\n", ""));
  });
});
