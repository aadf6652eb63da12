import { expect, test, vi } from "vitest";
import type { TagsQuestion } from "../../server/src/host/images/tagLists.ts";
import type { RegistryQuestion } from "../../server/src/host/registry/registry.ts";
import { askRegistryRequest, askTagsRequest } from "../../server/src/protocol/messages.ts";
import { imageOf } from "../host/registry/content.ts";
import { reference, serve, serveContent, settings } from "../host/registry/stub.ts";

const workspace = { isTrusted: false };
vi.mock("vscode", () => ({ workspace, Disposable: { from: () => undefined } }));

type Handler = (
  question: RegistryQuestion | TagsQuestion,
  token: { onCancellationRequested(): void },
) => Promise<unknown>;

test("the extension asks for the server, but not before the workspace is trusted", async () => {
  const { answerAboutRegistries } = await import("../../client/src/registries.ts");
  const app = imageOf({ layers: [3_000] });
  const { host, lines } = await serveContent({ "1": app.manifest }, [app]);
  const listing = await serve((_, response) => void response.end('{"tags":["1","2"]}'));
  const handlers = new Map<string, Handler>();
  // As much of a language client as is needed here.
  answerAboutRegistries({
    onRequest: (method: string, handler: Handler) => handlers.set(method, handler),
  } as never);
  const question = {
    reference: reference(`${host}/app:1`),
    platform: "linux/amd64",
    previous: undefined,
    settings,
  };
  const token = { onCancellationRequested: () => undefined };
  const ask = () => handlers.get(askRegistryRequest)?.(question, token);
  const list = () =>
    handlers.get(askTagsRequest)?.({ reference: reference(`${listing.host}/app`), settings }, token);
  expect([await ask(), await list()]).toEqual([null, null]);
  expect([...lines(), ...listing.lines()]).toEqual([]);
  workspace.isTrusted = true;
  expect(await ask()).toMatchObject({ compressedBytes: 3_000, source: "registry" });
  expect(await list()).toEqual(["1", "2"]);
});
