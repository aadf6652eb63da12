import { afterAll, expect, test } from "vitest";
import { rules } from "../../server/src/core/rules/index.ts";
import { english, speak } from "../../server/src/l10n/t.ts";
import { specImages } from "../support/known.ts";
import { modernClient, startClient } from "./support/client.ts";

afterAll(() => speak(english));

const text = "FROM python:3.13\nRUN pip install flask==3.0.0\nUSER 1000\n";

test("problems and quick fixes say in Chinese what the rules say, and lead to their Chinese pages", async () => {
  const client = await startClient({ rules, locale: "zh-cn", capabilities: modernClient });
  const doc = await client.open(text);
  const problems = await doc.diagnostics();
  const cache = problems.find(({ code }) => code === "pip-cache");
  expect(cache?.message).toBe("pip 把下载缓存留在了该层中");
  expect(cache?.codeDescription?.href).toMatch(/\/docs\/zh-cn\/rules\/pip-cache\.md$/);
  const titles = await doc.titles("pip| install", ["quickfix"]);
  expect(titles).toContain("为 pip install 添加 --no-cache-dir");
  expect(titles).toContainEqual(expect.stringMatching(/^用缓存挂载保留 pip 的缓存.*镜像用 BuildKit 构建/));
});

test("the items of Optimize are Chinese, and what is chosen is still found by its key", async () => {
  const client = await startClient({ rules, locale: "zh-CN", images: specImages });
  const doc = await client.open(text);
  const preview = await doc.optimize();
  const item = preview?.items.find(({ rule }) => rule === "pip-cache");
  expect(item?.title).toBe("为 pip install 添加 --no-cache-dir");
  expect((await doc.optimize([item?.key ?? ""]))?.text).toContain("pip install --no-cache-dir flask");
});

test("what a rule in an ignore comment reports is said in Chinese", async () => {
  const client = await startClient({ rules, locale: "zh", capabilities: modernClient });
  const doc = await client.open("# plimsoll ignore=pip-cache\nFROM scratch\n");
  expect(await doc.hover("pip-|cache")).toContain("`pip install` 把下载缓存留在层中。");
});
