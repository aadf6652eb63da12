import path from "node:path";
import { describe, expect, test } from "vitest";
import { type DiscoveryInput, discoverContext } from "../../../server/src/host/buildContext/discover.ts";
import { callerInWords } from "../../../server/src/host/buildContext/words.ts";
import { folderWith } from "../../support/tree.ts";

type Files = Readonly<Record<string, string>>;

/** The context relative to the top, why, and who says so. */
async function discovered(files: Files, dockerfile: string, more: Partial<DiscoveryInput> = {}) {
  const top = folderWith({ [dockerfile]: "FROM scratch\n", ...files });
  const input = { dockerfile: path.join(top, dockerfile), top, set: undefined, sources: [], ...more };
  const { folder, reason, callers, namedContexts, problems } = await discoverContext(input);
  return {
    folder: path.relative(top, folder) || ".",
    reason,
    callers: callers.map((caller) => callerInWords(caller, top)),
    args: callers.map(({ args }) => args),
    namedContexts,
    problems: problems.map((line) => line.replace(`${top}/`, "")),
  };
}

describe("the build context is named by", () => {
  test("a compose file, whose Dockerfile is relative to the context", async () => {
    const compose = `services:
  web:
    build: ./web
  api:
    build:
      context: .
      dockerfile: docker/api.Dockerfile
      target: prod
      args: { VERSION: 3, TOKEN: "\${TOKEN}", MODE: "\${MODE:-dev}" }
      additional_contexts:
        assets: ../assets
  other: { image: nginx }
`;
    expect(await discovered({ "compose.yaml": compose }, "docker/api.Dockerfile")).toEqual({
      folder: ".",
      reason: "caller",
      callers: ["services.api in compose.yaml (stage prod)"],
      args: [{ VERSION: "3", MODE: "dev" }],
      namedContexts: ["assets"],
      problems: [],
    });
    expect(await discovered({ "compose.yaml": compose }, "web/Dockerfile")).toMatchObject({
      folder: "web",
      reason: "caller",
      callers: ["services.web in compose.yaml"],
    });
  });

  test("anchors, merge keys and lists of arguments in it are understood", async () => {
    const compose = `x-build: &build
  context: src
  args:
    - A=1
    - B
services:
  one:
    build:
      <<: *build
      dockerfile: Dockerfile
`;
    const found = await discovered({ "docker-compose.yml": compose }, "src/Dockerfile");
    expect(found).toMatchObject({ folder: "src", reason: "caller", args: [{ A: "1" }] });
  });

  test("the plain compose file before its variants, and the nearer before the farther", async () => {
    const build = (context: string) =>
      `services: { app: { build: { context: ${context}, dockerfile: ${context === "." ? "a/Dockerfile" : "Dockerfile"} } } }`;
    const files = { "compose.override.yaml": build("a"), "compose.yaml": build(".") };
    expect(await discovered(files, "a/Dockerfile")).toMatchObject({
      folder: ".",
      callers: ["services.app in compose.yaml", "services.app in compose.override.yaml"],
    });
    const near = { ...files, "a/compose.yaml": "services: { app: { build: . } }" };
    expect(await discovered(near, "a/Dockerfile")).toMatchObject({ folder: "a" });
  });

  test("a compose file in a folder beside", async () => {
    const compose = "services: { app: { build: { context: .., dockerfile: Dockerfile } } }";
    expect(await discovered({ "deploy/compose.yaml": compose }, "Dockerfile")).toMatchObject({
      folder: ".",
      reason: "caller",
    });
  });

  test("a JSON file for bake, with what targets inherit", async () => {
    const bake = {
      target: {
        base: { context: "app", args: { A: "1", B: "2" } },
        web: { inherits: ["base"], dockerfile: "web.Dockerfile", args: { B: "3" } },
        loop: { inherits: ["loop"], dockerfile: "x" },
      },
    };
    expect(
      await discovered({ "docker-bake.json": JSON.stringify(bake) }, "app/web.Dockerfile"),
    ).toMatchObject({
      folder: "app",
      callers: ["target.web in docker-bake.json"],
    });
  });

  test("a file for bake in HCL, with variables, what targets inherit, and functions", async () => {
    const bake = `variable "DIR" { default = "app" }
target "base" {
  context = "./\${DIR}"
  args = { A = "1", B = upper("x"), C = "\${UNSET}" }
}
target "web" {
  inherits = ["base"]
  dockerfile = "web.Dockerfile"
}
target "elsewhere" {
  context = lower("APP")
  dockerfile = "web.Dockerfile"
}
target "unfinished" {
  args = [
}
`;
    expect(await discovered({ "docker-bake.hcl": bake }, "app/web.Dockerfile")).toMatchObject({
      folder: "app",
      callers: ["target.web in docker-bake.hcl"],
    });
  });

  test("devcontainer.json, with comments, relative to its own folder", async () => {
    const dev = '{ // ours\n "build": { "dockerfile": "Dockerfile", "context": "..", }, }';
    expect(
      await discovered({ ".devcontainer/devcontainer.json": dev }, ".devcontainer/Dockerfile"),
    ).toMatchObject({
      folder: ".",
      reason: "caller",
      callers: ["build in .devcontainer/devcontainer.json"],
    });
  });

  test("a GitHub workflow, relative to the repository", async () => {
    const workflow = `on: push
jobs:
  image:
    steps:
      - uses: actions/checkout@v5
      - uses: docker/build-push-action@v6
        with:
          context: services
          file: services/api/Dockerfile
          target: prod
          build-args: |
            VERSION=1
            SHA=\${{ github.sha }}
  dynamic:
    steps:
      - uses: docker/build-push-action@v6
        with: { context: "\${{ matrix.context }}" }
`;
    expect(
      await discovered({ ".github/workflows/ci.yml": workflow }, "services/api/Dockerfile"),
    ).toMatchObject({
      folder: "services",
      callers: ["jobs.image in .github/workflows/ci.yml (stage prod)"],
      args: [{ VERSION: "1" }],
    });
  });

  test("what the user has set, before everything else", async () => {
    const top = folderWith({ "compose.yaml": "services: { app: { build: . } }", Dockerfile: "" });
    const dockerfile = path.join(top, "Dockerfile");
    const found = await discoverContext({ dockerfile, top, set: path.join(top, "x"), sources: [] });
    expect(found).toMatchObject({ folder: path.join(top, "x"), reason: "setting" });
    expect(found.callers).toHaveLength(1);
  });
});

describe("without anybody who names it, the build context is", () => {
  test("the nearest folder that has everything the Dockerfile copies", async () => {
    const files = { "package.json": "{}", "src/a.js": "", "docker/entry.sh": "" };
    const sources = ["package.json", "src"];
    expect(await discovered(files, "docker/Dockerfile", { sources })).toMatchObject({
      folder: ".",
      reason: "sources",
    });
    expect(await discovered(files, "docker/Dockerfile", { sources: ["entry.sh"] })).toMatchObject({
      folder: "docker",
      reason: "sources",
    });
  });

  test("the file's folder, when none has everything, or nothing is copied by name", async () => {
    const files = { "package.json": "{}" };
    expect(await discovered(files, "docker/Dockerfile", { sources: ["package.json", "gone"] })).toMatchObject(
      {
        folder: "docker",
        reason: "folder",
      },
    );
    expect(await discovered(files, "docker/Dockerfile")).toMatchObject({
      folder: "docker",
      reason: "folder",
    });
  });

  test("not beyond the top", async () => {
    const outer = folderWith({ "package.json": "{}", "repo/docker/Dockerfile": "" });
    const top = path.join(outer, "repo");
    const dockerfile = path.join(top, "docker/Dockerfile");
    const found = await discoverContext({ dockerfile, top, set: undefined, sources: ["package.json"] });
    expect(found).toMatchObject({ folder: path.join(top, "docker"), reason: "folder" });
  });
});

describe("what cannot be used", () => {
  test.each<[string, string]>([
    ["broken YAML", "services: {\n  app: [\n"],
    ["a list", "- a\n- b\n"],
    ["an empty file", ""],
    ["a build without a value", "services: { app: { build: } }"],
    [
      "a variable without a default",
      "services: { app: { build: { context: $CONTEXT, dockerfile: Dockerfile } } }",
    ],
    [
      "a Dockerfile inside the file",
      'services: { app: { build: { context: ., dockerfile_inline: "FROM a" } } }',
    ],
    ["another Dockerfile", "services: { app: { build: { context: ., dockerfile: other } } }"],
  ])("%s names nothing", async (_, compose) => {
    expect(await discovered({ "compose.yaml": compose }, "a/Dockerfile")).toMatchObject({
      folder: "a",
      reason: "folder",
      callers: [],
    });
  });

  test("is told when it is no YAML", async () => {
    expect((await discovered({ "compose.yaml": "a: [" }, "Dockerfile")).problems).toEqual([
      "compose.yaml could not be understood",
    ]);
  });

  test("a context on the network is a caller, and decides nothing", async () => {
    const compose =
      "services: { app: { build: { context: 'https://github.com/a/b.git', dockerfile: Dockerfile } } }";
    const found = await discovered({ "compose.yaml": compose, "src/x": "" }, "Dockerfile", {
      sources: ["src"],
    });
    expect(found).toMatchObject({
      folder: ".",
      reason: "sources",
      callers: ["services.app in compose.yaml"],
    });
  });
});
