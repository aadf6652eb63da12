import type { RegistrySettings } from "../../core/settings.ts";
import { isMetadataService, isTrustworthy, readUrl, registryAddress } from "./address.ts";
import { parseChallenges } from "./challenge.ts";
import { type CredentialPlaces, type Credentials, findCredentials } from "./credentials.ts";
import { isDigest, verified } from "./digest.ts";
import { type HttpAnswer, type HttpRequest, type Send, userAgent } from "./http.ts";
import { indexTypes, manifestTypes } from "./manifest.ts";
import { Pace } from "./pace.ts";
import { type Authorization, authorize } from "./tokens.ts";

export interface Repository {
  readonly registry: string;
  readonly repository: string;
}

interface Question {
  readonly method: "GET" | "HEAD";
  /** Behind `/v2/<repository>/`, or a whole address of the registry. */
  readonly path: string;
  readonly accept: string;
  readonly maxBytes: number;
}

/** Bytes. The specification asks registries to take manifests of 4 MiB; lists of tags are pages. */
const maxManifest = 4_194_304;
const maxConfig = 8_388_608;
const maxTags = 4_194_304;
/** A page has as many tags as the registry likes; the largest repositories have tens of thousands. */
const maxPages = 20;
const maxRedirects = 3;
const accepted = [...indexTypes, ...manifestTypes].join(", ");

export interface ClientInput {
  readonly send: Send;
  readonly places: CredentialPlaces;
}

/**
 * Reads from registries, with the tokens that this takes. All methods answer `undefined` for what is not there or not
 * for us to see, which registries do not tell apart.
 */
export class RegistryClient {
  private readonly input: ClientInput;
  private readonly pace = new Pace();
  private readonly authorizations = new Map<string, Authorization>();

  constructor(input: ClientInput) {
    this.input = input;
  }

  /** The digest that a tag stands for now, which costs no pull; "" when the registry does not say. */
  async digest(where: Repository, tag: string, settings: RegistrySettings, signal: AbortSignal) {
    const path = `manifests/${tag}`;
    const answer = await this.ask(
      where,
      { method: "HEAD", path, accept: accepted, maxBytes: 0 },
      settings,
      signal,
    );
    if (answer?.status === 405) return "";
    if (!isThere(answer)) return undefined;
    const digest = answer.headers["docker-content-digest"];
    return typeof digest === "string" && isDigest(digest) ? digest : "";
  }

  /** Counts as a pull at Docker Hub. */
  async manifest(where: Repository, tag: string, settings: RegistrySettings, signal: AbortSignal) {
    this.pace.spendPull(where.registry);
    const path = `manifests/${tag}`;
    const answer = await this.ask(
      where,
      { method: "GET", path, accept: accepted, maxBytes: maxManifest },
      settings,
      signal,
    );
    if (!isThere(answer)) return undefined;
    const digest = verified(answer.body, isDigest(tag) ? tag : undefined, "manifest");
    const type = (answer.headers["content-type"] ?? "").replace(/;.*/, "").trim().toLowerCase();
    return { type, body: answer.body, digest };
  }

  /** A file by its digest, which is compared. */
  async blob(where: Repository, digest: string, settings: RegistrySettings, signal: AbortSignal) {
    const path = `blobs/${digest}`;
    const answer = await this.ask(
      where,
      { method: "GET", path, accept: "*/*", maxBytes: maxConfig },
      settings,
      signal,
    );
    if (!isThere(answer)) return undefined;
    verified(answer.body, digest, "configuration");
    return answer.body;
  }

  /** Pages of the list of tags, as they come. */
  async *tagPages(where: Repository, settings: RegistrySettings, signal: AbortSignal) {
    let path = "tags/list?n=1000";
    for (let page = 0; page < maxPages; page += 1) {
      const question: Question = { method: "GET", path, accept: "application/json", maxBytes: maxTags };
      const answer = await this.ask(where, question, settings, signal);
      if (!isThere(answer)) return;
      yield answer.body;
      const next = /<([^>]+)>\s*;\s*rel="?next"?/.exec(String(answer.headers.link ?? ""))?.[1];
      const url = next === undefined ? undefined : readUrl(next, new URL("tags/list", repositoryUrl(where)));
      if (!url || url.origin !== registryAddress(where.registry).origin) return;
      path = url.href;
    }
  }

  /** Undefined when the registry does not let us. */
  private async ask(
    where: Repository,
    question: Question,
    settings: RegistrySettings,
    signal: AbortSignal,
  ): Promise<HttpAnswer | undefined> {
    if (isMetadataService(where.registry)) throw new Error("such an address is never asked");
    const key = `${where.registry}/${where.repository} ${settings.useDockerCredentials}`;
    const known = this.authorizations.get(key);
    let answer = await this.follow(
      where,
      question,
      known && Date.now() < known.until ? known : undefined,
      signal,
    );
    if (answer.status !== 401) return answer;
    this.authorizations.delete(key);
    const challenges = parseChallenges(answer.headers["www-authenticate"]);
    for await (const credentials of this.logins(where, settings, signal)) {
      const { repository } = where;
      const base = registryAddress(where.registry);
      const send: Send = (request, limit) => this.paced(where.registry, request, limit);
      const authorization = await authorize({ challenges, repository, base, credentials, send }, signal);
      if (!authorization) continue;
      answer = await this.follow(where, question, authorization, signal);
      // Some say that what is private is not there.
      if (isRefusal(answer)) continue;
      this.authorizations.set(key, authorization);
      return answer;
    }
    return undefined;
  }

  /** As nobody first: most images are everybody's. */
  private async *logins(
    where: Repository,
    { useDockerCredentials }: RegistrySettings,
    signal: AbortSignal,
  ): AsyncGenerator<Credentials | undefined> {
    yield undefined;
    const found = useDockerCredentials && (await findCredentials(where, this.input.places, signal));
    if (found) yield found;
  }

  /** What opens the registry goes to the registry, never to where it sends us. */
  private async follow(
    where: Repository,
    { method, path, accept, maxBytes }: Question,
    authorization: Authorization | undefined,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    const base = registryAddress(where.registry);
    let url = new URL(path, repositoryUrl(where));
    for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
      const own = url.origin === base.origin && authorization ? { authorization: authorization.value } : {};
      const headers = { accept, "user-agent": userAgent, ...own };
      const answer = await this.paced(where.registry, { method, url, headers, maxBytes }, signal);
      const { location } = answer.headers;
      if (answer.status < 300 || answer.status >= 400 || location === undefined) {
        if (answer.status === 401 && url.origin !== base.origin)
          throw new Error("the host that the registry sends to wants a login");
        return answer;
      }
      const next = readUrl(location, url);
      if (!next || !isTrustworthy(next, base))
        throw new Error("the registry sends to where nobody should go");
      url = next;
    }
    throw new Error(`the registry sends on more than ${maxRedirects} times`);
  }

  private async paced(registry: string, request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    return this.pace.run(registry, signal, () => this.input.send(request, signal));
  }
}

function repositoryUrl({ registry, repository }: Repository): URL {
  return new URL(`v2/${repository}/`, registryAddress(registry));
}

/** Registries answer alike for what is private and for what does not exist. */
function isRefusal({ status }: HttpAnswer): boolean {
  return status === 401 || status === 403 || status === 404;
}

function isThere(answer: HttpAnswer | undefined): answer is HttpAnswer {
  if (!answer || isRefusal(answer)) return false;
  if (answer.status === 200) return true;
  throw new Error(`the registry failed (status ${answer.status})`);
}
