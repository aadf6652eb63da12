import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import * as vscode from "vscode";
import { closeAll, configure, openFile, rangeOf, until } from "./support.ts";

const type = "application/vnd.oci.image.manifest.v1+json";
const configType = "application/vnd.oci.image.config.v1+json";
const config = JSON.stringify({ os: "linux", architecture: "amd64", config: {}, history: [] });
const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: type,
  config: { mediaType: configType, digest: digestOf(config), size: config.length },
  layers: [
    { mediaType: "application/vnd.oci.image.layer.v1.tar+gzip", digest: digestOf(""), size: 43_000_000 },
  ],
});

suite("registries", () => {
  const asked: string[] = [];
  let server: Server;
  let host: string;

  suiteSetup(async () => {
    server = createServer(({ method, url = "" }, response) => {
      asked.push(`${method} ${url}`);
      if (url.includes("/tags/list")) return void response.end('{"name":"app","tags":["1.9","1.10"]}');
      const [contentType, body] = url.includes("/blobs/") ? [configType, config] : [type, manifest];
      response.writeHead(200, { "content-type": contentType, "docker-content-digest": digestOf(body) });
      response.end(method === "HEAD" ? undefined : body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    assert(typeof address === "object" && address);
    host = `127.0.0.1:${address.port}`;
  });
  suiteTeardown(() => server.close());
  teardown(async () => {
    await configure("plimsoll.registry.mode", undefined);
    await configure("plimsoll.registry.allowHosts", undefined);
    await closeAll();
  });

  test("a registry that the settings allow is asked by the extension, and no sooner", async () => {
    const document = await openFile("Dockerfile.registry", `FROM ${host}/app:1\nUSER 1\n`);
    const saying = (words: RegExp) => async (): Promise<boolean> =>
      words.test(await hoverOf(document, "app:1"));
    await until(saying(/nothing is known about this repository/));
    assert.deepEqual(asked, []);
    await configure("plimsoll.registry.allowHosts", [host]);
    await configure("plimsoll.registry.mode", "public");
    await until(saying(/43 MB[\s\S]*from the registry, asked just now/));
    assert.equal(asked[0], "HEAD /v2/app/manifests/1");
  });

  test("the tags of a repository are completed as its registry lists them", async () => {
    await configure("plimsoll.registry.allowHosts", [host]);
    await configure("plimsoll.registry.mode", "public");
    const line = `FROM ${host}/app:`;
    const document = await openFile("Dockerfile.tags", `${line}\n`);
    await until(async () => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        document.uri,
        new vscode.Position(0, line.length),
      );
      const tags = items.flatMap(({ label, sortText = "" }) =>
        typeof label === "string" && /^1\.\d+$/.test(label) ? [`${sortText} ${label}`] : [],
      );
      return (
        tags
          .sort()
          .map((tag) => tag.split(" ")[1])
          .join() === "1.10,1.9"
      );
    });
  });
});

async function hoverOf(document: vscode.TextDocument, text: string): Promise<string> {
  const hovers = await vscode.commands.executeCommand<readonly vscode.Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    rangeOf(document, text).start,
  );
  const contents = hovers.flatMap((hover) => hover.contents);
  return contents.map((content) => (typeof content === "string" ? content : content.value)).join("\n");
}

function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
