import { describe, expect, test } from "vitest";
import { endedLine, endedSystem, lineOf, supportedLines } from "../../../server/src/core/images/lifecycle.ts";
import { parseReference } from "../../../server/src/core/images/reference.ts";
import { supportedTag } from "../../../server/src/core/images/supportedTag.ts";

const date = "2026-10-15";
const ended = (text: string, on = date) => {
  const reference = parseReference(text);
  return reference && endedLine(reference, on);
};

describe("release lines", () => {
  test("a version belongs to the line it begins with, a short one to the newest that lasts", () => {
    expect(lineOf("node", [16, 20, 2])).toBe("16");
    expect(lineOf("php", [7])).toBe("7.4");
    expect(lineOf("mysql", [8])).toBe("8.4");
    expect(lineOf("mysql", [8, 0, 35])).toBe("8.0");
    expect(lineOf("amazonlinux", [2])).toBe("2");
    expect(lineOf("node", [99])).toBeUndefined();
  });

  test("a line has ended on the day after its last", () => {
    expect(ended("node:18", "2025-04-30")).toBeUndefined();
    expect(ended("node:18", "2025-05-01")).toMatchObject({ title: "Node.js 18", ended: "2025-04-30" });
  });

  test("images are known by their repository, whatever registry they come from", () => {
    expect(ended("public.ecr.aws/docker/library/python:3.7")?.title).toBe("Python 3.7");
    expect(ended("mcr.microsoft.com/dotnet/aspnet:6.0-alpine")?.title).toBe(".NET 6.0");
    expect(ended("ghcr.io/example/python:3.7")).toBeUndefined();
    expect(ended("dotnet:6.0")).toBeUndefined();
  });

  test("a release of the system has an end as well", () => {
    expect(endedSystem("buster", date)?.title).toBe("Debian 10");
    expect(endedSystem("alpine3.17", date)?.title).toBe("Alpine Linux 3.17");
    expect(endedSystem("focal", date)?.title).toBe("Ubuntu 20.04");
    expect(endedSystem("bookworm", date)).toBeUndefined();
    expect(endedSystem("sid", date)).toBeUndefined();
    expect(endedSystem(undefined, date)).toBeUndefined();
  });

  test("the nearest line that lasts another year comes first", () => {
    expect(supportedLines("node", "16", date)).toEqual(["24", "26", "22"]);
    expect(supportedLines("ubuntu", "18.04", date)[0]).toBe("24.04");
  });

  test("only tags that exist are offered, and none that follows a line of its own", () => {
    const reference = parseReference("nginx:1.18-alpine");
    const line = reference && endedLine(reference, date);
    const offered = (tags: readonly string[]) =>
      reference &&
      line &&
      supportedTag({ reference, ended: line, date }, { facts: () => undefined, tags: () => tags })?.tag;
    expect(offered(["1-alpine", "1.30", "1.30-alpine", "1.30.1-alpine", "1.31-alpine"])).toBe("1.30-alpine");
    expect(offered(["1-alpine", "1.31-alpine"])).toBeUndefined();
  });
});
