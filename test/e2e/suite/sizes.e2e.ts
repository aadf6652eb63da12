import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, configure, openFile, rangeOf, until } from "./support.ts";

const node = 'FROM node:20\nRUN apt-get update\nCOPY a.js /\nCMD ["node", "/a.js"]\n';

suite("sizes where one looks", () => {
  teardown(closeAll);

  test("inlay hints stand behind FROM, and go when they are switched off", async () => {
    const document = await openFile("hints/Dockerfile", node);
    const everything = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = (): Thenable<readonly vscode.InlayHint[]> =>
      vscode.commands.executeCommand("vscode.executeInlayHintProvider", document.uri, everything);
    const [first] = await until(async () => {
      const found = await hints();
      return found.length > 0 && found;
    });
    assert.match(String(first?.label), /^(≈ )?[\d.]+ (MB|GB)$/);
    assert.equal(first?.position.line, 0);
    await configure("plimsoll.inlayHints", "off");
    try {
      await until(async () => (await hints()).length === 0);
    } finally {
      await configure("plimsoll.inlayHints", undefined);
    }
  });

  test("a code lens sums the file up and leads to Optimize", async () => {
    const document = await openFile("lens/Dockerfile", node);
    const titles = async (): Promise<readonly string[]> => {
      const lenses = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
        "vscode.executeCodeLensProvider",
        document.uri,
        10,
      );
      return lenses.map(({ command }) => command?.title ?? "");
    };
    const found = await until(async () => {
      const all = await titles();
      return all.includes("Optimize…") && all;
    });
    assert(found.some((title) => /(MB|GB).* · 2 layers · \d+ findings?, \d+ fixable/.test(title)));
    await configure("plimsoll.codeLens", "stages");
    try {
      await until(async () => (await titles()).some((title) => title.startsWith("stage 0")));
    } finally {
      await configure("plimsoll.codeLens", undefined);
    }
  });

  test("tags are completed with their sizes, the one of the same line first", async () => {
    const document = await openFile("tags/Dockerfile", "FROM node:20 AS build\nFROM node:\n");
    const end = rangeOf(document, "FROM node:\n").start.translate(0, "FROM node:".length);
    const { items } = await until(async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        document.uri,
        end,
        ":",
      );
      return list.items.some(({ label }) => labelOf(label) === "20-slim") && list;
    });
    const ours = items.filter(({ detail }) => detail?.includes("to download"));
    const first = ours.toSorted((a, b) => ((a.sortText ?? "") < (b.sortText ?? "") ? -1 : 1))[0];
    assert.equal(first && labelOf(first.label), "20-slim");
  });

  test("a link in the hover of an image puts the smaller one in, and one undo takes it out", async () => {
    const document = await openFile("link/Dockerfile", 'FROM node:20\nCOPY a.js /\nCMD ["node", "/a.js"]\n');
    const link = await until(async () => {
      const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
        "vscode.executeHoverProvider",
        document.uri,
        rangeOf(document, "node:20").start,
      );
      const text = hovers
        .flatMap(({ contents }) => contents)
        .map((content) => (content instanceof vscode.MarkdownString ? content.value : ""))
        .join("\n");
      return /`node:20-slim`\]\(command:plimsoll\.useImage\?(\S+) /.exec(text)?.[1];
    });
    await vscode.commands.executeCommand("plimsoll.useImage", ...JSON.parse(decodeURIComponent(link)));
    assert.match(document.getText(), /^FROM node:20-slim\n/);
    await vscode.commands.executeCommand("undo");
    assert.match(document.getText(), /^FROM node:20\n/);
  });
});

function labelOf(label: vscode.CompletionItem["label"]): string {
  return typeof label === "string" ? label : label.label;
}
