import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { parseReference } from "../../../server/src/core/images/reference.ts";
import type { ImageFacts, ImageReference } from "../../../server/src/core/images/types.ts";
import type { RegistrySettings } from "../../../server/src/core/settings.ts";
import { createRegistry, type RegistryInput } from "../../../server/src/host/registry/registry.ts";
import type { ImageContent, Stored } from "./content.ts";

export interface Seen {
  /** `GET /v2/app/manifests/1` */
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
}

/** A server on this machine that writes down what it was asked. Ends with the test. */
export async function serve(answer: RequestListener) {
  const seen: Seen[] = [];
  const server = createServer({ maxHeaderSize: 65_536 }, (request, response) => {
    seen.push({ line: `${request.method} ${request.url}`, headers: request.headers });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const lines = (): readonly string[] => seen.map(({ line }) => line);
  return { host: `127.0.0.1:${port}`, url: `http://127.0.0.1:${port}`, seen, lines };
}

/** What a registry answers when nothing goes wrong: tags, and everything by its digest. */
export function contentOf(tags: Readonly<Record<string, Stored>>, images: readonly ImageContent[]) {
  const files = [...Object.values(tags), ...images.flatMap(({ manifest, config }) => [manifest, config])];
  const byName = new Map([
    ...Object.entries(tags),
    ...files.map((file): [string, Stored] => [file.digest, file]),
  ]);
  return (url: string, response: ServerResponse, isHead = false): void => {
    const name = /\/(?:manifests|blobs)\/([^/?]+)/.exec(url)?.[1] ?? "";
    const file = byName.get(name);
    if (!file) return void response.writeHead(404).end("{}");
    const headers = { "content-type": file.type, "docker-content-digest": file.digest };
    response.writeHead(200, { ...headers, "content-length": file.body.length });
    response.end(isHead ? undefined : file.body);
  };
}

/** A registry on this machine that has these tags. */
export async function serveContent(tags: Readonly<Record<string, Stored>>, images: readonly ImageContent[]) {
  const content = contentOf(tags, images);
  return serve(({ url = "", method }, response) => content(url, response, method === "HEAD"));
}

export const settings: RegistrySettings = { mode: "all", allowHosts: [], useDockerCredentials: false };
const nowhere = { environment: {}, homeFolder: "/nonexistent", hasOwnProxies: false };

interface AskInput {
  readonly platform?: string;
  readonly previous?: ImageFacts | undefined;
  readonly settings?: Partial<RegistrySettings>;
}

/** A client without logins and proxies, unless they are handed in. */
export function clientOf(input: Partial<RegistryInput> = {}) {
  const registry = createRegistry({ ...nowhere, ...input });
  return {
    ask: (text: string, { platform = "linux/amd64", previous, settings: own }: AskInput = {}) =>
      registry.lookup(
        { reference: reference(text), platform, previous, settings: { ...settings, ...own } },
        new AbortController().signal,
      ),
    tags: (text: string) => registry.tags(reference(text), settings, new AbortController().signal),
  };
}

export function reference(text: string): ImageReference {
  const read = parseReference(text);
  if (!read) throw new Error(`no reference: ${text}`);
  return read;
}
