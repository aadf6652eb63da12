import { describe, expect, test } from "vitest";
import { fittingFirst } from "../../../server/src/core/images/tagOrder.ts";
import { reference } from "./fixture.ts";

const date = "2026-10-15";

function order(image: string, tags: string, like: readonly string[] = []): string {
  return fittingFirst(reference(image), tags.split(" "), { like, date }).join(" ");
}

describe("tags to choose from", () => {
  test.each([
    [
      "node",
      "latest 22 jod 22-alpine 22-slim 22.3.1 24 18 22-bookworm",
      "24 22-slim 22 22-alpine 22-bookworm jod 22.3.1 latest 18",
    ],
    ["python", "3 slim 3.9 3.13 3.13-slim 3.14 3.15-rc", "3 3.14 3.13-slim 3.13 slim 3.15-rc 3.9"],
    [
      "debian",
      "stable bookworm trixie trixie-slim 12-slim buster",
      "trixie-slim trixie 12-slim bookworm stable buster",
    ],
    ["eclipse-temurin", "17 21-jre 21 21-jdk-alpine", "21-jre 21 21-jdk-alpine 17"],
    ["mcr.microsoft.com/dotnet/aspnet", "8.0 10.0-noble-chiseled 10.0", "10.0 10.0-noble-chiseled 8.0"],
    ["example.com/team/app", "1.2 main 1.10 2", "2 1.10 1.2 main"],
  ])("of %s: the newest line first, slim before full", (image, tags, expected) => {
    expect(order(image, tags)).toBe(expected);
  });

  test("of the line that the file has come first, an ended one too", () => {
    expect(order("node", "24 22-slim 22 18 18-slim", ["18-alpine"])).toBe("18-slim 18 24 22-slim 22");
  });

  test("are named once", () => {
    expect(order("node", "22 22 24")).toBe("24 22");
  });
});
