import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { DidChangeWatchedFilesNotification } from "vscode-languageserver-protocol/node";
import { rules } from "../../server/src/core/rules/index.ts";
import { createConfigLoader } from "../../server/src/host/config/loader.ts";
import { startClient } from "./support/client.ts";

const pip = "FROM python:3.13\nRUN pip install flask\n";

async function startIn(config: string, settings?: unknown) {
  const folder = mkdtempSync(path.join(tmpdir(), "plimsoll-lsp-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, ".plimsoll.json");
  writeFileSync(file, config);
  const client = await startClient({ configuration: createConfigLoader(rules), settings });
  const uri = pathToFileURL(file).href;
  return {
    client,
    doc: await client.open(pip, pathToFileURL(path.join(folder, "Dockerfile")).href),
    /** Messages at the configuration file, newest publication. */
    told: () =>
      client.published.all
        .findLast((params) => params.uri === uri)
        ?.diagnostics.map(({ message, range }) => `${range.start.line}:${range.start.character} ${message}`),
    async change(text: string) {
      writeFileSync(file, text);
      await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
        changes: [{ uri, type: 2 }],
      });
    },
  };
}

describe("configuration files", () => {
  test("hold, and are read again when they change", async () => {
    const { doc, change } = await startIn('{ "rules": { "DL3042": "off" } }');
    expect(await doc.diagnostics()).toEqual([]);
    const next = doc.nextDiagnostics();
    await change('{ "rules": { "pip-cache": "error" } }');
    expect(await next).toMatchObject([{ severity: 1 }]);
  });

  test("give way to what the user has set", async () => {
    const { doc } = await startIn('{ "rules": { "pip-cache": "off" } }', { rules: { "pip-cache": "hint" } });
    expect(await doc.diagnostics()).toMatchObject([{ severity: 4 }]);
  });

  test("can take a file out, which the status says", async () => {
    const { doc, client } = await startIn('{ "ignore": ["**/Dockerfile"] }');
    expect(await doc.diagnostics()).toEqual([]);
    expect(client.statuses.all.at(-1)).toMatchObject({
      reason: "Ignored by the project's configuration file",
    });
  });

  test("with mistakes are told at their place, until these are mended", async () => {
    const { doc, told, change } = await startIn('{\n  "rules": { "pip-cache": "loud" }\n}');
    expect(await doc.diagnostics()).toMatchObject([{ severity: 2 }]);
    expect(told()).toEqual([
      '1:13 must be one of "off", "hint", "information", "warning", "error", not "loud"; its default is used',
    ]);
    const next = doc.nextDiagnostics();
    await change("{}");
    await next;
    expect(told()).toEqual([]);
  });
});
