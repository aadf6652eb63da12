import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test, vi } from "vitest";
import { rules } from "../../server/src/core/rules/index.ts";
import { Contexts } from "../../server/src/host/buildContext/contexts.ts";
import { type ReportAnswer, type ReportParams, reportRequest } from "../../server/src/protocol/messages.ts";
import { specImages } from "../support/known.ts";
import { folderWith } from "../support/tree.ts";
import { startClient } from "./support/client.ts";

const text = "FROM node:20\nRUN apt-get update && apt-get install -y curl\nCOPY . /app\nRUN true\n";

type Client = Awaited<ReturnType<typeof startClient>>;

function ask({ connection }: Client, uri: string): Promise<ReportAnswer | null> {
  const params: ReportParams = { textDocument: { uri } };
  return connection.sendRequest(reportRequest, params);
}

test("answers with what the newest version weighs, and what the fixes would change", async () => {
  const client = await startClient({ images: specImages, rules });
  const doc = await client.open(text);
  const answer = await ask(client, doc.uri);
  expect(answer).toMatchObject({
    version: 1,
    report: { version: 1, file: "Dockerfile", platform: "linux/amd64", context: null },
  });
  expect(answer?.report?.before.segments[0]).toMatchObject({
    kind: "base",
    label: "node:20",
    currentLine: 1,
  });
  expect(answer?.report?.savings.fixes[0]).toMatchObject({ rule: "fat-base-image", currentLine: 1 });
  await doc.type("FROM |node:20|", "debian:12");
  const changed = await ask(client, doc.uri);
  expect(changed).toMatchObject({
    version: 2,
    report: { before: { segments: [{ label: "debian:12" }, {}, {}, {}] } },
  });
});

test("knows the build context, and calls the file as the workspace does", async () => {
  const folder = folderWith({
    "docker/Dockerfile": "FROM scratch\nCOPY docker/a /a\n",
    "docker/a": "1234",
    "b.txt": "12",
  });
  const contexts = new Contexts({ info: () => undefined, error: () => undefined }, 5);
  const file = path.join(folder, "docker", "Dockerfile");
  onTestFinished(() => contexts.forget(file));
  const client = await startClient({
    contexts,
    rules,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "x" }],
  });
  const doc = await client.open("FROM scratch\nCOPY docker/a /a\n", pathToFileURL(file).href);
  const answer = await vi.waitFor(async () => {
    const found = await ask(client, doc.uri);
    if (!found?.report?.context) throw new Error("not yet");
    return found;
  });
  expect(answer.report?.file).toBe("docker/Dockerfile");
  expect(answer.report?.context?.entries.map(({ path: name }) => name)).toContain("b.txt");
  expect(answer.report?.before.total?.unpacked.likely).toBe(4);
});

test("says why there is no report, and nothing about a file that it does not know", async () => {
  const client = await startClient({ settings: { enable: false } });
  const doc = await client.open(text);
  expect(await ask(client, doc.uri)).toEqual({
    version: 1,
    reason: "Switched off by the setting plimsoll.enable",
  });
  expect(await ask(client, "file:///nowhere/Dockerfile")).toBeNull();
});

test("survives what is no Dockerfile", async () => {
  const client = await startClient({ images: specImages, rules });
  const doc = await client.open("\u0000<script>\nFROM\nRUN <<EOF\n");
  expect((await ask(client, doc.uri))?.report?.version).toBe(1);
  expect(client.log).toEqual([]);
});
