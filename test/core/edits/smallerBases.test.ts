import { describe, expect, test } from "vitest";
import { analysisOf } from "../../../server/src/core/analyze.ts";
import { applyEdits } from "../../../server/src/core/edits/apply.ts";
import { smallerBases } from "../../../server/src/core/edits/smallerBases.ts";
import { imageUses } from "../../../server/src/core/facts/imageUses.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";
import { noPolicy } from "../../../server/src/core/policy.ts";
import { smallTable } from "../images/fixture.ts";

const program = 'COPY a /a\nENTRYPOINT ["/a"]\n';

/** Each with the text that it leads to; undefined where the place of the name is not certain. */
function bases(
  text: string,
  registries: readonly string[] = [],
): Readonly<Record<string, string | undefined>> {
  const { facts } = analysisOf(text, {
    known: { ...nothingKnown, images: smallTable },
    settings: { severities: {}, policy: { ...noPolicy, registries } },
    rules: [],
  });
  const [use] = imageUses(facts);
  if (!use) throw new Error("the file names no image");
  return Object.fromEntries(
    smallerBases(facts, use).map(({ name, edit }) => [name, edit && applyEdits(text, [edit])]),
  );
}

describe("smaller bases", () => {
  test("of the same line, each with its edit", () => {
    expect(bases("FROM node:22 AS a\r\nCMD npm start\r\n")).toEqual({
      "node:22-slim": "FROM node:22-slim AS a\r\nCMD npm start\r\n",
      "node:22-alpine": "FROM node:22-alpine AS a\r\nCMD npm start\r\n",
    });
  });

  test("are not Alpine where a release is named, glibc is needed, or the stage only makes something", () => {
    expect(Object.keys(bases("FROM node:22-bookworm\n"))).toEqual(["node:22-bookworm-slim"]);
    expect(Object.keys(bases('FROM node:22\nCMD ["bash", "x"]\n'))).toEqual(["node:22-slim"]);
    expect(bases("FROM node:22 AS a\nFROM scratch\nCOPY --from=a /a /a\n")).toEqual({
      "node:22-slim": undefined,
    });
  });

  test("are no Java run-time where something is compiled", () => {
    const jre = "eclipse-temurin:21-jre";
    expect(Object.keys(bases('FROM eclipse-temurin:21\nCMD ["java", "-jar", "/a.jar"]\n'))).toEqual([jre]);
    expect(bases('FROM eclipse-temurin:21\nRUN javac A.java\nCMD ["java", "A"]\n')).toEqual({});
    expect(
      bases("FROM eclipse-temurin:21 AS a\nRUN ./mvnw package\nFROM scratch\nCOPY --from=a /a /\n"),
    ).toEqual({});
  });

  test("without a system are there for programs that need none", () => {
    const distroless = "gcr.io/distroless/cc-debian12:latest";
    expect(bases(`FROM debian:12-slim\n${program}`)).toEqual({
      [distroless]: `FROM ${distroless}\n${program}`,
    });
    expect(bases(`ARG V=12-slim\nFROM debian:$V\n${program}`)).toEqual({ [distroless]: undefined });
    expect(bases(`FROM debian:12-slim\nRUN ls\n${program}`)).toEqual({});
  });

  test("come from registries that the project allows", () => {
    const text = `FROM debian:12-slim\n${program}`;
    expect(bases(text, ["docker.io"])).toEqual({});
    expect(Object.keys(bases(text, ["docker.io", "gcr.io"]))).toHaveLength(1);
  });

  test("leave a digest alone", () => {
    expect(Object.values(bases(`FROM node:22@sha256:${"a".repeat(64)}\n`))).toEqual([undefined, undefined]);
  });
});
