import { isInternal, isLoopback } from "./proxy.ts";

/** Where the registry of that name answers. Nothing but this machine is ever asked without encryption. */
export function registryAddress(registry: string): URL {
  const host = registry === "docker.io" ? "registry-1.docker.io" : registry;
  const url = readUrl(`https://${host}/`);
  if (url?.pathname !== "/" || url.username !== "") throw new Error("the registry's name is no address");
  return isLoopback(url.hostname) ? new URL(`http://${host}/`) : url;
}

/** Undefined for what is no address. */
export function readUrl(text: string, base?: URL): URL | undefined {
  return URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
}

/** A service of the cloud that tells a machine its secrets. No image comes from there. */
export function isMetadataService(registry: string): boolean {
  return /^169\.254\./.test(registry) || /^\[fe[89ab]/i.test(registry);
}

/**
 * Where a registry sends to: to get a token, or the content itself. It may name any host that everybody may ask, but
 * none within the user's network that is not itself.
 */
export function isTrustworthy(address: URL, base: URL): boolean {
  if (address.username !== "" || address.password !== "") return false;
  if (address.hostname === base.hostname) return address.protocol === "https:" || base.protocol === "http:";
  if (isLoopback(base.hostname) && isLoopback(address.hostname)) return true;
  return address.protocol === "https:" && !isInternal(address.hostname);
}

/**
 * Whether those who make the tokens may see the registry's password: itself, Docker Hub's token service, and the host
 * right above it (registry.example.com and example.com), to which it belongs anyway.
 */
export function sharesSecrets(realm: URL, base: URL): boolean {
  const [from, to] = [base.hostname, realm.hostname];
  if (from === to) return true;
  if (from === "registry-1.docker.io") return to === "auth.docker.io";
  return to.includes(".") && from.slice(from.indexOf(".") + 1) === to;
}
