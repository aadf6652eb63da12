import { describe, expect, test } from "vitest";
import { readSettings, settings } from "../../server/src/core/settings.ts";
import { specImages } from "../support/known.ts";
import { startClient } from "./support/client.ts";

const pip = "FROM python:3.13\nRUN pip install flask\n";

describe("settings", () => {
  test("are asked for each document, and a rule can be switched off", async () => {
    const client = await startClient({ settings: { rules: { "pip-cache": "off" } } });
    const doc = await client.open(pip);
    expect(await doc.diagnostics()).toEqual([]);
    expect(client.asked).toEqual([{ scopeUri: doc.uri, section: "plimsoll" }]);
  });

  test("change what is reported at once", async () => {
    const client = await startClient();
    const doc = await client.open(pip);
    expect(await doc.diagnostics()).toMatchObject([{ severity: 2 }]);
    const next = doc.nextDiagnostics();
    await client.configure({ rules: { "pip-cache": "error" } });
    expect(await next).toMatchObject([{ severity: 1 }]);
  });

  test("reach the server without workspace/configuration too", async () => {
    const client = await startClient({ capabilities: {} });
    const doc = await client.open(pip);
    expect(await doc.diagnostics()).toHaveLength(1);
    const next = doc.nextDiagnostics();
    await client.configure({ enable: false });
    expect(await next).toEqual([]);
  });

  test("that make no sense give the default and one clear line in the log", async () => {
    const client = await startClient({
      settings: {
        run: "sometimes",
        maxFileLines: -3,
        rules: { "pip-cache": "loud", "no-such-rule": "error" },
      },
    });
    const first = await client.open(pip);
    const second = await client.open(pip);
    expect(await first.diagnostics()).toMatchObject([{ severity: 2 }]);
    await second.diagnostics();
    expect(client.log).toEqual([
      'Settings: plimsoll.run must be one of "onType", "onSave"; "onType" is used.',
      'Settings: plimsoll.rules: "pip-cache" must be one of "off", "hint", "information", "warning", "error", "default"; its default is used.',
      "Settings: plimsoll.maxFileLines must be at least 1; 5000 is used.",
      'Settings: plimsoll.rules names "no-such-rule", which is no rule.',
    ]);
  });

  test.each([null, undefined, 7, "on", [], { hover: 3, rules: [], enable: "no" }])(
    "may be anything: %j",
    (given) => {
      expect(readSettings(given).values).toEqual(readSettings(undefined).values);
    },
  );

  test("of the table are all read", () => {
    const changed: Record<string, unknown> = {
      enable: false,
      run: "onSave",
      rules: { "pip-cache": "off" },
      platform: "linux/arm64",
      "hover.image": false,
      inlayHints: "off",
      codeLens: "off",
      "ignoreComment.style": "check",
      deduplicate: false,
      "shellcheck.enable": "off",
      "shellcheck.path": "/opt/shellcheck",
      containerEngine: "off",
      maxFileLines: 10,
    };
    const defaults = readSettings({}).values;
    for (const { key } of settings.filter((setting) => setting.key in changed)) {
      expect(readSettings({ [key]: changed[key] }), key).toMatchObject({ problems: [] });
      expect(readSettings({ [key]: changed[key] }).values, key).not.toEqual(defaults);
    }
  });
});

describe("what is not analysed", () => {
  test("is quiet and says why in its status", async () => {
    const client = await startClient({ settings: { maxFileLines: 2 } });
    const doc = await client.open(`${pip}RUN ls\n`);
    expect(await doc.diagnostics()).toEqual([]);
    expect(await doc.status()).toMatchObject({
      findings: 0,
      reason: "Not analysed: more than 2 lines (setting plimsoll.maxFileLines)",
    });
    expect(await doc.titles("pip| install")).toEqual([]);
    expect(await doc.optimize()).toMatchObject({ items: [], text: doc.text, edits: [] });
  });

  test("is every file when Plimsoll is switched off", async () => {
    const client = await startClient({ settings: { enable: false } });
    const doc = await client.open(pip);
    expect(await doc.diagnostics()).toEqual([]);
    expect((await doc.status()).reason).toContain("plimsoll.enable");
  });

  test("is what was typed since the last save, for those who want it so", async () => {
    const client = await startClient({ settings: { run: "onSave" } });
    const doc = await client.open("FROM python:3.13\nRUN ls\n");
    await doc.diagnostics();
    await doc.type("RUN |ls|", "pip install flask");
    await doc.hover("RU|N");
    expect(client.published.all).toHaveLength(1);
    await doc.save();
    expect(await doc.diagnostics()).toMatchObject([{ code: "pip-cache" }]);
  });
});

test("the status tells the size of the image", async () => {
  const client = await startClient({ images: specImages });
  const doc = await client.open("FROM node:20\nENV A=1\n");
  expect((await doc.status()).size).toEqual({
    short: "1.09 GB",
    download: "380 MB",
    long: "1.09 GB on disk, 380 MB to download (from Plimsoll's own table)",
    layers: 0,
    asOf: "2026-09-01",
  });
  const open = await client.open("FROM node:20\nRUN ./build-something\n");
  expect((await open.status()).size).toMatchObject({
    short: "1.09 GB or more",
    long: expect.stringContaining("one part is not known"),
  });
  const nothing = await client.open("FROM unheard-of\nRUN ls\n");
  expect((await nothing.status()).size).toEqual({ layers: 1 });
});

test("the status counts findings and what can be mended", async () => {
  const client = await startClient();
  const doc = await client.open(pip);
  expect(await doc.status()).toMatchObject({
    uri: doc.uri,
    version: 1,
    findings: 1,
    fixable: 1,
    size: { layers: 1 },
  });
});
