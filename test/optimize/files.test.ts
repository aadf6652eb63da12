import { describe, expect, test } from "vitest";
import { defaultSettings } from "../../server/src/core/analyze.ts";
import { buildContext } from "../../server/src/core/context/buildContext.ts";
import { type OptimizeInput, type Optimized, optimize } from "../../server/src/core/optimize.ts";
import { specKnown } from "../support/known.ts";

const aboutFiles = new Set([
  "missing-dockerignore",
  "dockerignore-gap",
  "copy-ignored-file",
  "secret-copied",
  "missing-copy-source",
]);

const project: Readonly<Record<string, number>> = {
  "package.json": 400,
  "package-lock.json": 9000,
  "src/index.js": 900,
  "node_modules/a/index.js": 90_000_000,
  ".git/HEAD": 20,
  ".env": 100,
  "deploy/id_ed25519": 400,
  "deploy/readme.txt": 10,
};

interface Given {
  readonly dockerfile?: string;
  readonly ignore?: { readonly path: string; readonly text: string };
  readonly accepts?: NonNullable<OptimizeInput["accepts"]>;
}

const wholeFolder = "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\nUSER node\n";

function optimized({ dockerfile = wholeFolder, ignore, accepts }: Given): Optimized {
  const context = buildContext({
    files: Object.entries(project).map(([path, bytes]) => ({ path, bytes })),
    ignore,
    contents: new Map(),
    complete: true,
  });
  return optimize(dockerfile, {
    known: { ...specKnown(undefined), context },
    settings: defaultSettings,
    allow: ["safe", "review"],
    accepts: (step) => aboutFiles.has(step.finding.rule.id) && (accepts?.(step) ?? true),
  });
}

function saidIn({ findings }: Optimized["after"]): readonly string[] {
  return findings.map(({ rule }) => rule.id).filter((id) => aboutFiles.has(id));
}

describe("fixes that write the same file", () => {
  test("build on each other, so that one new file is enough for all of them", () => {
    const result = optimized({});
    expect(saidIn(result.before)).toEqual(["missing-dockerignore", "secret-copied"]);
    expect(saidIn(result.after)).toEqual([]);
    expect(result.text).toBe(wholeFolder);
    expect(result.applied.map(({ finding }) => finding.rule.id)).toEqual(["missing-dockerignore"]);
    const [file, ...others] = result.files;
    expect(others).toEqual([]);
    expect(file?.path).toBe(".dockerignore");
    expect(file?.content).toContain("**/node_modules\n");
    expect(file?.content).toContain("\n.env\ndeploy/id_ed25519\n");
  });

  test("one after the other add their lines, and none twice", () => {
    const result = optimized({
      dockerfile: "FROM node:22-slim\nCOPY . /a\nCOPY src /b\nRUN npm ci\nUSER node\n",
      ignore: { path: ".dockerignore", text: "# mine\r\nsrc\r\n" },
    });
    expect(result.files).toEqual([
      {
        path: ".dockerignore",
        content: "# mine\r\nsrc\r\n.git\r\nnode_modules\r\n.env\r\ndeploy/id_ed25519\r\n!src\r\n",
      },
    ]);
    expect([...saidIn(result.before)].sort()).toEqual(["copy-ignored-file", "dockerignore-gap", "secret-copied"]);
    expect(saidIn(result.after)).toEqual([]);
    expect(result.applied).toHaveLength(3);
  });

  test("leave to the others what was not accepted", () => {
    const result = optimized({ accepts: ({ finding }) => finding.rule.id !== "missing-dockerignore" });
    // The secrets make a file, whose gaps are then another rule's business.
    expect(result.applied.map(({ finding }) => finding.rule.id)).toEqual(["secret-copied", "dockerignore-gap"]);
    expect(result.files[0]?.content).toBe(".env\ndeploy/id_ed25519\n.git\nnode_modules\n");
  });

  test("write to the ignore file that the build uses", () => {
    const ignore = { path: "docker/app.Dockerfile.dockerignore", text: "node_modules" };
    const result = optimized({ ignore });
    expect(result.files.map(({ path }) => path)).toEqual([ignore.path]);
    expect(result.files[0]?.content).toBe("node_modules\n.git\n.env\ndeploy/id_ed25519\n");
  });

  test("are known to the sizes afterwards", () => {
    const { before, after } = optimized({});
    expect(before.facts.known.context?.size("")).toBeGreaterThan(90_000_000);
    expect(after.facts.known.context?.size("")).toBeLessThan(20_000);
  });
});
