import { describe, expect, test } from "vitest";
import { buildContext } from "../../../server/src/core/context/buildContext.ts";
import type { BuildContext } from "../../../server/src/core/known.ts";

interface Given {
  readonly files: Readonly<Record<string, number>>;
  readonly ignore?: string;
  readonly links?: readonly string[];
}

function given({ files, ignore, links = [] }: Given): BuildContext {
  return buildContext({
    files: [
      ...Object.entries(files).map(([path, bytes]) => ({ path, bytes })),
      ...links.map((path) => ({ path, bytes: 0, isLink: true })),
    ],
    ignore: ignore === undefined ? undefined : { path: ".dockerignore", text: ignore },
    contents: new Map([["package.json", "{}"]]),
    complete: true,
  });
}

const project = {
  "package.json": 10,
  "yarn.lock": 100,
  "src/a.ts": 1,
  "src/b.ts": 2,
  "src/lib/c.ts": 4,
  "docs/x.md": 8,
  "empty/": 0,
};

describe("what is there", () => {
  const context = given({ files: project, ignore: "docs", links: ["current"] });

  test.each(["package.json", "src", "src/", "./src/lib", "src/lib/c.ts", "docs/x.md", "empty", ""])(
    "has %j",
    (path) => expect(context.has(path)).toBe(true),
  );
  test.each(["Package.json", "src/a", "lib", "src/a.ts/b"])("has no %j", (path) =>
    expect(context.has(path)).toBe(false),
  );
  test("may have anything behind a symbolic link", () => {
    expect(context.has("current")).toBe(true);
    expect(context.has("current/app.jar")).toBe(true);
    expect(context.isFolder("current")).toBe(false);
  });
  test("tells folders from files", () => {
    expect(context.isFolder("src")).toBe(true);
    expect(context.isFolder("empty")).toBe(true);
    expect(context.isFolder("package.json")).toBe(false);
    expect(context.isFolder("nothing")).toBe(false);
  });
  test("lists what stands in a folder, ignored or not", () => {
    expect(context.children("").map(({ name, isFolder, isIgnored }) => [name, isFolder, isIgnored])).toEqual([
      ["package.json", false, false],
      ["yarn.lock", false, false],
      ["src", true, false],
      ["docs", true, true],
      ["empty", true, false],
      ["current", false, false],
    ]);
    expect(context.children("src/lib").map(({ path }) => path)).toEqual(["src/lib/c.ts"]);
    expect(context.children("package.json")).toEqual([]);
  });
  test("reads what was read", () => {
    expect(context.read("package.json")).toBe("{}");
    expect(context.read("yarn.lock")).toBeUndefined();
    expect(context.read(".dockerignore")).toBe("docs");
  });
});

describe("what gets past the ignore file", () => {
  test("a folder is gone when nothing in it is taken back", () => {
    const context = given({ files: project, ignore: "src\n!src/lib\ndocs/*" });
    expect(context.isIgnored("src")).toBe(false);
    expect(context.isIgnored("src/a.ts")).toBe(true);
    expect(context.isIgnored("src/lib/c.ts")).toBe(false);
    expect(context.isIgnored("docs")).toBe(false);
    expect([...context.files("docs")]).toEqual([]);
    expect([...context.files("")]).toEqual(["package.json", "yarn.lock", "src/lib/c.ts"]);
  });
  test("a path that is not there is judged by the patterns", () => {
    const context = given({ files: project, ignore: "dist\n*.log" });
    expect(context.isIgnored("dist/main.js")).toBe(true);
    expect(context.isIgnored("a.log")).toBe(true);
    expect(context.isIgnored("b.txt")).toBe(false);
  });
  test("sizes are sums, before and after", () => {
    const context = given({ files: project, ignore: "src\n!src/lib" });
    expect(context.size("src")).toBe(4);
    expect(context.listedSize("src")).toBe(7);
    expect(context.size("")).toBe(122);
    expect(context.listedSize("")).toBe(125);
    expect(context.size("src/a.ts")).toBeUndefined();
    expect(context.listedSize("src/a.ts")).toBe(1);
    expect(context.size("nothing")).toBeUndefined();
  });
  test("another ignore file gives another context over the same files", () => {
    const context = given({ files: project });
    expect(context.ignoreFile).toBeUndefined();
    const stricter = context.withIgnoreFile(".dockerignore", "src\n");
    expect(stricter.size("")).toBe(118);
    expect(context.size("")).toBe(125);
    expect(stricter.ignoreFile).toMatchObject({ path: ".dockerignore", text: "src\n", malformed: undefined });
    expect(stricter.withIgnoreFile(".dockerignore", "[").ignoreFile?.malformed?.text).toBe("[");
  });
});

describe("what a COPY source names", () => {
  const context = given({ files: { ...project, "a[1].txt": 1, "été.txt": 1 }, ignore: "**/b.ts" });

  test.each([
    ["package.json", "package.json"],
    ["src", "src"],
    ["", ""],
    ["*", "package.json yarn.lock src docs empty a[1].txt été.txt"],
    ["*.json", "package.json"],
    ["src/*.ts", "src/a.ts"],
    ["src/?.ts", "src/a.ts"],
    ["s*/lib", "src/lib"],
    ["*/*/*", "src/lib/c.ts"],
    ["**", "package.json yarn.lock src docs empty a[1].txt été.txt"],
    ["**/c.ts", ""],
    ["[p-s]*", "package.json src"],
    ["[^p-s]*.lock", "yarn.lock"],
    ["a[[]1].txt", "a[1].txt"],
    ["?t?.txt", "été.txt"],
    ["yarn.lock*", "yarn.lock"],
    ["nothing*", ""],
    ["[", ""],
    ["src/b.ts", ""],
  ])("%j", (pattern, expected) => {
    expect(context.find(pattern).join(" ")).toBe(expected);
  });

  test("ignored files are found among the listed ones", () => {
    expect(context.findListed("src/*.ts")).toEqual(["src/a.ts", "src/b.ts"]);
    expect(context.findListed("src/b.ts")).toEqual(["src/b.ts"]);
  });
});

describe("a hundred thousand files", () => {
  const count = 100_000;
  let read = 0;
  const files = Array.from({ length: count }, (_, at) => ({
    path: `packages/p${at % 300}/${at % 3 === 0 ? "node_modules/" : ""}d${at % 17}/file${at}.js`,
    get bytes() {
      read += 1;
      return 1;
    },
  }));
  const context = buildContext({ files, ignore: undefined, contents: new Map(), complete: true });

  test("are read once, whatever is asked later", () => {
    expect(context.size("")).toBe(count);
    expect(context.size("packages/p7")).toBeGreaterThan(300);
    const stricter = context.withIgnoreFile(".dockerignore", "**/node_modules\n");
    expect(stricter.size("")).toBe(files.filter(({ path }) => !path.includes("node_modules")).length);
    expect(stricter.listedSize("")).toBe(count);
    expect(read).toBe(count);
  });

  test("a question about one file is not a walk over all of them", () => {
    const stricter = context.withIgnoreFile(".dockerignore", "**/*.map\n!**/keep.map\n");
    // Walking over every file for each of these would take minutes.
    for (let at = 0; at < 20_000; at += 1) {
      expect(stricter.has(files[at]?.path ?? "")).toBe(true);
      expect(stricter.isIgnored(files[at]?.path ?? "")).toBe(false);
      expect(stricter.find(files[at]?.path ?? "")).toHaveLength(1);
    }
  });
});
