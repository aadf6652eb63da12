import fc from "fast-check";

/** Files that the generated Dockerfiles and the specifications speak of, and what projects have besides. */
const files: readonly (readonly [path: string, file: number | string])[] = [
  ["package.json", '{"scripts":{"build":"vite build"},"devDependencies":{"vite":"6"}}'],
  ["package-lock.json", "{}"],
  ["yarn.lock", 9000],
  ["requirements.txt", "flask\n"],
  ["go.mod", "module a\n"],
  ["go.sum", 400],
  ["Cargo.toml", 300],
  ["pom.xml", 300],
  ["src/index.js", 900],
  ["src/__pycache__/a.cpython-312.pyc", 200_000],
  ["app.tar.gz", 5_000_000],
  ["node_modules/a/index.js", 90_000_000],
  [".git/HEAD", 20],
  [".git/objects/pack/pack-1.pack", 12_000_000],
  [".env", 100],
  [".npmrc", "//registry.npmjs.org/:_authToken=npm_a\n"],
  ["deploy/id_rsa", 1700],
  ["target/app.jar", 30_000_000],
  ["dist/index.html", 500_000],
  ["debug.log", 300_000],
  ["a b", 1],
  ["Dockerfile", 400],
];

const ignoreFiles = fc.constantFrom(
  undefined,
  "",
  "node_modules\n",
  "# all\r\n/node_modules/\r\n/.git/\r\n",
  "**/.git\n**/node_modules",
  "*\n!package*.json\n!src/**\n",
  "**\n",
  "package.json\nsrc/*\n!src/index.js\n",
  "[a-\n",
);

/** Build contexts as the specifications write them: content or size by path. */
export const contexts: fc.Arbitrary<ReadonlyMap<string, string | number>> = fc
  .tuple(fc.subarray([...files]), ignoreFiles)
  .map(([some, ignore]) => new Map(ignore === undefined ? some : [...some, [".dockerignore", ignore]]));
