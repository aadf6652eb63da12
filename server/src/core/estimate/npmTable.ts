import table from "../../../../data/npm-packages.json" with { type: "json" };

const sizes: Readonly<Record<string, number>> = table.kilobytes;

/** The bundled sizes of npm packages: each package's own files, unpacked, without what it depends on. */
export const npmTable = {
  names: Object.keys(sizes) as readonly string[],
  bytes: (name: string): number | undefined =>
    Object.hasOwn(sizes, name) ? (sizes[name] ?? 0) * 1000 : undefined,
  /** The mean of the packages that the table does not have, in bytes. */
  others: table.others * 1000,
  date: table.date,
} as const;
