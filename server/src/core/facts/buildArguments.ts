/** What BuildKit offers without an ARG in front of FROM, and within a stage after an `ARG NAME`. */
export const platformArguments: ReadonlySet<string> = new Set([
  "BUILDPLATFORM",
  "BUILDOS",
  "BUILDOSVERSION",
  "BUILDARCH",
  "BUILDVARIANT",
  "TARGETPLATFORM",
  "TARGETOS",
  "TARGETOSVERSION",
  "TARGETARCH",
  "TARGETVARIANT",
  "TARGETSTAGE",
]);

export function isPlatformArgument(name: string): boolean {
  return platformArguments.has(name);
}

/** Proxy settings need no ARG anywhere. */
export function isProxyArgument(name: string): boolean {
  return (
    /^(https?|ftp|no|all)_proxy$/i.test(name) && (name === name.toUpperCase() || name === name.toLowerCase())
  );
}
