import * as vscode from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import type { TagsQuestion } from "../../server/src/host/images/tagLists.ts";
import type { Registry, RegistryQuestion } from "../../server/src/host/registry/registry.ts";
import { askRegistryRequest, askTagsRequest } from "../../server/src/protocol/messages.ts";

/** Asks registries for the server: this process has the proxies and certificates of VS Code, the server has not. */
export function answerAboutRegistries(client: BaseLanguageClient): vscode.Disposable {
  let registry: Promise<Registry> | undefined;
  function answer<Q>(
    method: string,
    look: (registry: Registry, question: Q, signal: AbortSignal) => Promise<unknown>,
  ): vscode.Disposable {
    return client.onRequest(method, async (question: Q, token) => {
      if (!vscode.workspace.isTrusted) return null;
      registry ??= load();
      return (await look(await registry, question, signalOf(token))) ?? null;
    });
  }
  return vscode.Disposable.from(
    answer<RegistryQuestion>(askRegistryRequest, (here, question, signal) => here.lookup(question, signal)),
    answer<TagsQuestion>(askTagsRequest, (here, { reference, settings }, signal) =>
      here.tags(reference, settings, signal),
    ),
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
