import { lazy } from "../facts/lazy.ts";
import { aptTable } from "./aptTable.ts";

/** Debian's packages as far as the bundled table knows them. A package is its number in the table. */
export interface AptIndex {
  readonly names: readonly string[];
  /** The number of a package; undefined when the table does not have it. */
  find(name: string): number | undefined;
  /** Part of every Debian image. */
  isInBase(name: string): boolean;
  /** The only package whose name differs in nothing but its version: `openjdk-17-jdk` for `openjdk-21-jdk`. */
  findOtherVersion(name: string): number | undefined;
  /** Installed KiB of one package, without what comes along. */
  kibibytes(number: number): number;
  /** Everything that comes with the given packages, themselves included. What is present brings nothing along again. */
  closure(
    numbers: Iterable<number>,
    kind: "needed" | "recommended",
    present?: { has(number: number): boolean },
  ): ReadonlySet<number>;
}

/** The table is taken apart when the first apt call is estimated. */
export const aptIndex: () => AptIndex = lazy(readIndex);

function readIndex(): AptIndex {
  const packages = aptTable.packages.split("\n").map(readLine);
  const byName = new Map(packages.map(({ name }, number) => [name, number]));
  const base: ReadonlySet<string> = new Set(aptTable.base.split(" "));
  const byPattern = lazy(() => {
    const found = new Map<string, number[]>();
    for (const [name, number] of byName) {
      const pattern = withoutVersion(name);
      if (pattern !== name) found.set(pattern, [...(found.get(pattern) ?? []), number]);
    }
    return found;
  });

  function closure(
    numbers: Iterable<number>,
    kind: "needed" | "recommended",
    present?: { has(number: number): boolean },
  ): ReadonlySet<number> {
    const seen = new Set<number>();
    const open = [...numbers];
    for (let number = open.pop(); number !== undefined; number = open.pop()) {
      const found = packages[number];
      if (!found || seen.has(number) || present?.has(number)) continue;
      seen.add(number);
      open.push(...found.needs);
      if (kind === "recommended") open.push(...found.recommends);
    }
    return seen;
  }

  return {
    names: [...byName.keys()],
    find: (name) => byName.get(name),
    isInBase: (name) => base.has(name),
    findOtherVersion: (name) => {
      const [only, ...more] = byPattern().get(withoutVersion(name)) ?? [];
      return more.length === 0 ? only : undefined;
    },
    kibibytes: (number) => packages[number]?.kibibytes ?? 0,
    closure,
  };
}

interface AptPackage {
  readonly name: string;
  readonly kibibytes: number;
  readonly needs: readonly number[];
  readonly recommends: readonly number[];
}

/** `curl 2k 3,1a;7`: name, KiB, what it needs, what it recommends; numbers in base 36. */
function readLine(line: string): AptPackage {
  const [name = "", size = "0", links = ""] = line.split(" ");
  const [needs = "", recommends = ""] = links.split(";");
  return {
    name,
    kibibytes: Number.parseInt(size, 36),
    needs: readNumbers(needs),
    recommends: readNumbers(recommends),
  };
}

function readNumbers(list: string): readonly number[] {
  return list === "" ? [] : list.split(",").map((number) => Number.parseInt(number, 36));
}

/** `libicu72` → `libicu#`, `php8.2-cli` → `php#-cli` */
function withoutVersion(name: string): string {
  return name.replace(/\d+(\.\d+)*/g, "#");
}
