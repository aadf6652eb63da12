import { describe, expect, test } from "vitest";
import { configForFile } from "../../../server/src/core/config/forFile.ts";
import type { LabelPolicy } from "../../../server/src/core/policy.ts";
import { specImages } from "../../support/known.ts";
import { modernClient, startClient } from "../support/client.ts";
import { completedIn, detailIn, labelsIn } from "../support/completions.ts";

const options = { images: specImages };
const withSnippets = {
  ...options,
  capabilities: {
    ...modernClient,
    textDocument: { ...modernClient.textDocument, completion: { completionItem: { snippetSupport: true } } },
  },
};
const oci = "org.opencontainers.image.";

describe("label keys", () => {
  const withPolicy = (labels: LabelPolicy) => {
    const loaded = {
      files: [],
      ...configForFile([
        { config: { labels: labels.required, strictLabels: labels.strict }, path: "Dockerfile" },
      ]),
    };
    return { ...options, configuration: { of: async () => loaded, none: loaded, forget: () => undefined } };
  };

  test("are those of the OCI specification that the stage does not have yet", async () => {
    const text = `FROM a AS b\nLABEL ${oci}url=x\nFROM b\nLABEL ${oci}title=x \\\n  "${oci}source"="y" o\nLABEL ${oci}vendor=z\n`;
    const found = await labelsIn(text, '"y" o|');
    expect(found).toEqual(
      "description version revision licenses created url documentation authors base.name base.digest ref.name"
        .split(" ")
        .map((key) => `${oci}${key}`),
    );
    expect(await detailIn(text, '"y" o|', `${oci}licenses`)).toBe(
      "the licences of what is in it, as an SPDX expression",
    );
  });

  test("that the project asks for come first, and where it allows no others stand alone", async () => {
    const required = { team: "text", [`${oci}source`]: "url" } as const;
    const text = "FROM a\nLABEL ";
    const found = await labelsIn(text, "LABEL |", withPolicy({ required, strict: false }));
    expect(found.slice(0, 3)).toEqual(["team", `${oci}source`, `${oci}title`]);
    expect(found.filter((label) => label.endsWith("source"))).toHaveLength(1);
    const strict = withPolicy({ required, strict: true });
    expect(await labelsIn(text, "LABEL |", strict)).toEqual(["team", `${oci}source`]);
    expect(await detailIn(text, "LABEL |", `${oci}source`, strict)).toBe("asked for by this project: a URL");
  });

  test.each([
    ["FROM a\nLABEL ti", "ti|", "title", `FROM a\nLABEL ${oci}title="$1"`],
    [
      "FROM a\r\nLABEL \\\r\n  # why\r\n  ti\r\nRUN x\r\n",
      "  ti|",
      "title",
      `FROM a\r\nLABEL \\\r\n  # why\r\n  ${oci}title="$1"\r\nRUN x\r\n`,
    ],
    [
      "# escape=`\r\nFROM a\r\nLABEL a=b `\r\n  ti\r\n",
      "  ti|",
      "title",
      `# escape=\`\r\nFROM a\r\nLABEL a=b \`\r\n  ${oci}title="$1"\r\n`,
    ],
    ["FROM a\nONBUILD LABEL ti", "ti|", "title", `FROM a\nONBUILD LABEL ${oci}title="$1"`],
    ["FROM a\nLABEL ti=b\n", "ti|=", "title", `FROM a\nLABEL ${oci}title=b\n`],
    ["FROM a\nLABEL ti My app\n", "ti|", "title", `FROM a\nLABEL ${oci}title My app\n`],
    ['FROM a\nLABEL "ti"="b"\n', '"ti|', "title", `FROM a\nLABEL "${oci}title"="b"\n`],
    ['FROM a\nLABEL "ti\n', '"ti|', "title", `FROM a\nLABEL "${oci}title\n`],
    ['FROM a\nLABEL b="c d" ti', "ti|", "title", `FROM a\nLABEL b="c d" ${oci}title="$1"`],
    ["FROM a\nARG GIT_COMMIT\nLABEL r", "r|", "revision", `\nLABEL ${oci}revision="\${1:\\$GIT_COMMIT}"`],
    ["FROM node:22\nLABEL b", "b|", "base.name", `\nLABEL ${oci}base.name="\${1:docker.io/library/node:22}"`],
  ])(
    "replace the key, with a place for the value where there is none: %j",
    async (text, place, key, expected) => {
      expect(await completedIn(text, place, `${oci}${key}`, withSnippets)).toContain(expected);
    },
  );

  test("are written without a place for the value where the editor has none", async () => {
    const text = "FROM node:22\nLABEL t";
    expect(await completedIn(text, "t|", `${oci}title`, options)).toBe(`FROM node:22\nLABEL ${oci}title=`);
    expect(await completedIn(text, "t|", `${oci}base.name`, options)).toBe(
      `FROM node:22\nLABEL ${oci}base.name="docker.io/library/node:22"`,
    );
  });

  test("have values where the file says them", async () => {
    const text = `FROM node:22\nARG VERSION\nLABEL ${oci}version="" ${oci}base.name= ${oci}title=\n`;
    expect(await completedIn(text, 'version="|', "$VERSION")).toContain('version="$VERSION" ');
    expect(await labelsIn(text, "base.name=|")).toEqual(["docker.io/library/node:22"]);
    expect(await labelsIn(text, "title=|")).toEqual([]);
  });

  test.each([
    ["inside of quotes", 'FROM a\nLABEL b="c ti"\n', "c ti|"],
    ["in a value without an equals sign", "FROM a\nLABEL title My ti\n", "My ti|"],
    ["in front of the first FROM", "LABEL ti", "ti|"],
    ["over the end of a line", "FROM a\nLABEL ti\\\ntle=b\n", "ti|"],
    ["behind a blank that may be the last", "FROM a\nLABEL b=c ", "c |"],
  ])("are not offered %s", async (_, text, place) => {
    const doc = await (await startClient()).open(text);
    expect((await doc.completions(place, " ")).items).toEqual([]);
  });
});

describe("names for ENV", () => {
  test("are those of the languages that the stage has, then those of all", async () => {
    expect(await labelsIn("FROM python:3.12\nENV \n", "ENV |\n", options)).toEqual([
      "PYTHONUNBUFFERED",
      "PYTHONDONTWRITEBYTECODE",
      "PIP_NO_CACHE_DIR",
      "PIP_DISABLE_PIP_VERSION_CHECK",
      "UV_LINK_MODE",
      "PATH",
      "LANG",
      "TZ",
    ]);
    expect(await labelsIn("FROM a\nRUN npm ci\nENV \n", "ENV |\n")).toContain("NODE_ENV");
    expect(await labelsIn('FROM a\nENV \nCMD ["java", "-jar", "x"]\n', "ENV |\n")).toContain(
      "JAVA_TOOL_OPTIONS",
    );
    const dotnet = await labelsIn("FROM mcr.microsoft.com/dotnet/aspnet:9.0\nENV \n", "ENV |\n");
    expect(dotnet).toEqual(expect.arrayContaining(["ASPNETCORE_URLS", "DOTNET_EnableDiagnostics"]));
    expect(await labelsIn("FROM amazoncorretto:21\nENV \n", "ENV |\n")).toContain("JAVA_TOOL_OPTIONS");
    expect(await labelsIn("FROM gcr.io/distroless/nodejs22-debian12\nENV \n", "ENV |\n")).toContain(
      "NODE_ENV",
    );
    expect(await labelsIn("FROM ruby:3.4\nENV \n", "ENV |\n")).toEqual(
      expect.arrayContaining(["RAILS_ENV", "BUNDLE_WITHOUT"]),
    );
  });

  test("that are about containers are for stages that become one", async () => {
    const text = "FROM node:22 AS b\nENV \nFROM golang:1.25 AS c\nENV  \nFROM d\n";
    expect(await labelsIn(text, "ENV |\nFROM g")).not.toContain("NODE_ENV");
    expect(await labelsIn(text, "ENV | ")).toEqual(expect.arrayContaining(["CGO_ENABLED", "GOFLAGS"]));
  });

  test("that are set already, also below or in the stage underneath, are not offered again, but for PATH", async () => {
    const text =
      "FROM python:3.12 AS b\nENV PIP_NO_CACHE_DIR=1\nFROM b\nENV PATH=/c:$PATH LANG=C \\\n  P\nENV PYTHONUNBUFFERED=1\n";
    expect(await labelsIn(text, "  P|", options)).toEqual([
      "PYTHONDONTWRITEBYTECODE",
      "PIP_DISABLE_PIP_VERSION_CHECK",
      "UV_LINK_MODE",
      "TZ",
    ]);
    expect(await labelsIn("FROM a\nENV PATH=/c:$PATH\nENV P\n", "ENV P|\n")).toContain("PATH");
  });

  test("are those of ARGs too, without secrets, proxies, and what is about the build", async () => {
    const text =
      "FROM a\nARG VERSION=1\nARG NPM_TOKEN HTTP_PROXY TARGETARCH DEBIAN_FRONTEND=x\nENV V\nARG LATER\n";
    expect(await labelsIn(text, "ENV V|")).toEqual(["VERSION", "PATH", "LANG", "TZ"]);
    expect(await completedIn(text, "ENV V|", "VERSION")).toContain("ENV VERSION=$VERSION\n");
    expect(await labelsIn("FROM a\nARG VERSION=1\nONBUILD ENV V\n", "ENV V|")).not.toContain("VERSION");
  });

  test("never say DEBIAN_FRONTEND, nor switch off a cache that is mounted", async () => {
    const text =
      "FROM python:3.12-slim\nRUN --mount=type=cache,target=/root/.cache/pip pip install x\nRUN apt-get update\nENV \n";
    const found = await labelsIn(text, "ENV |\n", options);
    expect(found).not.toContain("DEBIAN_FRONTEND");
    expect(found).not.toContain("PIP_NO_CACHE_DIR");
    expect(found).toContain("PYTHONUNBUFFERED");
  });

  test.each([
    ["FROM node:22\nENV NO", "NO|", "NODE_ENV", "FROM node:22\nENV NODE_ENV=${1:production}"],
    ["FROM node:22\nENV NO=x\n", "NO|=", "NODE_ENV", "FROM node:22\nENV NODE_ENV=x\n"],
    ["FROM node:22\nENV NO x\n", "NO|", "NODE_ENV", "FROM node:22\nENV NODE_ENV x\n"],
    ["FROM node:22\nENV NODE_ENV=pro\n", "=pro|", "production", "FROM node:22\nENV NODE_ENV=production\n"],
    [
      "# escape=`\r\nFROM node:22\r\nENV A=1 `\r\n  # b\r\n  NO `\r\n  C=2\r\n",
      "  NO|",
      "NODE_ENV",
      "# escape=`\r\nFROM node:22\r\nENV A=1 `\r\n  # b\r\n  NODE_ENV=${1:production} `\r\n  C=2\r\n",
    ],
    ["FROM node:22\nONBUILD ENV NO", "NO|", "NODE_ENV", "FROM node:22\nONBUILD ENV NODE_ENV=${1:production}"],
    ["FROM a\nWORKDIR /srv\nENV PA", "PA|", "PATH", '\nENV PATH="${1:/srv/bin}:\\$PATH"'],
    ["FROM python:3\nENV PATH=", "=|", "/opt/venv/bin:$PATH", "\nENV PATH=/opt/venv/bin:$PATH"],
  ])("replace the name, with a value where there is none: %j", async (text, place, label, expected) => {
    expect(await completedIn(text, place, label, withSnippets)).toContain(expected);
  });

  test("say why, in the language of the editor", async () => {
    const text = "FROM golang:1.25\nENV C";
    expect(await detailIn(text, "ENV C|", "CGO_ENABLED")).toBe(
      "programs that need no libc, so that they run on scratch and Alpine too",
    );
    expect(await detailIn(text, "ENV C|", "CGO_ENABLED", { locale: "zh-cn" })).toBe(
      "生成不依赖 libc 的程序，在 scratch 和 Alpine 上也能运行",
    );
  });
});

describe("names for ARG", () => {
  test("have the switch of apt where there is apt, with its value", async () => {
    const text = "FROM debian:12\nARG D\n";
    expect(await completedIn(text, "ARG D|", "DEBIAN_FRONTEND", options)).toBe(
      "FROM debian:12\nARG DEBIAN_FRONTEND=noninteractive\n",
    );
    expect(await completedIn("FROM debian:12\nARG D=x\n", "ARG D|", "DEBIAN_FRONTEND", options)).toBe(
      "FROM debian:12\nARG DEBIAN_FRONTEND=x\n",
    );
    expect(await labelsIn("FROM alpine:3.22\nARG D\n", "ARG D|", options)).not.toContain("DEBIAN_FRONTEND");
  });

  test("end with the proxies, which need none", async () => {
    const found = await labelsIn("FROM a\nARG NO_PROXY\nARG H\n", "ARG H|");
    expect(found.slice(-4)).toEqual(["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "ALL_PROXY"]);
  });
});
