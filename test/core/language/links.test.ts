import { expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";
import { links } from "../../../server/src/core/language/links.ts";
import { contextOf, specImages } from "../../support/known.ts";
import { lines } from "../../support/refactor.ts";

/** Word → where it leads. */
function linked(text: string, files?: ReadonlyMap<string, string | number>): readonly string[] {
  const known = { ...nothingKnown, images: specImages, context: files && contextOf(files) };
  return links(deriveFacts(parseDockerfile(text), known)).map((link) => {
    const word = text.slice(link.span.start, link.span.end);
    return `${word} → ${link.kind === "page" ? link.address : link.path}`;
  });
}

test.each([
  ["node:22", "https://hub.docker.com/_/node"],
  ["docker.io/library/node", "https://hub.docker.com/_/node"],
  ["mirror.gcr.io/library/node", "https://hub.docker.com/_/node"],
  ["bitnami/redis:7", "https://hub.docker.com/r/bitnami/redis"],
  ["arm64v8/node", "https://hub.docker.com/r/arm64v8/node"],
  ["ghcr.io/owner/app:1", "https://ghcr.io/owner/app"],
  [
    `quay.io/prometheus/prometheus@sha256:${"a".repeat(64)}`,
    "https://quay.io/repository/prometheus/prometheus",
  ],
  ["mcr.microsoft.com/dotnet/sdk:9.0", "https://mcr.microsoft.com/artifact/mar/dotnet/sdk"],
  ["gcr.io/distroless/static", "https://gcr.io/distroless/static"],
  ["public.ecr.aws/docker/library/node", "https://gallery.ecr.aws/docker/library/node"],
])("FROM %s leads to the page of the image", (image, address) => {
  expect(linked(`FROM ${image}\n`)).toEqual([`${image} → ${address}`]);
});

test.each(["scratch", "localhost:5000/app", "registry.example.com/team/app", "$BASE", "Node:22", ""])(
  "FROM %s leads nowhere",
  (image) => expect(linked(`FROM ${image}\n`)).toEqual([]),
);

test("variables are put in, stages and named contexts are no images", () => {
  expect(
    linked(
      lines(
        "# syntax=docker/dockerfile:1",
        "ARG V=22",
        "FROM node:$V AS build",
        "FROM build",
        "COPY --from=build /a /b",
        "COPY --from=assets /a /b",
        "COPY --from=nginx /a /b",
        "RUN --mount=type=bind,from=ghcr.io/astral-sh/uv,target=/x ls",
      ),
    ),
  ).toEqual([
    "docker/dockerfile:1 → https://hub.docker.com/r/docker/dockerfile",
    "node:$V → https://hub.docker.com/_/node",
    "nginx → https://hub.docker.com/_/nginx",
    "ghcr.io/astral-sh/uv → https://ghcr.io/astral-sh/uv",
  ]);
});

test("files of the build context, where it is known, and only where one file is meant", () => {
  const files = new Map<string, string | number>([
    ["package.json", "{}"],
    ["src/a.ts", 3],
    ["conf/app one.ini", 1],
  ]);
  const text = lines(
    "FROM scratch",
    "ARG NAME=package",
    "COPY ./$NAME.json missing.txt src /x/",
    "COPY conf/*.ini /x",
    'COPY ["conf/app one.ini", "/x"]',
    "COPY --from=other package.json /x",
    "COPY <<EOF /x",
    "package.json",
    "EOF",
    "ONBUILD COPY package.json /x",
  );
  expect(linked(text, files)).toEqual([
    "./$NAME.json → package.json",
    "conf/*.ini → conf/app one.ini",
    '"conf/app one.ini" → conf/app one.ini',
  ]);
  expect(linked(text)).toEqual([]);
});

test("what ADD loads", () => {
  expect(
    linked(
      lines(
        "FROM scratch",
        "ARG V=1.2",
        "ADD https://example.com/a-$V.tar.gz /a",
        "ADD git@github.com:docker/cli.git#v27 /b",
        "ADD $NOWHERE /c",
        "COPY https://example.com/a /d",
      ),
    ),
  ).toEqual([
    "https://example.com/a-$V.tar.gz → https://example.com/a-1.2.tar.gz",
    "git@github.com:docker/cli.git#v27 → https://github.com/docker/cli",
  ]);
});
