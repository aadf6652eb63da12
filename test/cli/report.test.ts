import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Report } from "../../server/src/core/report/model.ts";

const cli = path.resolve(import.meta.dirname, "../../dist/cli.cjs");
const folder = mkdtempSync(path.join(tmpdir(), "plimsoll-report-"));
afterAll(() => rmSync(folder, { recursive: true }));

const text =
  "FROM node:22\r\nWORKDIR /app\r\nCOPY . .\r\nRUN npm install\r\nUSER node\r\nCMD npm start # <b>&amp;\r\n";
mkdirSync(path.join(folder, "src"));
for (const [name, content] of [
  ["Dockerfile", text],
  ["package.json", '{"scripts":{"start":"node src/a.js"}}'],
  ["package-lock.json", "{}"],
  ["src/a.js", "1"],
] as const)
  writeFileSync(path.join(folder, name), content);

function plimsoll(args: readonly string[], input = "") {
  return spawnSync(process.execPath, [cli, ...args], {
    input,
    encoding: "utf8",
    cwd: folder,
    env: { ...process.env, LC_ALL: "C" },
  });
}

describe("report", () => {
  test("prints a page unless told otherwise", () => {
    const { stdout, stderr, status } = plimsoll(["report", "Dockerfile"]);
    expect([stderr, status]).toEqual(["", 0]);
    expect(stdout).toMatch(/^<!DOCTYPE html>\n<html lang="en">/);
    expect(stdout.match(/<svg /g)?.length).toBe(12);
    expect(stdout).not.toContain("<script");
    expect(stdout).not.toContain("<b>");
    expect(plimsoll(["report", "--format", "html", "Dockerfile"]).stdout).toBe(stdout);
  });

  test("prints one picture", () => {
    const { stdout, status } = plimsoll(["report", "--format", "svg", "Dockerfile"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="\d+" height="\d+"/);
    expect(stdout).toMatch(/<\/svg>\n$/);
  });

  test("prints Markdown for a pull request", () => {
    const { stdout } = plimsoll(["report", "--format", "md", "Dockerfile"]);
    expect(stdout).toMatch(
      /^# Image report: Dockerfile\n\n\*\*≈ [\d.]+ GB\+? → ≈ \d+ MB\+? \(−\d+ %\)\*\*\n/,
    );
    expect(stdout).toMatch(/\| 4 \| RUN npm install \| [\d.]+ [kMG]?B – /);
    expect(stdout).toContain("## What a change rebuilds\n\nWhen src/a.js changes.");
  });

  test("prints data that says which version it is of, with lines as they are in the file", () => {
    const report: Report = JSON.parse(plimsoll(["report", "--format", "json", "Dockerfile"]).stdout);
    expect(report).toMatchObject({ version: 1, file: "Dockerfile", platform: "linux/amd64" });
    expect(report.before.segments.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
    expect(report.context?.bytes).toBeGreaterThan(100);
    expect(report.cache?.change).toBe("src/a.js");
  });

  test("takes standard input, another platform, and no context", () => {
    const args = ["report", "--format", "json", "--no-context", "--platform", "linux/arm64", "-"];
    const report: Report = JSON.parse(plimsoll(args, text).stdout);
    expect(report).toMatchObject({ file: "<stdin>", platform: "linux/arm64", context: null });
  });

  test("refuses what it cannot do", () => {
    const bad = plimsoll(["report", "--format", "pretty", "Dockerfile"]);
    expect(bad.stderr).toBe("plimsoll: --format is html, svg, md or json, not 'pretty'\n");
    expect(bad.status).toBe(2);
    expect(plimsoll(["report"]).stderr).toContain("report needs a file");
    expect(plimsoll(["report", "missing"])).toMatchObject({ status: 2, stdout: "" });
  });
});
