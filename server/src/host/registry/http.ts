import {
  type ClientRequest,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import { isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

export interface HttpRequest {
  readonly method: "GET" | "HEAD" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** More than that is not read, and an error. */
  readonly maxBytes: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Empty unless the status is 200: what else a server says is not read. */
  readonly body: Buffer;
}

/** One request and its answer. Redirects are not followed: whoever asks knows what must not go along. */
export type Send = (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;

export interface SendInput {
  /** The proxy for an encrypted address; undefined where it is asked itself, or where the runtime knows its proxies. */
  proxyFor(url: URL): URL | undefined;
  /** Milliseconds for one request, its proxy included. */
  readonly timeLimit: number;
}

/** Registries are told what asks them, and nothing about the user. */
export const userAgent = "plimsoll";

/** All headers of an answer together, in bytes. */
const maxHeaderSize = 32_768;

/** Rejects when there is no answer in time, or one with more than it may have. Messages name no address. */
export function createSend({ proxyFor, timeLimit }: SendInput): Send {
  return async (request, signal) => {
    const limit = AbortSignal.timeout(timeLimit);
    const limited = AbortSignal.any([signal, limit]);
    const proxy = request.url.protocol === "https:" ? proxyFor(request.url) : undefined;
    try {
      const sent = proxy ? await throughProxy(request, proxy, limited) : directly(request, limited);
      return await answerTo(sent, request);
    } catch (error) {
      signal.throwIfAborted();
      throw new Error(limit.aborted ? `no answer within ${timeLimit} ms` : inWords(error));
    }
  };
}

function directly({ url, method, headers }: HttpRequest, signal: AbortSignal): ClientRequest {
  const options: RequestOptions = { method, headers, signal, maxHeaderSize };
  return url.protocol === "https:" ? httpsRequest(url, options) : httpRequest(url, options);
}

async function throughProxy(request: HttpRequest, proxy: URL, signal: AbortSignal): Promise<ClientRequest> {
  const { url, method, headers } = request;
  const socket = await tunnel(proxy, `${url.hostname}:${url.port || 443}`, signal);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  // An address of numbers is no name that a server could have.
  const named = isIP(host) === 0 ? { servername: host } : {};
  return httpsRequest(url, {
    method,
    headers,
    signal,
    maxHeaderSize,
    // Takes the place of an agent.
    createConnection: () => connectTls({ socket, host, ...named }),
  });
}

/** A connection to that host, for which the proxy only passes on what it cannot read. */
function tunnel(proxy: URL, host: string, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      method: "CONNECT",
      path: host,
      headers: { host, ...proxyAuthorization(proxy) },
      agent: false,
      signal,
      maxHeaderSize,
    };
    const sent = proxy.protocol === "https:" ? httpsRequest(proxy, options) : httpRequest(proxy, options);
    sent.once("connect", ({ statusCode }: IncomingMessage, socket: Socket) => {
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new Error(`the proxy refused to connect (status ${statusCode})`));
    });
    sent.once("response", (response: IncomingMessage) => {
      response.destroy();
      reject(new Error("the proxy did not connect"));
    });
    sent.once("error", reject);
    sent.end();
  });
}

function proxyAuthorization({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === "") return {};
  return { "proxy-authorization": basic(decodeURIComponent(username), decodeURIComponent(password)) };
}

/** The header's value for a name and a password. */
export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

function answerTo(sent: ClientRequest, { method, body, maxBytes }: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      sent.destroy();
      reject(error);
    };
    sent.on("error", fail);
    sent.once("response", (response) => {
      const { statusCode: status = 0, headers } = response;
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on("error", fail);
      if (method === "HEAD" || status !== 200) {
        // Without a body the connection can be used again.
        if (method === "HEAD") response.resume();
        else response.destroy();
        resolve({ status, headers, body: Buffer.alloc(0) });
        return;
      }
      const tooMuch = new Error(`the answer has more than ${maxBytes} bytes`);
      if (Number(headers["content-length"] ?? 0) > maxBytes) {
        fail(tooMuch);
        return;
      }
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > maxBytes) fail(tooMuch);
        else chunks.push(chunk);
      });
      response.once("end", () => resolve({ status, headers, body: Buffer.concat(chunks) }));
      response.once("close", () => fail(new Error("the answer ended too early")));
    });
    sent.end(body);
  });
}

/** Node's messages name host and port, which may be text of the user's file. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return "the connection failed";
  if (!("code" in error)) return error.message;
  switch (error.code) {
    case "HPE_HEADER_OVERFLOW":
      return `the headers of the answer have more than ${maxHeaderSize} bytes`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "the host was not found";
    default:
      return `the connection failed (${String(error.code)})`;
  }
}
