import { officialImage } from "./official.ts";
import { readTag } from "./tagShape.ts";
import type { ImageReference } from "./types.ts";

const official: Readonly<Record<string, string>> = {
  golang: "the Go toolchain",
  rust: "the Rust toolchain",
  gcc: "GCC",
  maven: "Maven and a JDK",
  gradle: "Gradle and a JDK",
  haskell: "GHC",
  swift: "the Swift toolchain",
  "buildpack-deps": "compilers and headers",
};

/** What an image is there to build with; undefined for all others, and for their small forms that only run programs. */
export function toolchainOf(reference: ImageReference): string | undefined {
  const { registry, repository, tag } = reference;
  if (registry === "mcr.microsoft.com" && repository === "dotnet/sdk") return "the .NET SDK";
  const name = officialImage(reference)?.name;
  if (name === undefined || !Object.hasOwn(official, name)) return undefined;
  const { variant } = readTag(name, tag);
  const isSmall =
    (name === "swift" && /\bslim\b/.test(variant)) ||
    (name === "buildpack-deps" && /\b(curl|scm)\b/.test(variant));
  return isSmall ? undefined : official[name];
}
