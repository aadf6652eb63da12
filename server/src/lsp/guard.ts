import { type CancellationToken, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import type { Log } from "./dependencies.ts";

type Handler<P, R> = (params: P, token: CancellationToken) => Promise<R> | R;

/**
 * The one place where a feature may fail: the log says so and the client gets `empty`, because an error answer would
 * become a message box in some editors. A request that was cancelled meanwhile is answered as cancelled.
 */
export function guarded<P, R>(
  log: Log,
  name: string,
  empty: R,
  handler: Handler<P, R>,
): (params: P, token: CancellationToken) => Promise<R | ResponseError<never>> {
  return async (params, token) => {
    try {
      const result = await handler(params, token);
      return token.isCancellationRequested ? cancelled() : result;
    } catch (error) {
      log.error(`${name} failed: ${inWords(error)}`);
      return empty;
    }
  };
}

/** The same for what nobody waits for. */
export function guardedNotification<P>(
  log: Log,
  name: string,
  handler: (params: P) => void,
): (params: P) => void {
  return (params) => {
    try {
      handler(params);
    } catch (error) {
      log.error(`${name} failed: ${inWords(error)}`);
    }
  };
}

export function inWords(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function cancelled(): ResponseError<never> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
}
