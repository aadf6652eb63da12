import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { Contexts } from "../../../server/src/host/buildContext/contexts.ts";
import { specImages } from "../../support/known.ts";
import { folderWith } from "../../support/tree.ts";
import { startClient } from "../support/client.ts";
import { completedIn, detailIn, labels, labelsIn } from "../support/completions.ts";

const options = { images: specImages };

describe("users", () => {
  const made = "FROM node:22\nRUN groupadd staff && useradd -g staff web\n";

  test("are those that the file makes, then those of the base image", async () => {
    expect(await labelsIn(`${made}USER `, "USER |", options)).toEqual(["web", "node", "root"]);
    expect(await labelsIn(`${made}USER web:`, "web:|", options)).toEqual(["staff", "node", "root"]);
    expect(await labelsIn(`${made}COPY --chown= a b\n`, "--chown=|", options)).toEqual([
      "node:node",
      "root:root",
      "web",
      "node",
      "root",
    ]);
    expect(await detailIn("FROM node:22\nUSER ", "USER |", "node", options)).toBe(
      "of the base image, number 1000",
    );
  });

  test("that are made later, or in another stage, are unknown", async () => {
    const text = "FROM a AS b\nRUN useradd x\nFROM c\nUSER \nRUN useradd y\n";
    expect(await labelsIn(text, "USER |\n", options)).toEqual(["root"]);
  });

  test("have only numbers in an image from scratch", async () => {
    expect(await labelsIn("FROM scratch\nUSER ", "USER |", options)).toEqual(["65532"]);
  });

  test.each([
    [`${made}USER w\r\n`, "USER w|", "web", `${made}USER web\r\n`],
    [`${made}USER web:x\n`, "web:|x", "staff", `${made}USER web:staff\n`],
    [`${made}COPY --chown=web:s a b\n`, "web:s|", "staff", `${made}COPY --chown=web:staff a b\n`],
  ])("replace just their name: %j", async (text, place, label, expected) => {
    expect(await completedIn(text, place, label, options)).toBe(expected);
  });
});

describe("ports", () => {
  test("are those of variables and of the base image, then the usual ones", async () => {
    const text = "FROM nginx:1.27\nENV PORT=9000\nEXPOSE 443 8\n";
    expect((await labelsIn(text, "443 8|", options)).slice(0, 4)).toEqual(["$PORT", "9000", "80", "8080"]);
    expect(await labelsIn(text, "443 8|", options)).not.toContain("443");
    expect(await completedIn("FROM a\nEXPOSE 80/", "80/|", "udp", options)).toBe("FROM a\nEXPOSE 80/udp");
  });
});

describe("folders", () => {
  test("of the image are offered as destinations, the working directory first", async () => {
    const text = "FROM httpd:2\nWORKDIR /app\nRUN mkdir -p /data/in\nCOPY a /etc/b/\nCOPY c \n";
    const found = await labelsIn(text, "COPY c |", options);
    expect(found.slice(0, 5)).toEqual(["./", "/app/", "/etc/b/", "/data/in/", "/usr/local/apache2/"]);
    expect(await completedIn(text, "COPY c |", "/data/in/", options)).toContain("COPY c /data/in/\n");
  });

  test("are offered to WORKDIR without the one in force", async () => {
    const found = await labelsIn("FROM a\nRUN mkdir /data\nWORKDIR /app\nWORKDIR /d\n", "/d|\n", options);
    expect(found[0]).toBe("/data");
    expect(found).not.toContain("/app");
  });

  test("of another stage are the sources of COPY --from", async () => {
    const text = "FROM a AS build\nWORKDIR /src\nCOPY b /out/\nFROM c\nCOPY --from=build  .\n";
    expect(await labelsIn(text, "--from=build | .", options)).toEqual(
      expect.arrayContaining(["/src/", "/out/"]),
    );
  });
});

test("what RUN leaves in another stage comes first, and that of its base too", async () => {
  const text =
    "FROM golang:1.25 AS base\nWORKDIR /src\nRUN mkdir /data\nFROM base AS build\nRUN go build -o /out/app .\nFROM c\nCOPY --from=build  .\n";
  const found = await labelsIn(text, "--from=build | .", options);
  expect(found.slice(0, 2)).toEqual(["/out/app", "/src/"]);
  expect(found).toContain("/data/");
});

describe("paths of the build context", () => {
  async function start(dockerfile: string) {
    const folder = folderWith({
      ".dockerignore": "node_modules\n*.log\n",
      "node_modules/a.js": 1000,
      "debug.log": 10,
      "package.json": "{}",
      "src/a.ts": 2000,
      "src/deep/b.ts": 3000,
      "with blank.txt": "x",
      Dockerfile: dockerfile,
    });
    const contexts = new Contexts({ info: () => undefined, error: () => undefined }, 5);
    const client = await startClient({
      contexts,
      workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "folder" }],
    });
    const file = path.join(folder, "Dockerfile");
    const doc = await client.open(dockerfile, pathToFileURL(file).href);
    onTestFinished(() => contexts.forget(file));
    return doc;
  }

  async function found(dockerfile: string, place: string): Promise<readonly string[]> {
    const doc = await start(dockerfile);
    return vi.waitFor(async () => {
      const list = await labels(doc, place);
      if (!list.some((label) => /^(src|a\.ts|deep)/.test(label)))
        throw new Error(`not yet: ${list.join(" ")}`);
      return list;
    });
  }

  test("are manifests until something is installed, then folders; nothing that is ignored", async () => {
    const list = await found("FROM a\nCOPY \n", "COPY |\n");
    expect(list.slice(0, 3)).toEqual(["package.json", "src/", "Dockerfile"]);
    expect(list).not.toContain("node_modules/");
    expect(list).not.toContain("debug.log");
    expect(list).not.toContain("with blank.txt");
    expect((await found("FROM a\nRUN npm ci\nCOPY \n", "COPY |\n"))[0]).toBe("src/");
  });

  test("have their sizes", async () => {
    const dockerfile = "FROM a\nCOPY \n";
    const doc = await start(dockerfile);
    const item = await vi.waitFor(async () => {
      const { items } = await doc.completions("COPY |\n");
      const src = items.find(({ label }) => label === "src/");
      if (!src) throw new Error("not yet");
      return src;
    });
    expect(item.detail).toBe("5 kB");
  });

  test.each([
    ["FROM a\nCOPY ./src/d . \n", "src/d|", "deep/", "FROM a\nCOPY ./src/deep/ . \n"],
    ['FROM a\r\nCOPY ["src/", "/b"]\r\n', "src/|", "a.ts", 'FROM a\r\nCOPY ["src/a.ts", "/b"]\r\n'],
    ["FROM a\nARG S=src\nADD $S/ /b\n", "$S/|", "a.ts", "FROM a\nARG S=src\nADD $S/a.ts /b\n"],
    ["FROM a\nCOPY package.json s /b\n", "json s|", "src/", "FROM a\nCOPY package.json src/ /b\n"],
    [
      "FROM a\nRUN --mount=type=bind,source=s b\n",
      "source=s|",
      "src/",
      "FROM a\nRUN --mount=type=bind,source=src/ b\n",
    ],
    ["FROM a\nCOPY --exclude=s . .\n", "exclude=s|", "src/", "FROM a\nCOPY --exclude=src/ . .\n"],
    ["FROM a\nONBUILD COPY s", "COPY s|", "src/", "FROM a\nONBUILD COPY src/"],
    [
      "# escape=`\r\nFROM a\r\nCOPY `\r\n  s `\r\n  /b\r\n",
      "  s|",
      "src/",
      "# escape=`\r\nFROM a\r\nCOPY `\r\n  src/ `\r\n  /b\r\n",
    ],
  ])("are completed folder by folder: %j", async (text, place, label, expected) => {
    const doc = await start(text);
    expect(await vi.waitFor(() => doc.completed(place, label))).toBe(expected);
  });

  test("need JSON when they have blanks", async () => {
    expect(await found('FROM a\nCOPY ["", "/b"]\n', '["|"')).toContain("with blank.txt");
  });

  test("are no sources of COPY --from, nor of URLs", async () => {
    const doc = await start("FROM a AS b\nFROM c\nCOPY s /x\nCOPY --from=b  /y\nADD https://x/ /y\n");
    await vi.waitFor(() => doc.completed("COPY s|", "src/"));
    expect(await labels(doc, "--from=b | /y")).not.toContain("src/");
    expect(await labels(doc, "https://x/|")).toEqual([]);
  });
});
