import { CancellationTokenSource } from "vscode-languageserver";
import type { ImageFacts } from "../core/images/types.ts";
import type { AskRegistry } from "../host/images/registries.ts";
import { askRegistryRequest } from "../protocol/messages.ts";
import type { ClientRequests } from "./dependencies.ts";

/** Asks registries through the editor, which knows how this machine gets to the network. */
export function askClient(client: ClientRequests): AskRegistry {
  return async (question, signal) => {
    const source = new CancellationTokenSource();
    const cancel = (): void => source.cancel();
    signal.addEventListener("abort", cancel, { once: true });
    try {
      return (
        (await client.sendRequest<ImageFacts | null>(askRegistryRequest, question, source.token)) ?? undefined
      );
    } finally {
      signal.removeEventListener("abort", cancel);
      source.dispose();
    }
  };
}
