import { describe, expect, test } from "vitest";
import { completedIn, labelsIn } from "../support/completions.ts";

describe("parser directives", () => {
  test.each([
    ["", "|", "# syntax=docker/dockerfile:1", "# syntax=docker/dockerfile:1"],
    ["# s\nFROM a\n", "# s|", "syntax=docker/dockerfile:1", "# syntax=docker/dockerfile:1\nFROM a\n"],
    ["#\r\nFROM a\r\n", "#|", "escape=`", "#escape=`\r\nFROM a\r\n"],
    ["# escape=\nFROM a\n", "escape=|", "`", "# escape=`\nFROM a\n"],
    [
      "# syntax=\nFROM a\n",
      "syntax=|",
      "docker/dockerfile:1-labs",
      "# syntax=docker/dockerfile:1-labs\nFROM a\n",
    ],
    ["# check=s\nFROM a\n", "=s|", "skip=", "# check=skip=\nFROM a\n"],
    ["# check=skip=\nFROM a\n", "skip=|", "StageNameCasing", "# check=skip=StageNameCasing\nFROM a\n"],
    [
      "# syntax=b\n# check=skip=Un,JSONArgsRecommended;error=true\nFROM a\n",
      "=Un|,",
      "UndefinedVar",
      "# syntax=b\n# check=skip=UndefinedVar,JSONArgsRecommended;error=true\nFROM a\n",
    ],
    ["# check=skip=all;error=\nFROM a\n", "error=|", "true", "# check=skip=all;error=true\nFROM a\n"],
    ["\uFEFF# che\nFROM a\n", "# che|", "check=error=true", "\uFEFF# check=error=true\nFROM a\n"],
  ])("are completed: %j", async (text, place, label, expected) => {
    expect(await completedIn(text, place, label)).toBe(expected);
  });

  test("that are there, and checks that are listed, are not offered again", async () => {
    expect(await labelsIn("# syntax=a\n# \nFROM b\n", "a\n# |")).not.toContain("syntax=docker/dockerfile:1");
    const found = await labelsIn("# check=skip=UndefinedVar,\nFROM a\n", "Var,|");
    expect(found).not.toContain("UndefinedVar");
    expect(found).not.toContain("all");
    expect(await labelsIn("# check=error=true;\nFROM a\n", "true;|")).toEqual(["skip="]);
  });

  test.each([
    ["behind another comment", "# a\n# s\nFROM a\n", "# s|"],
    ["behind an instruction", "FROM a\n# s\n", "# s|"],
    ["behind an empty line", "\n# s\nFROM a\n", "# s|"],
  ])("are not offered %s", async (_, text, place) => {
    expect(await labelsIn(text, place)).toEqual([]);
  });
});

describe("ignore comments", () => {
  test.each([
    ["FROM a\n# pl\nRUN b\n", "# pl|", "plimsoll ignore=", "FROM a\n# plimsoll ignore=\nRUN b\n"],
    ["FROM a\n# plimsoll ignore=pip\n", "=pip|", "pip-cache", "FROM a\n# plimsoll ignore=pip-cache\n"],
    [
      "FROM a\r\n# plimsoll ignore=empty-run, p because\r\nRUN b\r\n",
      ", p|",
      "pip-cache",
      "FROM a\r\n# plimsoll ignore=empty-run, pip-cache because\r\nRUN b\r\n",
    ],
    [
      "FROM a\n# hadolint ignore=\nRUN b\n",
      "ignore=|",
      "DL3042",
      "FROM a\n# hadolint ignore=DL3042\nRUN b\n",
    ],
    [
      "FROM a\nRUN b \\\n  # plimsoll ignore=\n  c\n",
      "ignore=|",
      "pip-cache",
      "FROM a\nRUN b \\\n  # plimsoll ignore=pip-cache\n  c\n",
    ],
  ])("are completed: %j", async (text, place, label, expected) => {
    expect(await completedIn(text, place, label)).toBe(expected);
  });

  test("name the rules first that speak about the instruction below", async () => {
    const text = "FROM node:20\n# plimsoll ignore=\nRUN pip install a\nRUN true\n";
    expect((await labelsIn(text, "ignore=|"))[0]).toBe("pip-cache");
    const global = "# a\n# plimsoll global ignore=\nFROM b\nRUN true\n";
    expect((await labelsIn(global, "ignore=|"))[0]).toBe("empty-run");
  });

  test("do not name a rule twice", async () => {
    const found = await labelsIn("FROM a\n# plimsoll ignore=pip-cache,\nRUN b\n", "cache,|");
    expect(found).not.toContain("pip-cache");
    expect(found).toContain("empty-run");
  });

  test("have no rules in the reason, nor in scripts", async () => {
    expect(await labelsIn("FROM a\n# plimsoll ignore=pip-cache because\n", "beca|use")).toEqual([]);
    expect(await labelsIn("FROM a\nRUN <<EOF\n# pl\nEOF\n", "# pl|")).toEqual([]);
  });
});
