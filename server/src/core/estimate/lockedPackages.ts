import { isObject, jsonObject } from "../facts/json.ts";

/**
 * Names of the packages that a package-lock.json installs on Linux, once for each folder that they are put into;
 * undefined when it is not known or cannot be read.
 */
export function lockedPackages(
  text: string | undefined,
  withDevelopment: boolean,
): readonly string[] | undefined {
  const { packages, dependencies } = jsonObject(text);
  const isWanted = (entry: unknown): boolean =>
    isObject(entry) && (withDevelopment || entry.dev !== true) && entry.link !== true && runsOnLinux(entry);
  if (isObject(packages))
    return Object.entries(packages).flatMap(([path, entry]) => {
      const at = path.lastIndexOf("node_modules/");
      return at < 0 || !isWanted(entry) ? [] : [path.slice(at + "node_modules/".length)];
    });
  return isObject(dependencies) ? namesIn(dependencies, isWanted, 0) : undefined;
}

/** The first form of the file: packages within packages. */
function namesIn(
  dependencies: Readonly<Record<string, unknown>>,
  isWanted: (entry: unknown) => boolean,
  depth: number,
): readonly string[] {
  return Object.entries(dependencies).flatMap(([name, entry]) => {
    if (!isWanted(entry)) return [];
    const inner = isObject(entry) && isObject(entry.dependencies) && depth < 50 ? entry.dependencies : {};
    return [name, ...namesIn(inner, isWanted, depth + 1)];
  });
}

/** Binaries for other systems are optional packages that are left out. */
function runsOnLinux({ os, cpu, libc }: Readonly<Record<string, unknown>>): boolean {
  return allows(os, "linux") && allows(cpu, "x64") && allows(libc, "glibc");
}

function allows(list: unknown, value: string): boolean {
  if (!Array.isArray(list)) return true;
  if (list.includes(`!${value}`)) return false;
  return list.includes(value) || list.every((one) => typeof one === "string" && one.startsWith("!"));
}
