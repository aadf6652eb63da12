import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import type { TagsQuestion } from "../../server/src/host/images/tagLists.ts";
import type { Registry, RegistryQuestion } from "../../server/src/host/registry/registry.ts";
import { askRegistryRequest, askTagsRequest } from "../../server/src/protocol/messages.ts";

/** Asks registries for the server: this process has the proxies and certificates of VS Code, the server has not. */
export function answerAboutRegistries(client: BaseLanguageClient): vscode.Disposable {
  let registry: Promise<Registry> | undefined;
  const loaded = (): Promise<Registry> => {
    registry ??= load();
    return registry;
  };
  return vscode.Disposable.from(
    client.onRequest(askRegistryRequest, async (question: RegistryQuestion, token) => {
      if (!vscode.workspace.isTrusted) return null;
      return (await (await loaded()).lookup(question, signalOf(token))) ?? null;
    }),
    client.onRequest(askTagsRequest, async ({ reference, settings }: TagsQuestion, token) => {
      if (!vscode.workspace.isTrusted) return null;
      return (await (await loaded()).tags(reference, settings, signalOf(token))) ?? null;
    }),
  );
}

async function load(): Promise<Registry> {
  const { createRegistry } = await import("../../server/src/host/registry/registry.ts");
  return createRegistry({ hasOwnProxies: true });
}

function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
