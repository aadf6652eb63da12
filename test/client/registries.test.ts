import { expect, test, vi } from "vitest";
import type { RegistryQuestion } from "../../server/src/host/registry/registry.ts";
import { imageOf } from "../host/registry/content.ts";
import { reference, serveContent, settings } from "../host/registry/stub.ts";

const workspace = { isTrusted: false };
vi.mock("vscode", () => ({ workspace }));

type Handler = (question: RegistryQuestion, token: { onCancellationRequested(): void }) => Promise<unknown>;

test("the extension asks for the server, but not before the workspace is trusted", async () => {
  const { answerAboutRegistries } = await import("../../client/src/registries.ts");
  const app = imageOf({ layers: [3_000] });
  const { host, lines } = await serveContent({ "1": app.manifest }, [app]);
  const handlers: Handler[] = [];
  // As much of a language client as is needed here.
  answerAboutRegistries({
    onRequest: (_method: string, handler: Handler) => handlers.push(handler),
  } as never);
  const question = {
    reference: reference(`${host}/app:1`),
    platform: "linux/amd64",
    previous: undefined,
    settings,
  };
  const ask = () => handlers[0]?.(question, { onCancellationRequested: () => undefined });
  expect(await ask()).toBeNull();
  expect(lines()).toEqual([]);
  workspace.isTrusted = true;
  expect(await ask()).toMatchObject({ compressedBytes: 3_000, source: "registry" });
});
