import { expect, test } from "vitest";
import { specImages } from "../support/known.ts";
import { startClient } from "./support/client.ts";

const text = "FROM node:20 AS build\nRUN pip install a\nFROM build AS app\nFROM app\n";

test("an editor in Chinese is answered in Chinese", async () => {
  const client = await startClient({ images: specImages, locale: "zh-cn" });
  const doc = await client.open(text);
  expect(await doc.hover("node:2|0")).toBe(
    [
      "**`node:20`** · Docker 官方镜像 · linux/amd64 · Plimsoll",
      "",
      "| 下载（压缩） | 磁盘（解压后） | 层数 |",
      "| --- | --- | --- |",
      "| 380 MB | 1.09 GB | 5 |",
      "",
      "Debian bookworm (glibc) · Shell 为 `/bin/sh` · 以 root 身份运行 · 构建于 2026-09-01",
      "",
      "安全更新：Node.js 20 已于 2026-04-30 结束，Debian 12 持续到 2028-06-30。",
      "",
      "更小的选择：",
      "",
      "- `node:20-slim`：下载 72 MB，磁盘 200 MB，少 890 MB；不含：编译器、git、curl 等构建工具",
      "",
      "数据来源：Plimsoll 自带的表，截至 2026-09-01。",
    ].join("\n"),
  );
  expect(await doc.hover("AS bu|ild")).toBe(
    [
      "**`build`** · 阶段 0 · 第 1 行 · Plimsoll",
      "基于 `node:20`。最终镜像基于它构建，因此它的全部内容都会发布。",
      "连同它所基于的全部内容：磁盘 ≈ 1.11 GB，下载 ≈ 390 MB。",
      "使用者：",
      "- 第 3 行：阶段 `app` 基于它构建",
    ].join("\n\n"),
  );
  const titles = (await doc.actions("pip| install")).map(({ title }) => title);
  expect(titles).toContain("对此指令忽略 pip-cache");
  expect((await doc.status()).size.long).toMatch(/^磁盘 .*，下载 .*（.*）$/);
});

test.each([undefined, "en-GB", "de", "zh-tw"])("an editor in %s is answered in English", async (locale) => {
  const client = await startClient({ images: specImages, ...(locale !== undefined && { locale }) });
  const doc = await client.open(text);
  expect(await doc.hover("AS bu|ild")).toContain("Built on `node:20`. The image is built on it");
});
