import { expect, test } from "vitest";
import { isTrustworthy, registryAddress, sharesSecrets } from "../../../server/src/host/registry/address.ts";
import { parseChallenges } from "../../../server/src/host/registry/challenge.ts";
import { environmentProxy } from "../../../server/src/host/registry/proxy.ts";

test.each([
  ["docker.io", "https://registry-1.docker.io/"],
  ["ghcr.io", "https://ghcr.io/"],
  ["registry.corp.example:8443", "https://registry.corp.example:8443/"],
  ["127.0.0.1:5000", "http://127.0.0.1:5000/"],
  ["localhost:443", "http://localhost:443/"],
  ["[::1]:5000", "http://[::1]:5000/"],
])("%s answers at %s", (registry, address) => {
  expect(registryAddress(registry).href).toBe(address);
});

test.each([
  ["https://cdn.example/x", "https://registry.example/", true],
  ["http://cdn.example/x", "https://registry.example/", false],
  ["https://10.1.2.3/x", "https://registry.example/", false],
  ["https://172.20.0.1/x", "https://registry.example/", false],
  ["https://[fd00::1]/x", "https://registry.example/", false],
  ["https://[::ffff:10.0.0.1]/x", "https://registry.example/", false],
  ["https://127.0.0.1/x", "https://registry.example/", false],
  ["https://2130706433/x", "https://registry.example/", false],
  ["https://10.1.2.3:8443/x", "https://10.1.2.3/", true],
  ["https://a:b@cdn.example/x", "https://registry.example/", false],
  ["http://127.0.0.1:5002/token", "http://127.0.0.1:5001/", true],
  ["http://cdn.example/x", "http://127.0.0.1:5001/", false],
])("going to %s from %s: %s", (address, base, outcome) => {
  expect(isTrustworthy(new URL(address), new URL(base))).toBe(outcome);
});

test.each([
  ["https://auth.docker.io/token", "https://registry-1.docker.io/", true],
  ["https://ghcr.io/token", "https://ghcr.io/", true],
  ["https://gitlab.example/jwt/auth", "https://registry.gitlab.example/", true],
  ["https://registry.example:8443/token", "https://registry.example/", true],
  ["https://auth.docker.io.example/token", "https://registry-1.docker.io/", false],
  ["https://auth.example.com/token", "https://registry.example.com/", false],
  ["https://example/token", "https://registry.example/", false],
])("the login for %s of %s: %s", (realm, base, outcome) => {
  expect(sharesSecrets(new URL(realm), new URL(base))).toBe(outcome);
});

test.each([
  [
    'Bearer realm="https://a/t",service="s",scope="repository:a/b:pull,push"',
    [["bearer", { realm: "https://a/t", service: "s", scope: "repository:a/b:pull,push" }]],
  ],
  [
    'Basic realm="a \\"b\\", c", BEARER Realm=x',
    [
      ["basic", { realm: 'a "b", c' }],
      ["bearer", { realm: "x" }],
    ],
  ],
  [
    "Negotiate, Basic realm=x",
    [
      ["negotiate", {}],
      ["basic", { realm: "x" }],
    ],
  ],
  ["", []],
  ['Bearer realm="unfinished', [["bearer", { realm: "" }]]],
  [",,=,", []],
])("challenges are read: %s", (header, expected) => {
  const read = parseChallenges(header).map(({ scheme, parameters }) => [
    scheme,
    Object.fromEntries(parameters),
  ]);
  expect(read).toEqual(expected);
});

test.each([
  [{ HTTPS_PROXY: "http://p:1" }, "https://a.example/", "http://p:1/"],
  [{ https_proxy: "p:1" }, "https://a.example/", "http://p:1/"],
  [{ ALL_PROXY: "https://p" }, "https://a.example/", "https://p/"],
  [{ HTTP_PROXY: "http://p" }, "https://a.example/", undefined],
  [{ HTTPS_PROXY: "http://p", NO_PROXY: "b.example, .example" }, "https://a.example/", undefined],
  [{ HTTPS_PROXY: "http://p", NO_PROXY: "ample" }, "https://a.example/", "http://p/"],
  [{ HTTPS_PROXY: "http://p", NO_PROXY: "a.example:8443" }, "https://a.example/", "http://p/"],
  [{ HTTPS_PROXY: "http://p", no_proxy: "*" }, "https://a.example/", undefined],
  [{ HTTPS_PROXY: "http://p", ALL_PROXY: "http://q" }, "https://127.0.0.1:5000/", undefined],
])("with %j the proxy for %s is %s", (environment, url, proxy) => {
  expect(environmentProxy(environment)(new URL(url))?.href).toBe(proxy);
});

test("a proxy that is no address is told", () => {
  const proxyFor = environmentProxy({ HTTPS_PROXY: "socks5://p:1" });
  expect(() => proxyFor(new URL("https://a.example/"))).toThrow("is no http address");
});
