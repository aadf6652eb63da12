import { isTrustworthy, readUrl, sharesSecrets } from "./address.ts";
import type { Challenge } from "./challenge.ts";
import type { Credentials } from "./credentials.ts";
import { basic, type HttpRequest, type Send, userAgent } from "./http.ts";
import { parseJson } from "./json.ts";

/** The value of an `Authorization` header, and until when it may be used, in milliseconds since 1970. */
export interface Authorization {
  readonly value: string;
  readonly until: number;
}

export interface TokenInput {
  readonly challenges: readonly Challenge[];
  readonly repository: string;
  /** The registry that the challenges are of. */
  readonly base: URL;
  /** Undefined to ask as nobody in particular. */
  readonly credentials: Credentials | undefined;
  readonly send: Send;
}

/** Bytes. Tokens with many claims have a few kB. */
const maxToken = 65_536;
/** Seconds. What a token lives when its maker says nothing, or less than that. */
const shortestLife = 60;
const clientId = "plimsoll";

/** What opens the registry: a token of whom the challenge names, or the password; undefined when nothing does. */
export async function authorize(input: TokenInput, signal: AbortSignal): Promise<Authorization | undefined> {
  const { challenges, credentials } = input;
  const named = (scheme: string): Challenge | undefined => challenges.find((one) => one.scheme === scheme);
  const bearer = named("bearer");
  if (credentials?.kind === "bearer") return bearer && forever(`Bearer ${printable(credentials.token)}`);
  if (bearer) return fetchToken(bearer, input, signal);
  if (credentials?.kind !== "password" || !named("basic")) return undefined;
  return forever(basic(credentials.username, credentials.password));
}

function forever(value: string): Authorization {
  return { value, until: Number.POSITIVE_INFINITY };
}

async function fetchToken(
  { parameters }: Challenge,
  input: TokenInput,
  signal: AbortSignal,
): Promise<Authorization | undefined> {
  const { repository, base, credentials, send } = input;
  const realm = readUrl(parameters.get("realm") ?? "");
  if (!realm || !isTrustworthy(realm, base))
    throw new Error("the registry names nobody trustworthy for tokens");
  if (credentials && !sharesSecrets(realm, base))
    throw new Error("the registry wants its login to be sent to another host, which was not done");
  const wanted = new URLSearchParams({ scope: `repository:${repository}:pull` });
  const service = parameters.get("service");
  if (service !== undefined) wanted.set("service", service);
  const answer = await send(tokenRequest(realm, wanted, input), signal);
  if (answer.status === 401 || answer.status === 403) return undefined;
  if (answer.status !== 200) throw new Error(`no token was given (status ${answer.status})`);
  const { token, access_token, expires_in } = parseJson(answer.body, "token");
  const given = [token, access_token].find((one) => typeof one === "string" && one !== "");
  if (typeof given !== "string") throw new Error("the answer with the token has none");
  const life = Math.max(shortestLife, typeof expires_in === "number" ? expires_in : 0);
  // A little less, because the answer has been under way.
  return { value: `Bearer ${printable(given)}`, until: Date.now() + (life - 10) * 1_000 };
}

function tokenRequest(realm: URL, wanted: URLSearchParams, { credentials }: TokenInput): HttpRequest {
  const headers = { accept: "application/json", "user-agent": userAgent };
  if (credentials?.kind === "identity") {
    wanted.set("grant_type", "refresh_token");
    wanted.set("client_id", clientId);
    wanted.set("refresh_token", credentials.token);
    return {
      method: "POST",
      url: realm,
      headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
      body: wanted.toString(),
      maxBytes: maxToken,
    };
  }
  const url = new URL(realm);
  for (const [name, value] of wanted) url.searchParams.set(name, value);
  const login = credentials?.kind === "password" && {
    authorization: basic(credentials.username, credentials.password),
  };
  return { method: "GET", url, headers: { ...headers, ...login }, maxBytes: maxToken };
}

/** Nothing else gets into a header. */
function printable(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new Error("the token has characters that no token has");
}
