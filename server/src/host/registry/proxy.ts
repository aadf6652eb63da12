type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for an encrypted address: HTTPS_PROXY or ALL_PROXY, in small letters or
 * capitals, unless NO_PROXY takes the host out. Nothing but this machine is asked without encryption.
 */
export function environmentProxy(environment: Environment): (url: URL) => URL | undefined {
  const named = (name: string): string | undefined => environment[name] || environment[name.toUpperCase()];
  const excepted = (named("no_proxy") ?? "").split(/[\s,]+/).filter((entry) => entry !== "");
  return (url) => {
    if (isLoopback(url.hostname) || excepted.some((entry) => takesOut(entry, url))) return undefined;
    const proxy = named("https_proxy") ?? named("all_proxy");
    return proxy === undefined ? undefined : proxyAddress(proxy);
  };
}

/** `.example.com`, `*.example.com` and `example.com` all stand for the host and those below it. */
function takesOut(entry: string, { hostname, port }: URL): boolean {
  if (entry === "*") return true;
  const [, name = "", onlyPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
  if (onlyPort !== undefined && onlyPort !== (port || "443")) return false;
  const suffix = name.replace(/^\*?\./, "");
  return hostname === suffix || hostname.endsWith(`.${suffix}`);
}

function proxyAddress(text: string): URL {
  const address = text.includes("://") ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new Error("the proxy that the environment names is no http address");
}

/** This machine itself. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** An address that only says something within this machine or network, such as that of a cloud's metadata service. */
export function isInternal(hostname: string): boolean {
  if (isLoopback(hostname)) return true;
  if (/^\[(fe[89ab]|f[cd]|::|::ffff:)/i.test(hostname)) return true;
  return /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(
    hostname,
  );
}
