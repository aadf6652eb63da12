import { describe, expect, test } from "vitest";
import { runtimeImage, smallerAlternatives } from "../../../server/src/core/images/alternatives.ts";
import { publishedVariants } from "../../../server/src/core/images/variants.ts";
import { reference, smallTable } from "./fixture.ts";

const alternativesOf = (text: string) =>
  smallerAlternatives(reference(text), "linux/amd64", smallTable).map(
    ({ kind, reference: text }) => `${kind} ${text}`,
  );

describe("smaller tags of the same image and version, safest first", () => {
  test.each([
    ["node:22", ["slim node:22-slim", "alpine node:22-alpine"]],
    ["node:22-bookworm", ["slim node:22-bookworm-slim", "alpine node:22-alpine"]],
    ["node:22.11.0", ["slim node:22.11.0-slim", "alpine node:22.11.0-alpine"]],
    ["docker.io/library/node:22", ["slim node:22-slim", "alpine node:22-alpine"]],
    [
      "public.ecr.aws/docker/library/node:22",
      [
        "slim public.ecr.aws/docker/library/node:22-slim",
        "alpine public.ecr.aws/docker/library/node:22-alpine",
      ],
    ],
    ["node:22-slim", ["alpine node:22-alpine"]],
    ["node:22-alpine", []],
    ["python:3.13", ["slim python:3.13-slim"]],
    ["python:3.13-trixie", ["slim python:3.13-slim-trixie"]],
    ["eclipse-temurin:21-jdk", ["runtime eclipse-temurin:21-jre"]],
    ["eclipse-temurin:21", ["runtime eclipse-temurin:21-jre"]],
    ["golang:1.26", []],
    ["example.com/node:22", []],
  ])("%s", (asked, expected) => expect(alternativesOf(asked)).toEqual(expected));

  test.each([
    ["eclipse-temurin:21-jdk", "eclipse-temurin:21-jre"],
    ["openjdk:8-alpine", "openjdk:8-jre-alpine"],
    ["eclipse-temurin:21-jre", undefined],
    ["openjdk:17", undefined],
    ["example.com/jdk:21", undefined],
  ])("the run-time of %s, its size known or not", (asked, expected) =>
    expect(runtimeImage(reference(asked), "linux/amd64", smallTable)?.reference).toBe(expected),
  );

  test("each says what is gained and what is lost", () => {
    const [slim] = smallerAlternatives(reference("node:22"), "linux/amd64", smallTable);
    expect(slim?.saves.download).toEqual({ low: 320_000_000, likely: 320_000_000, high: 320_000_000 });
    expect(slim?.saves.reasons).toEqual(["node:22 as of 2026-09-19", "node:22-slim as of 2026-09-19"]);
    expect(slim?.loses).toContain("compilers");
  });

  test("a digest is not carried over to another tag", () => {
    const digest = `sha256:${"ab".repeat(32)}`;
    expect(alternativesOf(`node:22@${digest}`)).toContain("slim node:22-slim");
  });
});

describe("which forms an image publishes for a version", () => {
  test.each([
    ["node", "20.11.1", ["20.11.1-slim", "20.11.1-alpine"]],
    ["node", "20-bookworm", ["20-slim", "20-bookworm-slim", "20-alpine"]],
    ["node", "6", ["6-slim"]],
    ["node", "lts", []],
    ["python", "3.12-bookworm", ["3.12-slim", "3.12-slim-bookworm", "3.12-alpine"]],
    ["python", "3.14.0rc1", []],
    ["golang", "1.22", ["1.22-alpine"]],
    ["php", "8.3-fpm", ["8.3-fpm-alpine"]],
    ["php", "8.3-apache", []],
    ["openjdk", "17", []],
    ["openjdk", "11-jdk", ["11-jre", "11-jdk-slim"]],
    ["eclipse-temurin", "21-jdk-jammy", ["21-jre", "21-jre-jammy", "21-jdk-alpine"]],
    ["eclipse-temurin", "17_35-jdk", []],
    ["unheard-of", "1", []],
  ])("%s:%s", (image, tag, expected) => expect(publishedVariants(image, tag)).toEqual(expected));
});
