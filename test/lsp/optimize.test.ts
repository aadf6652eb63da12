import { describe, expect, test } from "vitest";
import { startClient } from "./support/client.ts";
import { extendIgnoreFile } from "./support/rules.ts";

const text = "FROM node:20\nRUN pip install a && pip install b\nRUN true\nCOPY . .\n";

describe("the preview of Optimize", () => {
  test("lists what could be done, safe first, in the order of the document", async () => {
    const client = await startClient();
    const doc = await client.open(text);
    const preview = await doc.optimize();
    expect(preview?.items).toMatchObject([
      {
        rule: "pip-cache",
        title: "Add --no-cache-dir to pip install",
        safety: "safe",
        line: 1,
        count: 2,
        severity: "warning",
      },
      { rule: "empty-run", safety: "safe", line: 2, count: 1, severity: "hint" },
      { rule: "no-ignore-file", safety: "safe", line: 3 },
      {
        rule: "whole-node",
        title: "Use node:20-slim (≈ 890 MB less)",
        safety: "review",
        gain: "≈ 890 MB",
        line: 0,
        assumption: expect.stringContaining("compiled from source"),
      },
    ]);
    expect(new Set(preview?.items.map(({ key }) => key)).size).toBe(4);
  });

  test("applies the safe items when nothing is selected", async () => {
    const client = await startClient();
    const doc = await client.open(text, "file:///app/Dockerfile");
    const preview = await doc.optimize();
    expect(preview).toMatchObject({
      version: 1,
      text: text
        .replaceAll("pip install", "pip install --no-cache-dir")
        .replace("RUN true", "LABEL nothing=1")
        .replace("COPY", "# ignored\nCOPY"),
      files: [{ uri: "file:///app/.dockerignore", content: ".git\n" }],
      before: { layers: 3 },
      after: { layers: 2 },
    });
    expect(doc.afterEdit({ changes: { [doc.uri]: [...(preview?.edits ?? [])] } as never })).toBe(
      preview?.text,
    );
  });

  test("applies exactly what is selected, and lists the same items", async () => {
    const client = await startClient();
    const doc = await client.open(text);
    const all = await doc.optimize();
    const key = all?.items.find(({ rule }) => rule === "whole-node")?.key ?? "";
    const chosen = await doc.optimize([key]);
    expect(chosen?.text).toBe(text.replace("node:20", "node:20-slim"));
    expect(chosen?.items).toEqual(all?.items);
    expect(chosen?.files).toEqual([]);
    expect(await doc.optimize([])).toMatchObject({ text, edits: [] });
  });

  test("may change a second file and nothing else", async () => {
    const client = await startClient({ rules: [extendIgnoreFile] });
    const doc = await client.open(text, "file:///app/Dockerfile");
    const all = await doc.optimize();
    expect(all?.files).toEqual([]);
    const chosen = await doc.optimize(all?.items.map(({ key }) => key));
    expect(chosen).toMatchObject({
      text,
      edits: [],
      files: [{ uri: "file:///app/.dockerignore", content: ".git\ndist\n" }],
    });
  });

  test("belongs to the newest version", async () => {
    const client = await startClient();
    const doc = await client.open(text);
    await doc.optimize();
    await doc.type("|RUN true\n|", "");
    const preview = await doc.optimize();
    expect(preview?.version).toBe(2);
    expect(preview?.items.map(({ rule }) => rule)).not.toContain("empty-run");
  });

  test("is nothing for a document that is not open", async () => {
    const client = await startClient();
    const doc = await client.open(text);
    await doc.close();
    expect(await doc.optimize()).toBeNull();
  });
});
