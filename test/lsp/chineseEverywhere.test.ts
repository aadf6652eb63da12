import { afterAll, expect, test } from "vitest";
import {
  type CompletionItem,
  type CompletionList,
  CompletionRequest,
  type InlayHint,
  SignatureHelpRequest,
} from "vscode-languageserver-protocol/node";
import { rules } from "../../server/src/core/rules/index.ts";
import { english, speak } from "../../server/src/l10n/t.ts";
import { englishIn } from "../support/chinese.ts";
import { specImages } from "../support/known.ts";
import { awkward } from "./support/awkward.ts";
import { modernClient, startClient } from "./support/client.ts";

afterAll(() => speak(english));

const capabilities = {
  ...modernClient,
  textDocument: {
    ...modernClient.textDocument,
    completion: {
      completionItem: { labelDetailsSupport: true, documentationFormat: ["markdown" as const] },
    },
    signatureHelp: { signatureInformation: { parameterInformation: { labelOffsetSupport: true } } },
  },
};

/** Every kind of place, also those that want a base image, an earlier stage or a package manager. */
const complete = [
  "# check=skip=;error=\n# syntax=\n# escape=\nARG NODE=20\nFROM --platform= node:$NODE AS build\n# plimsoll ignore=\nWORKDIR /app\nRUN --mount=type=cache,target=,sharing= --network= npm ci\nRUN useradd app && mkdir /data\nCOPY a \nUSER \n",
  "FROM node:20 AS build\nRUN apt-get install -y curl c\nRUN npm install r\nRUN --mount=type=secret, x\nRUN --mount=type=tmpfs, --mount=type=ssh, x\n\nFROM node:\nCOPY --from= --chown= /a \nUSER \nEXPOSE \nENV \nARG \nLABEL \n",
  "FROM python:3.12\nENV PORT=8000\nEXPOSE \nSTOPSIGNAL \nHEALTHCHECK --interval= \nSHELL \nVOLUME \nCMD $\nONBUILD \nRUN pip install -\nRUN apk add g\nENTRYPOINT [\n\n",
  "FROM golang:1.25 AS build\nRUN go build -o /bin/app .\nFROM scratch\nCOPY --from=build \nUSER \n",
];

async function start() {
  return startClient({
    capabilities,
    images: specImages,
    rules,
    locale: "zh-cn",
    today: "2026-11-21",
    settings: { codeLens: "stages", inlayHints: "all" },
    initializationOptions: {
      commands: ["plimsoll.optimize", "plimsoll.imageReport", "editor.action.suggest"],
    },
  });
}

const textOf = (said: string | { readonly value: string } | undefined): string =>
  typeof said === "object" ? said.value : (said ?? "");

/** All that an editor shows of an entry, but for its label and what stands behind that: code, and sizes. */
function shownOf({ detail, documentation, command }: CompletionItem): readonly string[] {
  return [detail, textOf(documentation), command?.title].filter((text) => text !== undefined);
}

test("wherever the cursor is, what completion and signature help explain is Chinese", {
  timeout: 60_000,
}, async () => {
  const client = await start();
  const said = new Set<string>();
  for (const text of [...complete, ...awkward]) {
    const doc = await client.open(text);
    for (let offset = 0; offset <= text.length; offset += 1) {
      if (text.startsWith("\r\n", offset - 1)) continue;
      const at = { textDocument: { uri: doc.uri }, position: doc.positionOf(offset) };
      const list = (await client.connection.sendRequest(CompletionRequest.type, at)) as CompletionList;
      for (const one of list.items.flatMap(shownOf)) said.add(one);
      const help = await client.connection.sendRequest(SignatureHelpRequest.type, at);
      for (const { documentation, parameters = [] } of help?.signatures ?? [])
        for (const one of [documentation, ...parameters.map((parameter) => parameter.documentation)])
          said.add(textOf(one));
    }
  }
  expect(said.size).toBeGreaterThan(400);
  expect([...said].filter((text) => englishIn(text).length > 0)).toEqual([]);
  for (const text of [
    "同一文件中指令关键字大小写混用",
    "供命令使用而不进入层的文件：缓存、机密、文件夹",
    "两次检查之间的间隔",
    "npm 的缓存",
    "工作目录 /app",
    "阶段 0，基于 node:20",
    "在此文件中创建",
    "基础镜像中已有，编号 1000",
    "此文件中的 PORT",
    "让 nginx 和 php-fpm 处理完请求后退出",
    "下载 380 MB，磁盘 1.09 GB",
    "运行命令并保存其更改",
    "构建镜像时运行命令（经过 Shell）",
    "--network：命令所用的网络",
  ])
    expect(said).toContain(text);
});

const shipped = `FROM golang:1.25 AS build
RUN apt-get update && apt-get install -y git unheard-of
RUN go build -o /bin/app .
RUN ./x
FROM node:20
WORKDIR /app
RUN apt-get update && apt-get install -y curl gcc
RUN npm install express
COPY --from=build /bin/app /bin/app
COPY . .
RUN pip install flask
`;

test("sizes at the ends of lines and their reasons are Chinese", async () => {
  const doc = await (await start()).open(shipped);
  const hints = await doc.inlayHints();
  const said = hints.flatMap(({ label, tooltip }: InlayHint) => [String(label), textOf(tooltip)]);
  expect(said.flatMap(englishIn)).toEqual([]);
  expect(said).toContain("1.09 GB");
  expect(said.join("\n")).toMatch(/以上/);
  expect(said.join("\n")).toMatch(/磁盘（解压后）：.*。下载（压缩）：.*。/);
  expect(said.join("\n")).toMatch(/未计入：unheard-of 的大小未知。/);
  expect(said.join("\n")).toMatch(/不在最终镜像中，从此阶段复制出去的内容除外。/);
});

test("lenses and status are Chinese", async () => {
  const doc = await (await start()).open(shipped);
  const titles = (await doc.codeLenses()).map(({ command }) => command?.title ?? "");
  expect(titles.flatMap(englishIn)).toEqual([]);
  expect(titles).toEqual([
    expect.stringMatching(/^≈ [\d.]+ GB 以上 · 6 层 · \d+ 个问题，\d+ 个可修复（−[\d.]+ MB）$/),
    "优化…",
    "镜像报告",
    expect.stringMatching(/^阶段 build · ≈ [\d.]+ MB 以上 · 只发布从中复制出去的内容 · \d+ 个问题$/),
    expect.stringMatching(/^阶段 1 · ≈ [\d.]+ GB 以上 · 最终镜像 · \d+ 个问题$/),
  ]);
  const { size } = await doc.status();
  expect([size.short ?? "", size.long ?? ""].flatMap(englishIn)).toEqual([]);
  expect(size.long).toMatch(/^磁盘 .*，下载 .*（.*）$/);
});

test("why a file is not looked at is said in Chinese", async () => {
  const client = await startClient({ locale: "zh-cn", settings: { enable: false } });
  expect((await (await client.open("FROM a\n")).status()).reason).toMatch(/\p{Script=Han}/u);
});

test.each([
  ["没有默认值的 ARG", []],
  ["运行 `npm ci --omit=dev`，见 /usr/src/app", []],
  ["Ruby on Rails、Apache httpd 和 --from=build", []],
  ["磁盘 ≈ 1.1 GB or more", ["GB or"]],
  ["stage build，基于 node:20", ["stage build"]],
  ["shipped", ["shipped"]],
])("the check itself: %s", (text, found) => {
  expect(englishIn(text)).toEqual(found);
});
