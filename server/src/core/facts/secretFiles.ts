import { folderOf, nameIn } from "../context/paths.ts";
import type { BuildContext } from "../known.ts";
import { filesOutside } from "./contextWalk.ts";

/**
 * True for a file that holds a secret by its name, and by its content where that is known. Files for tests and examples
 * hold none. What the content is never leaves this function.
 */
export function isSecretFile(path: string, read: (path: string) => string | undefined): boolean {
  if (
    folderOf(path)
      .split("/")
      .some((folder) => harmlessFolders.has(folder.toLowerCase()))
  )
    return false;
  const name = nameIn(path).toLowerCase();
  if (secretNames.has(name) || secretEndings.some((ending) => name.endsWith(ending))) return true;
  if (isEnvironmentFile(name) || serviceAccount.test(name)) return true;
  if (secretPaths.some((secret) => path === secret || path.endsWith(`/${secret}`))) return true;
  if (/(^|\/)config\/credentials\/[^/]+\.key$/.test(path)) return true;
  if (/\.(pem|key)$/.test(name)) {
    const text = read(path);
    return text === undefined ? isNamedLikePrivateKey(name) : text.includes("PRIVATE KEY-----");
  }
  const token = tokens.get(name);
  return token?.test(read(path) ?? "") === true;
}

const harmlessFolders = new Set([
  ".git",
  "test",
  "tests",
  "testing",
  "testdata",
  "__tests__",
  "spec",
  "specs",
  "e2e",
  "mock",
  "mocks",
  "fixture",
  "fixtures",
  "__fixtures__",
  "example",
  "examples",
  "sample",
  "samples",
  "demo",
  "doc",
  "docs",
  "node_modules",
  "site-packages",
  "vendor",
]);

const secretNames = new Set([
  "id_rsa",
  "id_dsa",
  "id_ecdsa",
  "id_ed25519",
  "id_ecdsa_sk",
  "id_ed25519_sk",
  ".netrc",
  "_netrc",
  ".git-credentials",
  ".pgpass",
  ".vault-token",
  ".s3cfg",
  ".boto",
  "master.key",
  "application_default_credentials.json",
  "gcp-credentials.json",
  "google-credentials.json",
  "kubeconfig",
  "terraform.tfstate",
  "terraform.tfstate.backup",
]);
const secretEndings = [".kdbx", ".p12", ".pfx", ".ppk", ".tfstate"];
const secretPaths = [".aws/credentials", ".docker/config.json", ".kube/config"];
const serviceAccount = /(^|[-_.])service[-_]?account([-_.]?key)?([-_.][^.]*)?\.json$/;

/** `.env`, `.env.local`, `.env.production`; not `.env.example` and what else is there to be copied. */
function isEnvironmentFile(name: string): boolean {
  if (name === ".env") return true;
  return /^\.env\.((.+\.)?local|prod|production|staging|stage|live|secret|secrets)$/.test(name);
}

/** `server.key`, `privkey.pem`, `tls-key.pem`; not public keys, certificates, or keys that packages are signed with. */
function isNamedLikePrivateKey(name: string): boolean {
  const words = name.slice(0, name.lastIndexOf(".")).split(/[^a-z0-9]+/);
  if (words.some((word) => publicWords.has(word) || /^pub/.test(word))) return false;
  return words.some((word) => privateWords.has(word) || (name.endsWith(".key") && keyOwners.has(word)));
}

const publicWords = new Set([
  "cert",
  "certs",
  "certificate",
  "chain",
  "fullchain",
  "signing",
  "sign",
  "gpg",
  "pgp",
  "apt",
  "repo",
  "repository",
  "archive",
  "release",
  "yum",
  "rpm",
  "license",
  "keyring",
  "dhparam",
  "dhparams",
]);
const privateWords = new Set(["private", "privkey", "priv", "key", "rsa", "ecdsa", "ed25519"]);
const keyOwners = new Set([
  "server",
  "client",
  "tls",
  "ssl",
  "http",
  "https",
  "jwt",
  "host",
  "localhost",
  "domain",
  "wildcard",
  "ca",
  "nginx",
]);

/** A password or token that is written out, not taken from a variable. */
const tokens: ReadonlyMap<string, RegExp> = new Map([
  [".npmrc", /^[^#;\n]*(_authToken|_auth|_password)[ \t]*=[ \t]*(?!\$|["']?\$\{)\S/m],
  [".yarnrc.yml", /^[^#\n]*(npmAuthToken|npmAuthIdent)[ \t]*:[ \t]*(?!["']?\$\{)\S/m],
  [".pypirc", /^[ \t]*password[ \t]*[=:][ \t]*(?!\$|%)\S/m],
]);

/** Secret files that get past the ignore file. Looked for once per context. */
export function secretFiles(context: BuildContext): readonly string[] {
  const known = kept.get(context);
  if (known) return known;
  const found: string[] = [];
  for (const path of filesOutside(context, harmlessFolders))
    if (context.size(path) !== 0 && isSecretFile(path, context.read)) found.push(path);
  kept.set(context, found);
  return found;
}

const kept = new WeakMap<BuildContext, readonly string[]>();
