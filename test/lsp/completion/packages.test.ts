import { describe, expect, test } from "vitest";
import type { CompletionItem } from "vscode-languageserver-protocol/node";
import { specImages } from "../../support/known.ts";
import { startClient } from "../support/client.ts";
import { completedIn, detailIn, labelsIn } from "../support/completions.ts";

const options = { images: specImages };

describe("packages of Debian", () => {
  test("begin with what is typed, those first that are installed most", async () => {
    const found = await labelsIn("FROM debian:12\nRUN apt-get install -y cu", "cu|", options);
    expect(found[0]).toBe("curl");
    expect(found.every((label) => label.startsWith("cu"))).toBe(true);
    const all = await labelsIn("FROM debian:12\nRUN apt-get install -y ", "-y |", options);
    expect(all.slice(0, 3)).toEqual(["--no-install-recommends", "ca-certificates", "curl"]);
  });

  test("are a few at a time, and asked for again with each letter", async () => {
    const doc = await (await startClient(options)).open("FROM debian:12\nRUN apt-get install li\nRUN ls\n");
    const list = await doc.completions("install li|");
    expect(list.items).toHaveLength(60);
    expect(list.isIncomplete).toBe(true);
    expect(list.items.some(({ label }) => label.endsWith("-dev"))).toBe(true);
    expect((await doc.completions("RUN ls|")).isIncomplete).toBe(false);
  });

  test("tell what each adds to the image and to what the command has", async () => {
    const size = async (text: string): Promise<string | undefined> => {
      return detailIn(text, "git|", "git", options);
    };
    expect(await size("FROM debian:12\nRUN apt-get install --no-install-recommends git")).toMatch(
      /^adds ≈ \d+ MB on disk, ≈ \d+ MB to download$/,
    );
    expect(await size("FROM node:22\nRUN apt-get install git")).toBe("it is there already");
    expect(await size("FROM debian:12\nRUN apt-get install git\nRUN apt-get install git")).toMatch(/^adds/);
    const second = "FROM debian:12\nRUN apt-get install git\nRUN apt-get install cur git";
    expect(await detailIn(second, "cur git|", "git", options)).toBe("it is there already");
    const amount = async (text: string): Promise<number> =>
      Number(/\d+/.exec((await detailIn(text, "cmak| #", "cmake", options)) ?? "")?.[0]);
    const alone = await amount("FROM debian:12\nRUN apt-get install cmak #");
    const beside = await amount("FROM debian:12\nRUN apt-get install libuv1 libarchive13 cmake-data cmak #");
    expect(beside).toBeLessThan(alone);
  });

  test("that the command has already are not offered again", async () => {
    const found = await labelsIn(
      "FROM a\nRUN apt-get install curl=8.* \\\n  cu \\\n  cups-bsd && ls\n",
      "  cu|",
    );
    expect(found).not.toContain("curl");
    expect(found).not.toContain("cups-bsd");
    expect(found.length).toBeGreaterThan(0);
  });

  test.each([
    ["FROM a\nRUN apt-get install cur", "cur|", "FROM a\nRUN apt-get install curl"],
    [
      "FROM a\nRUN apt-get update && apt-get install -y \\\n    git \\\n    cur\n",
      "cur|",
      "FROM a\nRUN apt-get update && apt-get install -y \\\n    git \\\n    curl\n",
    ],
    [
      "FROM a\r\nRUN apt-get install \\\r\n  # why\r\n  cur && \\\r\n  ls\r\n",
      "cur|",
      "FROM a\r\nRUN apt-get install \\\r\n  # why\r\n  curl && \\\r\n  ls\r\n",
    ],
    [
      "# escape=`\nFROM a\nRUN apt-get install `\n  cur `\n  git\n",
      "cur|",
      "# escape=`\nFROM a\nRUN apt-get install `\n  curl `\n  git\n",
    ],
    [
      "FROM a\nRUN --mount=type=cache,target=/var/cache/apt \\\n  --network=default apt install cur",
      "cur|",
      "FROM a\nRUN --mount=type=cache,target=/var/cache/apt \\\n  --network=default apt install curl",
    ],
    [
      "FROM a\nRUN <<EOF\nset -e # no\napt-get install \\\n  cur\nEOF\n",
      "cur|",
      "FROM a\nRUN <<EOF\nset -e # no\napt-get install \\\n  curl\nEOF\n",
    ],
    [
      "FROM a\r\nRUN <<-'A' bash\r\n\tapt-get install git cur\r\n\tA\r\n",
      "cur|",
      "FROM a\r\nRUN <<-'A' bash\r\n\tapt-get install git curl\r\n\tA\r\n",
    ],
    ["FROM a\nRUN <<EOF\napt-get install cur", "cur|", "FROM a\nRUN <<EOF\napt-get install curl"],
    ["FROM a\nONBUILD RUN apt-get install cur", "cur|", "FROM a\nONBUILD RUN apt-get install curl"],
    ['FROM a\nRUN ["apt-get", "install", "cur"]', "cur|", 'FROM a\nRUN ["apt-get", "install", "curl"]'],
    [
      "FROM a\nRUN if x; then (sudo -E DEBIAN_FRONTEND=a apt-get -q -t b install cur",
      "cur|",
      " install curl",
    ],
    ["FROM a\nRUN A=b apt-get install $(cat c) 2>&1 >/dev/null 'g' cur ||ls", "cur| ", "'g' curl ||ls"],
    ["FROM a\nRUN apt-get install curx=8.*", "cur|x", "FROM a\nRUN apt-get install curl=8.*"],
    ["FROM a\nRUN apt-get update&&apt-get install cur;ls", "cur|;", "apt-get install curl;ls"],
  ])("are completed in a command that is not finished: %j", async (text, place, expected) => {
    expect(await completedIn(text, place, "curl")).toContain(expected);
  });

  test.each([
    ["in front of the sub-command", "FROM a\nRUN apt-get cur", "cur|"],
    ["behind another sub-command", "FROM a\nRUN apt-get remove cur", "cur|"],
    ["as the value of an option", "FROM a\nRUN apt-get install -t cur", "cur|"],
    ["as a version", "FROM a\nRUN apt-get install curl=cur", "=cur|"],
    ["in a comment", "FROM a\nRUN apt-get install x # cur", "cur|"],
    ["in a comment of Docker", "FROM a\nRUN apt-get install \\\n  # cur\n  x", "cur|"],
    ["in quotes", 'FROM a\nRUN apt-get install "cur', "cur|"],
    ["behind a redirection", "FROM a\nRUN apt-get install x > cur", "cur|"],
    ["in the next command", "FROM a\nRUN apt-get install x; cur", "cur|"],
    ["on the next line of a script", "FROM a\nRUN <<EOF\napt-get install x\ncur\nEOF", "cur|"],
    ["over the end of a line", "FROM a\nRUN apt-get install cu\\\nr", "cu|"],
    ["behind a continuation character", "FROM a\nRUN apt-get install cur\\\n\n", "cur\\|"],
    ["in a script of another program", "FROM a\nRUN <<EOF python3\napt-get install cur\nEOF\n", "cur|"],
    ["by its first line", "FROM a\nRUN <<EOF\n#!/usr/bin/env node\napt-get install cur\nEOF\n", "cur|"],
    ["in a here-document of a command", "FROM a\nRUN cat <<EOF > x\napt-get install cur\nEOF\n", "cur|"],
    ["in a file", "FROM a\nCOPY <<EOF /x\napt-get install cur\nEOF\n", "cur|"],
    ["in CMD", "FROM a\nCMD apt-get install cur", "cur|"],
  ])("are not offered %s", async (_, text, place) => {
    expect(await labelsIn(text, place)).toEqual([]);
  });

  test("open by a blank behind the sub-command, not behind a package, where it may be the last", async () => {
    const doc = await (await startClient()).open("FROM a\nRUN apt-get install \nRUN apt-get install git \n");
    expect((await doc.completions("install |\n", " ")).items.length).toBeGreaterThan(0);
    expect((await doc.completions("git |", " ")).items).toEqual([]);
    expect((await doc.completions("git |")).items.length).toBeGreaterThan(0);
  });
});

describe("packages of others", () => {
  test("of Alpine tell which a build alone needs", async () => {
    const text = "FROM alpine:3\nRUN apk add --no-cache --virtual .b bui";
    expect(await labelsIn(text, "bui|")).toEqual(["build-base"]);
    expect(await detailIn(text, "bui|", "build-base")).toBe("only a build needs it");
    expect(await labelsIn("FROM a\nRUN apk add -t cur", "cur|")).toEqual([]);
  });

  test("of npm have their sizes, and need a letter", async () => {
    const text = "FROM node:22\nRUN npm i -g typescr";
    expect((await labelsIn(text, "typescr|"))[0]).toBe("typescript");
    expect(await detailIn(text, "typescr|", "typescript")).toMatch(
      /^\d+ MB on disk, without what it depends on$/,
    );
    expect(await completedIn("FROM a\nRUN yarn add @nestjs/c\n", "/c|", "@nestjs/core")).toBe(
      "FROM a\nRUN yarn add @nestjs/core\n",
    );
    expect(await completedIn("FROM a\nRUN pnpm add @nestjs/c@11", "/c|", "@nestjs/core")).toContain(
      "core@11",
    );
    expect(await labelsIn("FROM a\nRUN npm install \n", "install |")).toEqual(["--omit=dev"]);
  });

  test("that no table has are left to the user", async () => {
    expect(await labelsIn("FROM a\nRUN pip install num", "num|")).toEqual([]);
    expect(await labelsIn("FROM a\nRUN dnf install cur", "cur|")).toEqual([]);
  });
});

describe("options", () => {
  test.each([
    ["apt-get install -", ["--no-install-recommends", "-y"]],
    ["apt-get install -yq -", ["--no-install-recommends"]],
    ["apk add -", ["--no-cache", "--virtual .build-deps"]],
    ["--mount=type=cache,target=/etc/apk/cache apk add -", ["--virtual .build-deps"]],
    ["pip install --no-c", ["--no-cache-dir", "--no-compile"]],
    ["python3 -m pip install -", ["--no-cache-dir", "--no-compile"]],
    ["uv pip install -", ["--no-cache-dir", "--no-compile"]],
    ["uv sync --locked -", ["--no-dev", "--no-cache"]],
    ["npm ci --o", ["--omit=dev"]],
    ["npm i -g x -", []],
    ["npm ci -", ["--omit=dev"]],
    ["yarn install --frozen-lockfile -", ["--production"]],
    ["poetry install -", ["--only=main", "--no-cache"]],
    ["dnf install -y -", ["--setopt=install_weak_deps=False", "--nodocs"]],
    ["composer install -", ["--no-dev", "--prefer-dist"]],
    ["go build -", ['-ldflags="-s -w"', "-trimpath"]],
    ["cargo build -", ["--release"]],
    ["dotnet publish -", ["-c Release"]],
    ["apt-get update -", []],
    ["ls -", []],
  ])("that make the layer smaller, and are not there yet: %j", async (command, expected) => {
    expect(await labelsIn(`FROM a\nRUN ${command}`, `${command}|`)).toEqual(expected);
  });

  test("replace what is typed of them", async () => {
    expect(await completedIn("FROM a\nRUN npm ci --om && ls\n", "--om|", "--omit=dev")).toBe(
      "FROM a\nRUN npm ci --omit=dev && ls\n",
    );
    expect(await completedIn("FROM a\nRUN <<E\npip install -\nE\n", "install -|", "--no-cache-dir")).toBe(
      "FROM a\nRUN <<E\npip install --no-cache-dir\nE\n",
    );
  });

  test("say what they are for, in the language of the editor", async () => {
    const text = "FROM a\nRUN apt-get install --no";
    expect(await detailIn(text, "--no|", "--no-install-recommends")).toBe(
      "only what is needed, without what is merely recommended",
    );
    expect(await detailIn(text, "--no|", "--no-install-recommends", { locale: "zh-cn" })).toBe(
      "只安装必需的软件包，不安装推荐的软件包",
    );
  });
});

test("Windows has options too", async () => {
  const text = '# escape=`\nFROM a\nSHELL ["powershell", "-Command"]\nRUN cd c; `\n  npm ci -\n';
  expect(await labelsIn(text, "ci -|")).toEqual(["--omit=dev"]);
});

test("sizes stand behind the names where the editor has a place for them", async () => {
  const capabilities = {
    textDocument: { completion: { completionItem: { labelDetailsSupport: true } } },
  };
  const doc = await (await startClient({ ...options, capabilities })).open(
    "FROM debian:12\nRUN apt-get install cur",
  );
  const { items } = await doc.completions("cur|");
  const curl: CompletionItem | undefined = items.find(({ label }) => label === "curl");
  expect(curl?.labelDetails?.description).toMatch(/^≈ [\d.]+ MB$/);
});
