import { describe, expect, test } from "vitest";
import { startClient } from "./support/client.ts";

/** The text after an ignore action, which must have silenced what it was offered for. */
async function ignored(text: string, place: string, title: string, style?: string): Promise<string> {
  const client = await startClient({ settings: style === undefined ? {} : { ignoreComment: { style } } });
  const after = await (await client.open(text)).after(place, title);
  const rule = title.split(" ")[1];
  const left = await (await client.open(after)).diagnostics();
  const before = await (await client.open(text)).diagnostics();
  const count = (problems: readonly { code?: unknown }[]) =>
    problems.filter(({ code }) => code === rule).length;
  if (title.endsWith("file")) expect(count(left)).toBe(0);
  else expect(count(left)).toBe(count(before) - 1);
  return after;
}

const here = "Ignore pip-cache on this instruction";
const inFile = "Ignore pip-cache in this file";

describe("ignoring on an instruction", () => {
  test("writes a comment above it", async () => {
    expect(await ignored("FROM python:3\nRUN pip install a\n", "pip| install", here)).toBe(
      "FROM python:3\n# plimsoll ignore=pip-cache\nRUN pip install a\n",
    );
  });

  test("keeps the indentation and the line breaks, and stays above continued lines", async () => {
    const text = "FROM python:3\r\n  RUN echo \\\r\n   && pip install a\r\n";
    expect(await ignored(text, "pip| install", here)).toBe(
      "FROM python:3\r\n  # plimsoll ignore=pip-cache\r\n  RUN echo \\\r\n   && pip install a\r\n",
    );
  });

  test("adds to the comment that is there", async () => {
    const text = "FROM python:3\n# plimsoll ignore=apt-lists, whole-node because\nRUN pip install a\n";
    expect(await ignored(text, "pip| install", here)).toBe(
      "FROM python:3\n# plimsoll ignore=apt-lists, whole-node,pip-cache because\nRUN pip install a\n",
    );
  });

  test("speaks hadolint where the file does", async () => {
    const text = "FROM python:3\n# hadolint ignore=DL3008\nRUN pip install a\nRUN pip install b\n";
    expect(await ignored(text, "pip| install a", here)).toContain(
      "# hadolint ignore=DL3008,DL3042\nRUN pip install a",
    );
    expect(await ignored(text, "pip| install b", here)).toContain(
      "a\n# hadolint ignore=DL3042\nRUN pip install b",
    );
  });

  test("speaks our own language for a rule that hadolint does not have", async () => {
    const text = "FROM node:20\n# hadolint ignore=DL3008\nRUN ls\n";
    expect(await ignored(text, "node|:20", "Ignore whole-node on this")).toBe(
      `# plimsoll ignore=whole-node\n${text}`,
    );
  });

  test("follows the setting", async () => {
    const text = "FROM python:3\nRUN pip install a\n";
    expect(await ignored(text, "pip| install", here, "hadolint")).toContain("# hadolint ignore=DL3042\nRUN");
    // BuildKit has no comment for one instruction.
    expect(await ignored("FROM a:1\nRUN true\n", "RUN tr|ue", "Ignore empty-run on this", "check")).toContain(
      "# plimsoll ignore=empty-run\nRUN",
    );
  });
});

describe("ignoring in the file", () => {
  test("writes a comment at the top", async () => {
    expect(await ignored("FROM python:3\nRUN pip install a\n", "pip| install", inFile)).toBe(
      "# plimsoll global ignore=pip-cache\nFROM python:3\nRUN pip install a\n",
    );
  });

  test("never above or between the directives", async () => {
    const text = "# syntax=docker/dockerfile:1\n# escape=\\\n\nFROM python:3\nRUN pip install a\n";
    expect(await ignored(text, "pip| install", inFile)).toBe(
      "# syntax=docker/dockerfile:1\n# escape=\\\n# plimsoll global ignore=pip-cache\n\nFROM python:3\nRUN pip install a\n",
    );
  });

  test("adds to the comment that is there, in its dialect", async () => {
    const ours = "# plimsoll global ignore=whole-node\nFROM python:3\nRUN pip install a\n";
    expect(await ignored(ours, "pip| install", inFile)).toContain(
      "# plimsoll global ignore=whole-node,pip-cache\n",
    );
    const theirs = "# hadolint global ignore=DL3008\nFROM python:3\nRUN pip install a\n";
    expect(await ignored(theirs, "pip| install", inFile)).toContain(
      "# hadolint global ignore=DL3008,DL3042\n",
    );
  });

  test.each([
    ["# check=skip=StageNameCasing", "# check=skip=StageNameCasing,NothingRuns"],
    ["# check=skip=A, B;error=true", "# check=skip=A, B,NothingRuns;error=true"],
    ["# check=error=true;skip=A", "# check=error=true;skip=A,NothingRuns"],
  ])("adds to BuildKit's directive: %s", async (directive, expected) => {
    const text = `# syntax=docker/dockerfile:1\n${directive}\nFROM a:1\nRUN true\n`;
    expect(await ignored(text, "RUN tr|ue", "Ignore empty-run in this file")).toBe(
      text.replace(directive, expected),
    );
  });

  test("writes BuildKit's directive below # syntax where the setting says so", async () => {
    const text = "# syntax=docker/dockerfile:1\nFROM a:1\nRUN true\n";
    expect(await ignored(text, "RUN tr|ue", "Ignore empty-run in this file", "check")).toBe(
      "# syntax=docker/dockerfile:1\n# check=skip=NothingRuns\nFROM a:1\nRUN true\n",
    );
    const checked = "# check=error=true\nFROM a:1\nRUN true\n";
    expect(await ignored(checked, "RUN tr|ue", "Ignore empty-run in this file", "check")).toContain(
      "# check=skip=NothingRuns;error=true\n",
    );
  });
});
