import { expect, test } from "vitest";
import { type CodeAction, CodeActionRequest, RenameRequest } from "vscode-languageserver-protocol/node";
import { modernClient, startClient } from "./support/client.ts";

const uri = "file:///project/compose.yaml";
const compose = `services:
  web:
    build:
      dockerfile_inline: |
        FROM python:3.13 AS build
        RUN pip install flask

        FROM build
  worker:
    build:
      context: .
      dockerfile_inline: |
        # pip twice
        FROM python:3.13
        RUN pip install a && pip install b
`;

test("problems stand where they are in the file, for every service", async () => {
  const client = await startClient();
  const document = await client.open(compose, uri);
  const problems = await document.diagnostics();
  expect(problems.map(({ code, range }) => [code, range.start.line, document.textIn(range)])).toEqual([
    ["pip-cache", 5, "pip install"],
    ["pip-cache", 14, "pip install"],
    ["pip-cache", 14, "pip install"],
  ]);
  expect(await document.status()).toMatchObject({ findings: 3, fixable: 3 });
  expect((await document.status()).reason).toBeUndefined();
});

test("problems come and go while somebody types, and broken YAML has none", async () => {
  const client = await startClient();
  const document = await client.open(compose, uri);
  await document.type("pip install |flask", "--no-cache-dir ");
  expect(await document.diagnostics()).toHaveLength(2);
  await document.type("services:|", " [");
  expect(await document.diagnostics()).toEqual([]);
  await document.type("services:| [|", "");
  expect(await document.diagnostics()).toHaveLength(2);
});

test("a quick fix keeps the indentation, and names the problem that it mends", async () => {
  const client = await startClient();
  const document = await client.open(compose, uri);
  await document.diagnostics();
  const [fix] = await document.actions("pip ins|tall flask", ["quickfix"]);
  expect(fix?.diagnostics).toMatchObject([{ code: "pip-cache", range: { start: { line: 5 } } }]);
  const after = await document.after("pip ins|tall flask", "Add --no-cache-dir");
  expect(after).toBe(compose.replace("install flask", "install --no-cache-dir flask"));
});

test("an ignore comment is written inside the block", async () => {
  const client = await startClient();
  const document = await client.open(compose, uri);
  expect(await document.after("pip ins|tall flask", "Ignore pip-cache on this instruction")).toBe(
    compose.replace("RUN pip install flask", "# plimsoll ignore=pip-cache\n        RUN pip install flask"),
  );
});

test.each([["modern", modernClient] as const, ["simple", {}] as const])(
  "fix all mends every service at once: %s client",
  async (_, capabilities) => {
    const client = await startClient({ capabilities });
    const document = await client.open(compose.replaceAll("\n", "\r\n"), uri);
    const actions = await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 15, character: 0 } },
      context: { diagnostics: [], only: ["source.fixAll"] },
    });
    const [fixAll, ...more] = (actions ?? []) as CodeAction[];
    expect(more).toEqual([]);
    const after = document.afterEdit(fixAll && (await document.resolved(fixAll)).edit);
    expect(after).toBe(document.text.replaceAll("pip install", "pip install --no-cache-dir"));
  },
);

test("fixing one rule everywhere stays in the Dockerfile of that service", async () => {
  const client = await startClient();
  const document = await client.open(compose, uri);
  expect(await document.after("pip ins|tall a", "Fix all pip-cache problems")).toBe(
    compose.replace(/pip install (a|b)/g, "pip install --no-cache-dir $1"),
  );
});

test("hovers and renaming of stages work inside, and nothing answers outside", async () => {
  const client = await startClient();
  const document = await client.open(compose, uri);
  const hover = await document.hoverAt("FROM bu|ild");
  expect(hover?.range && document.textIn(hover.range)).toBe("build");
  expect(await document.hoverAt("ser|vices")).toBeNull();
  expect(await document.actions("ser|vices")).toEqual([]);
  const edit = await client.connection.sendRequest(RenameRequest.type, {
    textDocument: { uri },
    position: document.rangeOf("FROM bu|ild").start,
    newName: "made",
  });
  expect(document.afterEdit(edit ?? undefined)).toBe(
    compose.replace("AS build", "AS made").replace("FROM build", "FROM made"),
  );
});

test("where edits are not certain to mean the same, there are problems and no fixes", async () => {
  const client = await startClient();
  const folded =
    "services:\n  a:\n    build:\n      dockerfile_inline: >\n        FROM python:3.13\n\n        RUN pip install flask\n";
  const document = await client.open(folded, "file:///project/docker-compose.yml");
  expect(await document.diagnostics()).toMatchObject([{ code: "pip-cache", range: { start: { line: 6 } } }]);
  expect(await document.actions("install| flask")).toEqual([]);
});

test("JSON for bake has them too", async () => {
  const client = await startClient();
  const json =
    '{ "target": { "app": { "dockerfile-inline": "FROM python:3.13\\nRUN pip install \\"a\\"\\n" } } }';
  const document = await client.open(json, "file:///project/docker-bake.json");
  const [problem] = await document.diagnostics();
  expect(problem && document.textIn(problem.range)).toBe("pip install");
  expect(await document.after("pip ins|tall", "Add --no-cache-dir")).toBe(
    json.replace("pip install", "pip install --no-cache-dir"),
  );
});

test("a bake file in HCL has problems and fixes, also while another target is being typed", async () => {
  const client = await startClient();
  const hcl = `target "app" {
  dockerfile-inline = <<-EOT
    FROM python:3.13-slim
    RUN pip install flask
  EOT
}
target "next" {
  args = {
`;
  const document = await client.open(hcl, "file:///project/docker-bake.hcl");
  const problems = await document.diagnostics();
  const pip = problems.find(({ code }) => code === "pip-cache");
  expect(pip && document.textIn(pip.range)).toBe("pip install");
  expect(await document.after("pip ins|tall", "Add --no-cache-dir")).toBe(
    hcl.replace("pip install", "pip install --no-cache-dir"),
  );
});

test("other YAML, and what is too long, have no problems", async () => {
  const client = await startClient();
  const other = await client.open("build: .\n", "file:///project/compose.dev.yaml");
  expect(await other.diagnostics()).toEqual([]);
  const long = await client.open(`${compose}${"# more\n".repeat(5000)}`, "file:///project/x.compose.yml");
  expect(await long.diagnostics()).toEqual([]);
  expect((await long.status()).reason).toContain("more than 5000 lines");
});
