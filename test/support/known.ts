import { changeHistory } from "../../server/src/core/cache/history.ts";
import { buildContext } from "../../server/src/core/context/buildContext.ts";
import { systemFacts } from "../../server/src/core/images/families.ts";
import { parseReference } from "../../server/src/core/images/reference.ts";
import type { ImageFacts, ImageReference } from "../../server/src/core/images/types.ts";
import type {
  BuildContext,
  ChangeHistory,
  Known,
  KnownImages,
  KnownShellProblems,
} from "../../server/src/core/known.ts";

import type { ShellAnswer, SpecHistory } from "./spec.ts";

/** Images of the specifications: frozen figures, so that a fresh image table changes no test. Bytes, linux/amd64. */
const images: readonly (readonly [reference: string, download: number, unpacked: number, os: string])[] = [
  ["node:20", 380_000_000, 1_090_000_000, "debian bookworm"],
  ["node:20-slim", 72_000_000, 200_000_000, "debian bookworm"],
  ["node:20-alpine", 46_000_000, 130_000_000, "alpine 3.22"],
  ["node:22", 390_000_000, 1_120_000_000, "debian bookworm"],
  ["node:22-slim", 79_000_000, 220_000_000, "debian bookworm"],
  ["node:22-alpine", 55_000_000, 160_000_000, "alpine 3.22"],
  ["python:3.12", 360_000_000, 1_020_000_000, "debian bookworm"],
  ["python:3.12-slim", 44_000_000, 125_000_000, "debian bookworm"],
  ["python:3.12-alpine", 18_000_000, 50_000_000, "alpine 3.22"],
  ["ruby:3.3", 390_000_000, 1_010_000_000, "debian bookworm"],
  ["ruby:3.3-slim", 82_000_000, 220_000_000, "debian bookworm"],
  ["ruby:3.3-alpine", 42_000_000, 110_000_000, "alpine 3.22"],
  ["golang:1.25", 310_000_000, 850_000_000, "debian trixie"],
  ["golang:1.25-alpine", 60_000_000, 250_000_000, "alpine 3.22"],
  ["golang:1.25-bookworm", 290_000_000, 800_000_000, "debian bookworm"],
  ["debian:bookworm", 48_000_000, 117_000_000, "debian bookworm"],
  ["debian:bookworm-slim", 28_000_000, 75_000_000, "debian bookworm"],
  ["debian:trixie-slim", 30_000_000, 79_000_000, "debian trixie"],
  ["debian:12", 48_000_000, 117_000_000, "debian bookworm"],
  ["debian:12-slim", 28_000_000, 75_000_000, "debian bookworm"],
  ["ubuntu:22.04", 30_000_000, 78_000_000, "ubuntu 22.04"],
  ["ubuntu:24.04", 30_000_000, 78_000_000, "ubuntu 24.04"],
  ["alpine:3.22", 3_800_000, 8_300_000, "alpine 3.22"],
  ["nginx:stable-alpine", 20_000_000, 48_000_000, "alpine 3.22"],
  ["nginx:stable-alpine-slim", 5_000_000, 13_000_000, "alpine 3.22"],
  ["nginxinc/nginx-unprivileged:stable-alpine", 20_000_000, 48_000_000, "alpine 3.22"],
  ["php:8.3-apache", 180_000_000, 510_000_000, "debian trixie"],
  ["php:8.3-fpm-alpine", 35_000_000, 90_000_000, "alpine 3.22"],
  ["composer:2", 90_000_000, 220_000_000, "alpine 3.22"],
  ["eclipse-temurin:21-jdk", 220_000_000, 470_000_000, "ubuntu 24.04"],
  ["eclipse-temurin:21-jre", 100_000_000, 270_000_000, "ubuntu 24.04"],
  ["eclipse-temurin:21-jdk-alpine", 170_000_000, 330_000_000, "alpine 3.22"],
  ["eclipse-temurin:21-jre-alpine", 67_000_000, 190_000_000, "alpine 3.22"],
  ["maven:3.9-eclipse-temurin-21", 231_000_000, 540_000_000, "ubuntu 24.04"],
  ["maven:3.9-eclipse-temurin-21-alpine", 184_000_000, 370_000_000, "alpine 3.22"],
  ["gradle:8-jdk21", 400_000_000, 810_000_000, "ubuntu 24.04"],
  ["public.ecr.aws/docker/library/maven:3.9-eclipse-temurin-21", 231_000_000, 540_000_000, "ubuntu 24.04"],
  ["public.ecr.aws/docker/library/eclipse-temurin:21-jre", 94_000_000, 260_000_000, "ubuntu 24.04"],
  ["mcr.microsoft.com/dotnet/sdk:8.0", 310_000_000, 860_000_000, "debian bookworm"],
  ["mcr.microsoft.com/dotnet/aspnet:8.0", 90_000_000, 220_000_000, "debian bookworm"],
  ["gcr.io/distroless/static-debian12:latest", 800_000, 2_100_000, "distroless"],
  ["gcr.io/distroless/static-debian12:nonroot", 800_000, 2_100_000, "distroless"],
  ["gcr.io/distroless/base-debian12:latest", 8_000_000, 21_000_000, "distroless"],
  ["mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled", 50_000_000, 120_000_000, "ubuntu 24.04"],
  ["mcr.microsoft.com/dotnet/runtime:8.0", 80_000_000, 195_000_000, "debian bookworm"],
  ["mcr.microsoft.com/dotnet/aspnet:8.0-alpine", 50_000_000, 110_000_000, "alpine 3.22"],
  ["gcc:13", 500_000_000, 1_400_000_000, "debian bookworm"],
  ["buildpack-deps:bookworm", 350_000_000, 960_000_000, "debian bookworm"],
  ["rust:1", 600_000_000, 1_600_000_000, "debian trixie"],
  ["rust:1-bookworm", 590_000_000, 1_570_000_000, "debian bookworm"],
  ["gcr.io/distroless/cc-debian12:latest", 9_000_000, 24_000_000, "debian bookworm"],
  ["rust:1-slim", 319_000_000, 900_000_000, "debian trixie"],
];

const facts = new Map(images.map(([reference, ...rest]) => [reference, imageFacts(reference, ...rest)]));

export const specImages: KnownImages = {
  facts: (reference) => facts.get(withDefaultTag(reference)),
  catalog: {
    names: [...new Set(images.map(([reference]) => reference.slice(0, reference.lastIndexOf(":"))))],
    facts: (reference) => facts.get(withDefaultTag(reference)),
  },
  tags: (reference) =>
    [...facts.keys()].flatMap((key) => {
      const known = parseReference(key);
      return known?.repository === reference.repository && known.registry === reference.registry && known.tag
        ? [known.tag]
        : [];
    }),
};

export function specKnown(
  context: ReadonlyMap<string, string | number> | undefined,
  shellAnswers?: readonly ShellAnswer[],
  history?: SpecHistory,
): Known {
  return {
    ...(history && { history: historyFrom(history) }),
    ...(shellAnswers && { shellProblems: shellProblemsOf(shellAnswers) }),
    images: specImages,
    context: context && contextOf(context),
    platform: "linux/amd64",
    today: "2026-10-15",
  };
}

/** Each path was touched by the latest so many commits. */
function historyFrom({ commits, changes }: SpecHistory): ChangeHistory {
  const paths = Object.entries(changes);
  return changeHistory(
    Array.from({ length: commits }, (_, at) => paths.flatMap(([path, count]) => (at < count ? path : []))),
  );
}

function shellProblemsOf(answers: readonly ShellAnswer[]): KnownShellProblems {
  return {
    of: ({ text, dialect: checked }) =>
      answers.flatMap(({ at, fix, dialect = checked, ...problem }) => {
        const start = text.indexOf(at);
        if (start < 0 || dialect !== checked || (fix !== undefined && text.includes(fix))) return [];
        const span = { start, end: start + at.length };
        return [{ ...problem, span, edits: fix === undefined ? [] : [{ span, text: fix }] }];
      }),
  };
}

/** The real thing over files in memory: their content, or their size where the content does not matter. */
export function contextOf(files: ReadonlyMap<string, string | number>): BuildContext {
  const contents = new Map(
    [...files].flatMap(([path, file]) => (typeof file === "string" ? [[path, file]] : [])),
  );
  const ignore = contents.get(".dockerignore");
  return buildContext({
    files: [...files].map(([path, file]) => ({ path, bytes: typeof file === "string" ? file.length : file })),
    ignore: ignore === undefined ? undefined : { path: ".dockerignore", text: ignore },
    contents,
    complete: true,
  });
}

function withDefaultTag(reference: ImageReference): string {
  return reference.tag === undefined ? `${reference.familiar}:latest` : reference.familiar;
}

function imageFacts(reference: string, download: number, unpacked: number, os: string): ImageFacts {
  const family = os.split(" ")[0];
  const isAlpine = family === "alpine";
  return {
    reference,
    standsInFor: undefined,
    platform: "linux/amd64",
    compressedBytes: download,
    layers: undefined,
    uncompressedBytes: unpacked,
    layerCount: 5,
    created: "2026-09-01",
    digest: reference === "alpine:3.22" ? `sha256:${"5".repeat(64)}` : undefined,
    user: undefined,
    os,
    osFamily: isAlpine ? "alpine" : family === "ubuntu" ? "ubuntu" : "debian",
    libc: isAlpine ? "musl" : "glibc",
    packageManager: isAlpine ? "apk" : "apt",
    shell: "/bin/sh",
    runtime: undefined,
    ...(family === "distroless" && systemFacts(family)),
    platforms: ["linux/amd64"],
    source: "table",
    asOf: "2026-09-01",
  };
}
