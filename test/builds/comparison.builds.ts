import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { build } from "./support/build.ts";
import { configDifferences } from "./support/config.ts";
import { givenEngine } from "./support/engine.ts";
import { differences } from "./support/fileSystem.ts";
import { inspect } from "./support/image.ts";

/** The comparisons of the cases are worth nothing unless they see what differs. */
const engine = givenEngine();
const context = mkdtempSync(path.join(tmpdir(), "plimsoll-comparison-"));
afterAll(() => rmSync(context, { recursive: true }));

const same = `
FROM debian:bookworm-slim
RUN mkdir -p /x/empty && ln -s a /x/link && echo a > /x/a && chown 5:5 /x/a && chmod 600 /x/a
ENV A=1
LABEL b=2 a=1
CMD ["true"]
`;
const other = `
FROM debian:bookworm-slim
RUN mkdir -p /x/link && echo b > /x/a && chown 5:6 /x/a && chmod 640 /x/a && echo b > /x/empty
RUN echo log > /var/log/x; touch /etc/hostname.bak; rm /etc/debian_version
ENV A=2
LABEL a=1 b=2
CMD true
`;
const built = async (name: string, text: string) => {
  await build(engine, { tag: `plimsoll-comparison:${name}`, text, context });
  return inspect(engine, `plimsoll-comparison:${name}`);
};

test("what differs is seen, file by file", async () => {
  const [one, two] = [await built("one", same), await built("two", other)];
  expect(await differences(one, two)).toEqual([
    "etc/debian_version: only before",
    "etc/hostname.bak: only after",
    "x/a: 100600 5:5 2 bytes before, 100640 5:6 2 bytes after",
    "x/empty: 40755 0:0 before, 100644 0:0 2 bytes after",
    "x/link: 120777 0:0 before, 40755 0:0 after",
  ]);
  expect(configDifferences(one, two, [])).toEqual([
    'Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin","A=1"] before, ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin","A=2"] after',
    'Cmd: ["true"] before, ["/bin/sh","-c","true"] after',
  ]);
});

test("content and the end of a link are seen", async () => {
  const one = await built("content", "FROM debian:bookworm-slim\nRUN echo a > /a; ln -s a /l");
  const two = await built("content-b", "FROM debian:bookworm-slim\nRUN echo b > /a; ln -s b /l");
  expect(await differences(one, two)).toEqual(["a: its content differs", "l: leads to a before, to b after"]);
});

test("the same steps make the same image", async () => {
  const [one, two] = [await built("one", same), await built("again", `${same}# A comment.\nRUN true\n`)];
  expect(await differences(one, two)).toEqual([]);
  expect(configDifferences(one, two, [])).toEqual([]);
});
