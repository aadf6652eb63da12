import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inRoot } from "../../scripts/support/paths.ts";
import { listVsixFiles, packVsix } from "../../scripts/support/vsix.ts";

const vsceIsSlow = 60_000;

test("the package holds these files and no others", { timeout: vsceIsSlow }, () => {
  expect(listVsixFiles()).toMatchInlineSnapshot(`
    [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "README.zh-CN.md",
      "dist/cli.cjs",
      "dist/data/aptTable.cjs",
      "dist/data/images.cjs",
      "dist/data/lifecycle.cjs",
      "dist/data/npm-packages.cjs",
      "dist/data/usualPackages.cjs",
      "dist/extension.cjs",
      "dist/hcl.cjs",
      "dist/protocol.cjs",
      "dist/registry.cjs",
      "dist/report.cjs",
      "dist/server.cjs",
      "dist/web/extension.js",
      "dist/web/server.js",
      "dist/yaml.cjs",
      "dist/zhCn.cjs",
      "l10n/bundle.l10n.zh-cn.json",
      "media/icon.png",
      "media/walkthrough/everywhere.svg",
      "media/walkthrough/optimize.svg",
      "media/walkthrough/problems.svg",
      "media/walkthrough/report.svg",
      "media/walkthrough/save.svg",
      "package.json",
      "package.nls.json",
      "package.nls.zh-cn.json",
      "schemas/package.schema.json",
      "schemas/plimsoll.schema.json",
      "syntaxes/plimsoll.injection.json",
    ]
  `);
});

test("the package stays below 2 MB", { timeout: vsceIsSlow }, () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-package-"));
  try {
    packVsix(join(folder, "plimsoll.vsix"));
    expect(statSync(join(folder, "plimsoll.vsix")).size).toBeLessThan(2_000_000);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("what VS Code loads stays below 1.5 MB", () => {
  const loaded = ["extension", "server", "protocol"].map((name) => statSync(inRoot(`dist/${name}.cjs`)).size);
  expect(loaded.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_500_000);
});
