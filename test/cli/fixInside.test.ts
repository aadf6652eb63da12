import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { FixInvocation } from "../../server/src/cli/arguments.ts";
import { fix } from "../../server/src/cli/fix.ts";
import { temporary } from "./support/temporary.ts";

const { folder, printed, told } = temporary();

interface Asked {
  readonly output?: FixInvocation["output"];
  readonly rules?: readonly string[];
  readonly name?: string;
}

/** What the file holds afterwards. */
async function mended(text: string, { output = "write", rules = [], name = "compose.yaml" }: Asked = {}) {
  const file = path.join(folder(), name);
  writeFileSync(file, text);
  const settings = { config: "none", context: "found", platform: "linux/amd64" } as const;
  const registry = { mode: "offline", allowHosts: [], useDockerCredentials: false } as const;
  await fix({ command: "fix", file, review: false, rules, output, registry, ...settings });
  return readFileSync(file, "utf8");
}

const service = (name: string, header: string, lines: readonly string[]): string =>
  [
    `  ${name}: # kept`,
    "    build:",
    "      context: .",
    `      dockerfile_inline: ${header}`,
    ...lines.map((line) => (line === "" ? "" : `        ${line}`)),
    "    ports: ['80:80']",
    "",
  ].join("\n");

const pip = ["FROM python:3.13-slim", "RUN pip install flask", "USER 1000"];

describe("fix of a compose file", () => {
  test("mends each Dockerfile where it is written, and nothing else", async () => {
    const text = `services:\n${service("a", "|", pip)}${service("b", "|-", pip)}`;
    expect(await mended(text)).toBe(
      text.replaceAll("RUN pip install flask", "RUN pip install --no-cache-dir flask"),
    );
    expect(told()).toContain("2 fixes applied");
  });

  test("keeps the line ends of Windows", async () => {
    const text = `services:\n${service("a", "|", pip)}`.replaceAll("\n", "\r\n");
    expect(await mended(text)).toBe(text.replace("install flask", "install --no-cache-dir flask"));
  });

  test("adds lines with the indentation of the block, and dollar signs as the file has them", async () => {
    const lines = ["FROM debian:12-slim", "RUN apt-get update && apt-get install -y $$TOOL", "USER 1000"];
    const after = await mended(`services:\n${service("a", "|", lines)}`, { rules: ["apt-lists"] });
    const value: string = parse(after).services.a.build.dockerfile_inline;
    expect(value).toContain("rm -rf /var/lib/apt/lists/*");
    expect(value).toContain("$$TOOL");
    expect(after).toContain("\n    ports: ['80:80']\n");
  });

  test("leaves a Dockerfile in a folded block alone, and says so", async () => {
    const text = `services:\n${service("a", ">", ["FROM python:3.13-slim", "", "RUN pip install flask"])}${service("b", "|", pip)}`;
    const after = await mended(text);
    expect(after).toBe(
      text.replace(/(services:[\s\S]* b:[\s\S]*)install flask/, "$1install --no-cache-dir flask"),
    );
    expect(told()).toContain("services.a: left as it is");
    expect(told()).toMatch(/1 fix applied; \d+ problems left/);
  });

  test("mends around the variables of the file", async () => {
    const lines = [
      "FROM python:${VERSION:-3.13-slim}",
      "MAINTAINER $WHO",
      "WORKDIR ${DIR}",
      "RUN pip install flask==${FLASK}",
      "RUN pip install ${DIR:-/srv/a/long/name} && pip install django",
      "USER 1000",
    ];
    const text = `services:\n${service("a", "|", lines)}`;
    const after = await mended(text);
    expect(after).toContain("RUN pip install --no-cache-dir flask==${FLASK}\n");
    expect(after).toContain(
      "pip install --no-cache-dir ${DIR:-/srv/a/long/name} && pip install --no-cache-dir django",
    );
    // Its fix would write the variable anew.
    expect(after).toContain("MAINTAINER $WHO\n");
    expect(told()).toContain("services.a: 1 change is left out, because it concerns variables of the file");
    for (const variable of text.match(/\$\{[^}]*\}/g) ?? []) expect(after).toContain(variable);
  });

  test("shows a diff and writes nothing", async () => {
    const text = `services:\n${service("a", "|", pip)}`;
    expect(await mended(text, { output: "diff" })).toBe(text);
    expect(printed()).toContain("+        RUN pip install --no-cache-dir flask\n");
  });

  test("prints the whole file", async () => {
    const text = `services:\n${service("a", "|", pip)}`;
    await mended(text, { output: "stdout" });
    expect(printed()).toBe(text.replace("install flask", "install --no-cache-dir flask"));
  });

  test("has nothing to do where there is no Dockerfile", async () => {
    const text = "services:\n  a:\n    image: nginx\n";
    expect(await mended(text)).toBe(text);
    expect(told()).toContain("Nothing to fix; no problem left");
  });

  test("does not touch a broken file", async () => {
    const text = `services:\n${service("a", "|", pip)}  b: [\n`;
    await expect(mended(text)).rejects.toThrow("is not valid YAML");
    expect(readFileSync(path.join(folder(), "compose.yaml"), "utf8")).toBe(text);
    expect(existsSync(path.join(folder(), ".dockerignore"))).toBe(false);
  });
});

test("fix of a bake file in HCL changes its here-documents only", async () => {
  const text = `target "a" {
  dockerfile-inline = <<-EOT
    ${pip.join("\n    ")}
  EOT
  tags = ["a:pip install flask"]
}
`;
  expect(await mended(text, { name: "docker-bake.hcl" })).toBe(
    text.replace("RUN pip install", "RUN pip install --no-cache-dir"),
  );
  expect(told()).toContain("1 fix applied");
});

test("fix of bake's JSON keeps the escapes", async () => {
  const text =
    '{ "target": { "a": { "dockerfile-inline": "FROM python:3.13-slim\\nRUN pip install \\"flask\\"\\n" } } }\n';
  expect(await mended(text, { name: "docker-bake.json" })).toBe(
    text.replace("pip install", "pip install --no-cache-dir"),
  );
});
