const secretWords = new Set([
  "apikey",
  "auth",
  "credential",
  "credentials",
  "key",
  "password",
  "pword",
  "passwd",
  "secret",
  "token",
]);
const harmlessWords = new Set(["public", "file", "version"]);

/** A variable of this name holds a secret. BuildKit's rule: whole words between underscores, and none that says it is harmless. */
export function namesSecret(name: string): boolean {
  const words = name.toLowerCase().split("_");
  return words.some((word) => secretWords.has(word)) && !words.some((word) => harmlessWords.has(word));
}
