import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { FixInvocation } from "../../server/src/cli/arguments.ts";
import { fix } from "../../server/src/cli/fix.ts";
import { temporary } from "./support/temporary.ts";

const dockerfile = "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\nUSER node\n";
const files: readonly (readonly [string, number])[] = [
  ["package.json", 400],
  ["package-lock.json", 9000],
  ["node_modules/a/index.js", 90_000_000],
];
const { folder, printed, told } = temporary();

async function run(output: FixInvocation["output"], ignore?: string): Promise<void> {
  const file = path.join(folder(), "Dockerfile");
  writeFileSync(file, dockerfile);
  for (const [name, bytes] of files) {
    mkdirSync(path.dirname(path.join(folder(), name)), { recursive: true });
    writeFileSync(path.join(folder(), name), "");
    // Without a byte on the disk.
    truncateSync(path.join(folder(), name), bytes);
  }
  if (ignore !== undefined) writeFileSync(ignoreFile(), ignore);
  const rules = ["missing-dockerignore", "dockerignore-gap"];
  const settings = { config: "none", context: { path: folder() }, platform: "linux/amd64" } as const;
  const registry = { mode: "offline", allowHosts: [], useDockerCredentials: false } as const;
  await fix({ command: "fix", file, review: true, rules, output, registry, ...settings });
}

const ignoreFile = () => path.join(folder(), ".dockerignore");

test("--write creates the .dockerignore and leaves a Dockerfile that needs no change", async () => {
  await run("write");
  expect(readFileSync(ignoreFile(), "utf8")).toContain("**/node_modules\n");
  expect(readFileSync(path.join(folder(), "Dockerfile"), "utf8")).toBe(dockerfile);
  expect(told()).toContain("1 fix applied; no problem left");
});

test("--write extends the .dockerignore that is there", async () => {
  await run("write", "# mine\n.git\n");
  expect(readFileSync(ignoreFile(), "utf8")).toBe("# mine\n.git\nnode_modules\n");
});

test("a diff shows the .dockerignore and writes nothing", async () => {
  await run("diff");
  expect(existsSync(ignoreFile())).toBe(false);
  expect(printed()).toMatch(/--- \S*\.dockerignore.*\n\+\+\+ \S*\.dockerignore/);
  expect(printed()).toContain("+**/node_modules\n");
  expect(printed()).not.toContain("Dockerfile\n+++");
});

test("a diff of a .dockerignore that is there shows the new line only", async () => {
  await run("diff", ".git\n");
  const lines = printed().split("\n");
  expect(lines.filter((line) => /^[+-][^+-]/.test(line))).toEqual(["+node_modules"]);
});

test("--stdout prints the Dockerfile, and says what it leaves out", async () => {
  await run("stdout");
  expect(printed()).toBe(dockerfile);
  expect(existsSync(ignoreFile())).toBe(false);
  expect(told()).toMatch(/Left out: \S*\.dockerignore/);
});
