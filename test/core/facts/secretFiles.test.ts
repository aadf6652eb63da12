import { describe, expect, test } from "vitest";
import { isSecretFile } from "../../../server/src/core/facts/secretFiles.ts";

const nothingRead = () => undefined;

describe("by their names alone", () => {
  test.each([
    ".env",
    "api/.env",
    ".env.local",
    ".env.production",
    ".env.production.local",
    "id_rsa",
    ".ssh/id_ed25519",
    "deploy/ID_RSA",
    "tls/server.key",
    "tls/tls.key",
    "privkey.pem",
    "private-key.pem",
    "server-key.pem",
    "certs/key.pem",
    "jwt_private.key",
    "store.p12",
    "cert.pfx",
    "passwords.kdbx",
    "putty.ppk",
    ".aws/credentials",
    "home/.aws/credentials",
    ".netrc",
    ".git-credentials",
    ".kube/config",
    ".docker/config.json",
    "service-account.json",
    "my-project-service_account-key.json",
    "config/master.key",
    "config/credentials/production.key",
    "terraform.tfstate",
    "prod.tfstate",
  ])("%s is a secret", (path) => expect(isSecretFile(path, nothingRead)).toBe(true));

  test.each([
    ".env.example",
    ".env.sample",
    ".env.template",
    ".env.dist",
    ".env.test",
    ".env.development",
    "env",
    "environment.env.ts",
    "id_rsa.pub",
    "ca.pem",
    "cert.pem",
    "fullchain.pem",
    "server.crt",
    "ca-certificates.pem",
    "public.key",
    "public_key.pem",
    "pubkey.pem",
    "nginx_signing.key",
    "gpg.key",
    "docker-archive-keyring.key",
    "slides.key",
    "keyboard.pem",
    ".npmrc",
    ".pypirc",
    ".aws/config",
    "config.json",
    "credentials.ts",
    "service-account.ts",
    "src/service-accounts/index.json",
    "test/fixtures/id_rsa",
    "examples/.env",
    "docs/server.key",
    "node_modules/a/test.key",
    "pkg/testdata/tls.key",
  ])("%s is none", (path) => expect(isSecretFile(path, nothingRead)).toBe(false));
});

describe("by their content, where a name says too little", () => {
  test.each([
    [".npmrc", "//registry.npmjs.org/:_authToken=npm_x", true],
    [".npmrc", "_auth = dXNlcjpwYXNz", true],
    [".npmrc", "//registry.npmjs.org/:_authToken=${NPM_TOKEN}", false],
    [".npmrc", "# //registry.npmjs.org/:_authToken=npm_x", false],
    [".npmrc", "save-exact=true", false],
    [".yarnrc.yml", "npmAuthToken: abc", true],
    [".yarnrc.yml", 'npmAuthToken: "${NPM_TOKEN}"', false],
    [".pypirc", "[pypi]\nusername = __token__\npassword = pypi-x", true],
    [".pypirc", "[pypi]\nusername = me", false],
    ["a.pem", "-----BEGIN PRIVATE KEY-----", true],
    ["a.key", "-----BEGIN OPENSSH PRIVATE KEY-----", true],
    ["server.key", "-----BEGIN PGP PUBLIC KEY BLOCK-----", false],
    ["private.pem", "-----BEGIN CERTIFICATE-----", false],
  ])("%s with %j", (path, content, expected) => {
    expect(isSecretFile(path, () => content)).toBe(expected);
  });
});
