import { request } from "node:http";
import type { EngineAddress } from "./address.ts";

/** Milliseconds for one answer, and bytes that it may have. */
const limits = { time: 5_000, bytes: 20_000_000 };

/**
 * What the engine says to `GET path`, as JSON. Only GET is ever asked, which changes nothing.
 * @returns undefined for what the engine does not know (404)
 * @throws Error when it cannot be reached, fails, takes too long or says too much
 */
export async function askEngine(
  address: EngineAddress,
  path: string,
  signal?: AbortSignal,
): Promise<unknown> {
  const text = await get(address, path, signal);
  return text === undefined ? undefined : JSON.parse(text);
}

function get(address: EngineAddress, path: string, signal?: AbortSignal): Promise<string | undefined> {
  const place =
    address.kind === "socket" ? { socketPath: address.path } : { host: address.host, port: address.port };
  return new Promise((resolve, reject) => {
    const timer = AbortSignal.timeout(limits.time);
    const asked = request(
      {
        ...place,
        path,
        method: "GET",
        headers: { Host: "docker" },
        signal: signal ? AbortSignal.any([signal, timer]) : timer,
      },
      (answer) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        answer.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > limits.bytes) asked.destroy(new Error("the container engine says more than 20 MB"));
          else chunks.push(chunk);
        });
        answer.on("error", reject);
        answer.on("end", () => {
          if (answer.statusCode === 404) resolve(undefined);
          else if (answer.statusCode === 200) resolve(Buffer.concat(chunks).toString("utf8"));
          else reject(new Error(`the container engine answers with status ${answer.statusCode}`));
        });
      },
    );
    asked.on("error", reject);
    asked.end();
  });
}
