import { runtimeLibraries } from "../facts/runtimeLibraries.ts";
import { systemOf } from "./nativeSystem.ts";
import type { RuntimeWork } from "./runtimeWork.ts";
import type { SingleStage } from "./singleStage.ts";

export interface LibraryQuestion {
  /** Development packages of the build image that something was compiled against, though no RUN installs them. */
  readonly ofImage: readonly string[];
  /** Libraries that the runtime image has because the interpreter is linked with them. */
  readonly provided: RegExp;
}

/** Packages that bring the libraries that the build linked to; a sentence where their names are not known. */
export function linkedLibraries(
  single: SingleStage,
  { libraries, buildOnlyPackages }: RuntimeWork,
  { ofImage, provided }: LibraryQuestion,
): ReadonlySet<string> | string {
  const system = systemOf(single);
  const found = new Set<string>();
  for (const name of [...libraries, ...ofImage]) {
    if (provided.test(name)) continue;
    const needed = runtimeLibraries(name, system);
    if (!needed) return `which library ${name} leaves to the program is not known`;
    for (const one of needed) found.add(one);
  }
  // Debian's smallest image has the libraries of its C++ compiler, Alpine's has not.
  const isAlpine = system.family === "alpine";
  if (isAlpine && buildOnlyPackages.some((name) => /^(g\+\+|build-base|alpine-sdk)$/.test(name)))
    found.add("libstdc++");
  if (buildOnlyPackages.includes("gfortran")) found.add(isAlpine ? "libgfortran" : "libgfortran5");
  return found;
}
