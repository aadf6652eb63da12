import { describe, expect, test } from "vitest";
import type { CompletionItem } from "vscode-languageserver-protocol/node";
import { specImages } from "../../support/known.ts";
import { modernClient, startClient } from "../support/client.ts";
import { completedIn, labelsIn } from "../support/completions.ts";

const withSnippets = {
  ...modernClient,
  textDocument: { ...modernClient.textDocument, completion: { completionItem: { snippetSupport: true } } },
};

async function snippet(text: string, place: string, label: string): Promise<string | undefined> {
  const client = await startClient({ images: specImages, capabilities: withSnippets });
  const { items } = await (await client.open(text)).completions(place);
  const item: CompletionItem | undefined = items.find((one) => one.label === label);
  expect(item?.insertTextFormat).toBe(2);
  return item?.textEdit?.newText;
}

describe("instructions", () => {
  test("before the first FROM are FROM and ARG, with the directives", async () => {
    const found = await labelsIn("", "|");
    expect(found).toEqual([
      "FROM",
      "ARG",
      "FROM … AS",
      "# syntax=docker/dockerfile:1",
      "# check=skip=",
      "# check=error=true",
      "# escape=`",
    ]);
  });

  test("are ordered by what stands above", async () => {
    expect((await labelsIn("FROM a\n\n", "FROM a\n|")).slice(0, 3)).toEqual(["WORKDIR", "ARG", "ENV"]);
    expect((await labelsIn("FROM a\nWORKDIR /b\nCO", "CO|")).slice(0, 2)).toEqual(["COPY", "RUN"]);
    expect((await labelsIn("FROM a\nEXPOSE 80\n\n", "80\n|"))[0]).toBe("CMD");
  });

  test.each([
    ["FROM a\nco", "co|", "COPY", "FROM a\nCOPY "],
    ["FROM a\r\n  wo\r\nRUN b\r\n", "wo|", "WORKDIR", "FROM a\r\n  WORKDIR \r\nRUN b\r\n"],
    ["from a\nr", "\nr|", "run", "from a\nrun "],
    ["FROM a\nRU ls\n", "RU|", "RUN", "FROM a\nRUN ls\n"],
    ["FROM a\nR|UN ls\n".replace("|", ""), "R|UN", "COPY", "FROM a\nCOPY ls\n"],
    ["FROM a\nONBUILD ", "ONBUILD |", "RUN", "FROM a\nONBUILD RUN "],
    ["FROM a\nONBUILD co", "co|", "COPY", "FROM a\nONBUILD COPY "],
    ["fr", "fr|", "FROM", "FROM "],
    [
      "# escape=`\r\nFROM a\r\nRUN b `\r\n  c\r\ne",
      "\ne|",
      "ENV",
      "# escape=`\r\nFROM a\r\nRUN b `\r\n  c\r\nENV ",
    ],
    ["\uFEFFfr", "fr|", "FROM", "\uFEFFFROM "],
  ])("replace the word that is typed: %j", async (text, place, label, expected) => {
    expect(await completedIn(text, place, label)).toBe(expected);
  });

  test.each([
    ["a continued line", "FROM a\nRUN b \\\n  c\n", "  c|"],
    ["an empty continued line", "FROM a\nRUN b \\\n\n", "\\\n|"],
    ["a continued line at the end", "FROM a\nRUN b \\\n  ", "  |"],
    ["a script", "FROM a\nRUN <<EOF\nCO\nEOF\n", "CO|"],
    ["a script without an end", "FROM a\nRUN <<EOF\nCO", "CO|"],
    ["the end of a script", "FROM a\nRUN <<EOF\nls\nEOF\n", "EOF|\n"],
    ["a command", "FROM a\nRUN co", "co|"],
    ["in front of an instruction", "FROM a\n  RUN ls\n", "a\n| "],
    ["behind an unknown instruction", "FROM a\nFOO co\n", "co|"],
  ])("are not offered in %s", async (_, text, place) => {
    const found = await labelsIn(text, place);
    expect(found).not.toContain("COPY");
    expect(found).not.toContain("RUN");
  });

  test("that BuildKit refuses behind ONBUILD are not offered there", async () => {
    const found = await labelsIn("FROM a\nONBUILD ", "ONBUILD |");
    expect(found).not.toContain("FROM");
    expect(found).not.toContain("ONBUILD");
    expect(found).toContain("COPY");
  });
});

describe("shapes", () => {
  test("have the cache mount of the manager that the stage uses", async () => {
    expect(await snippet("FROM a\nRUN yarn install\n\n", "install\n|", "RUN --mount=type=cache … yarn")).toBe(
      "RUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn install --frozen-lockfile$0",
    );
    expect(await snippet("FROM node:22\n\n", "22\n|", "RUN --mount=type=cache … npm")).toBe(
      "RUN --mount=type=cache,target=/root/.npm npm ${1|ci,ci --omit=dev,run build|}$0",
    );
  });

  test("go on over lines as the file does", async () => {
    const text = "# escape=`\r\nFROM golang:1.24\r\n\r\n";
    expect(await snippet(text, "1.24\r\n|", "RUN --mount=type=cache … go")).toBe(
      "RUN --mount=type=cache,target=/go/pkg/mod `\r\n    --mount=type=cache,target=/root/.cache/go-build `\r\n    go ${1|build,mod download,test|}$0",
    );
  });

  test("of root are not offered to others", async () => {
    const installed = "FROM node:22\nRUN npm ci\nUSER node\n\n";
    expect(await labelsIn(installed, "USER node\n|")).not.toContain("RUN --mount=type=cache … npm");
    expect(await labelsIn("FROM node:22\nUSER node\n\n", "node\n|")).not.toContain(
      "RUN --mount=type=cache … npm",
    );
  });

  test("name earlier stages, the nearest first", async () => {
    const text = "FROM a AS deps\nFROM deps AS build\nFROM b\n\n";
    expect(await snippet(text, "FROM b\n|", "COPY --from=…")).toBe(
      "COPY --from=${1|build,deps|} ${2:/app} ${3:./}$0",
    );
    expect(await labelsIn("FROM a\n\n", "a\n|")).not.toContain("COPY --from=…");
  });

  test("know the users and ports of base images", async () => {
    const found = await labelsIn("FROM nginx:1.27\n\n", "1.27\n|", { images: specImages });
    expect(found).toEqual(expect.arrayContaining(["USER nginx", "COPY --chown=nginx:nginx", "EXPOSE 80"]));
  });

  test("are written as the file is", async () => {
    expect(await completedIn("from a as b\nf", "\nf|", "from … as")).toBe("from a as b\nfrom image as build");
    expect(await completedIn("from a \n", "from a |", "as")).toBe("from a as\n");
  });

  test("are plain text for a client without snippets", async () => {
    expect(await completedIn("FROM a\nH", "\nH|", "HEALTHCHECK … CMD")).toBe(
      "FROM a\nHEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD command",
    );
    expect(await completedIn("FROM a AS b\nFROM c\nC", "\nC|", "COPY --from=…")).toBe(
      "FROM a AS b\nFROM c\nCOPY --from=b /app ./",
    );
  });
});

test("a client that has keywords elsewhere gets images and tags alone", async () => {
  const options = { images: specImages, initializationOptions: { completesImagesOnly: true } };
  expect(await labelsIn("FROM a\n\n", "a\n|", options)).toEqual([]);
  expect(await labelsIn("FROM a\nCOPY --from= b c\n", "--from=|", options)).toEqual([]);
  expect(await labelsIn("FROM n", "n|", options)).toContain("node");
});
