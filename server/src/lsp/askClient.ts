import { CancellationTokenSource } from "vscode-languageserver";
import type { ImageFacts } from "../core/images/types.ts";
import type { AskRegistry } from "../host/images/registries.ts";
import type { AskTags } from "../host/images/tagLists.ts";
import { askRegistryRequest, askTagsRequest } from "../protocol/messages.ts";
import type { ClientRequests } from "./dependencies.ts";

/** Asks registries through the editor, which knows how this machine gets to the network. */
export function askClient(client: ClientRequests): { readonly ask: AskRegistry; readonly askTags: AskTags } {
  async function request<R>(method: string, question: unknown, signal: AbortSignal): Promise<R | undefined> {
    const source = new CancellationTokenSource();
    const cancel = (): void => source.cancel();
    signal.addEventListener("abort", cancel, { once: true });
    try {
      return (await client.sendRequest<R | null>(method, question, source.token)) ?? undefined;
    } finally {
      signal.removeEventListener("abort", cancel);
      source.dispose();
    }
  }

  return {
    ask: (question, signal) => request<ImageFacts>(askRegistryRequest, question, signal),
    askTags: (question, signal) => request<readonly string[]>(askTagsRequest, question, signal),
  };
}
