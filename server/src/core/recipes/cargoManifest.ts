import type { SingleStage } from "./singleStage.ts";

/** Programs that the manifests of the build context name; undefined when they cannot be told. */
export function cargoPrograms({ facts }: SingleStage): ReadonlySet<string> | undefined {
  const { context } = facts.known;
  if (!context?.complete) return undefined;
  const manifests = ["Cargo.toml", "*/Cargo.toml", "*/*/Cargo.toml"].flatMap((at) => context.find(at));
  const names = new Set<string>();
  for (const manifest of manifests) {
    const text = context.read(manifest);
    if (text === undefined) return undefined;
    for (const name of namesIn(text)) names.add(name);
    const folder = manifest.slice(0, -"Cargo.toml".length);
    for (const path of [...context.find(`${folder}src/bin/*.rs`), ...context.find(`${folder}src/bin/*`)])
      names.add(path.slice(path.lastIndexOf("/") + 1).replace(/\.rs$/, ""));
  }
  return manifests.length > 0 ? names : undefined;
}

/** `name` in `[package]` and in every `[[bin]]`. */
function namesIn(manifest: string): readonly string[] {
  let section = "";
  const names: string[] = [];
  for (const line of manifest.split("\n")) {
    section = /^\s*\[+\s*([\w.-]+)/.exec(line)?.[1] ?? section;
    const name = /^\s*name\s*=\s*["']([^"']+)["']/.exec(line)?.[1];
    if (name !== undefined && (section === "package" || section === "bin")) names.push(name);
  }
  return names;
}

/** Crates that are linked with a library of the system where its development package is there. */
const linkingCrates: readonly (readonly [crate: string, debian: string, alpine: string])[] = [
  ["openssl-sys", "libssl-dev", "openssl-dev"],
  ["pq-sys", "libpq-dev", "libpq-dev"],
  ["mysqlclient-sys", "default-libmysqlclient-dev", "mariadb-connector-c-dev"],
  ["curl-sys", "libcurl4-openssl-dev", "curl-dev"],
];

/** Crates that bring the source of a library along. */
const bundled: Readonly<Record<string, string>> = { "openssl-sys": "openssl-src", "pq-sys": "pq-src" };

/** Development packages that the crates in Cargo.lock ask for; undefined when no lock file is known. */
export function linkedByCrates({ facts }: SingleStage, family: string): readonly string[] | undefined {
  const { context } = facts.known;
  const paths = ["Cargo.lock", "*/Cargo.lock"].flatMap((pattern) => context?.find(pattern) ?? []);
  const locks = paths.flatMap((path) => context?.read(path) ?? []);
  if (locks.length === 0 || locks.length < paths.length) return undefined;
  const has = (crate: string): boolean => locks.some((lock) => lock.includes(`name = "${crate}"`));
  return linkingCrates.flatMap(([crate, debian, alpine]) => {
    const source = bundled[crate];
    if (!has(crate) || (source !== undefined && has(source))) return [];
    return [family === "alpine" ? alpine : debian];
  });
}
