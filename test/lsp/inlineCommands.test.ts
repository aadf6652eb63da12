import { describe, expect, onTestFinished, test } from "vitest";
import { type CodeAction, CodeActionRequest, type TextEdit } from "vscode-languageserver-protocol/node";
import { defaultSettings } from "../../server/src/core/analyze.ts";
import { nothingKnown } from "../../server/src/core/known.ts";
import { defineRule } from "../../server/src/core/rule.ts";
import { rules } from "../../server/src/core/rules/index.ts";
import { inlineDockerfiles } from "../../server/src/host/inline/find.ts";
import { optimizeAround } from "../../server/src/host/inline/optimizeAround.ts";
import { english, speak } from "../../server/src/l10n/t.ts";
import {
  type ConversionPreview,
  convertRequest,
  type DockerfilesInside,
  insideRequest,
  type OptimizePreview,
  optimizeRequest,
  type ReportAnswer,
  reportRequest,
} from "../../server/src/protocol/messages.ts";
import { englishIn } from "../support/chinese.ts";
import { specImages } from "../support/known.ts";
import { startClient } from "./support/client.ts";
import type { OpenDocument } from "./support/document.ts";

// What the commands of an editor do with Dockerfiles inside other files.

const folder = "file:///project/";
const compose = `services:
  web:
    build:
      dockerfile_inline: |
        FROM python:3.13-slim
        RUN pip install flask
  worker:
    build:
      # twice
      dockerfile_inline: |-
          FROM python:3.13-slim
          RUN pip install a && pip install b
    ports: ["80:80"]
`;
const mended = compose.replaceAll("pip install", "pip install --no-cache-dir");

async function opened(text: string, name = "compose.yaml", options: Parameters<typeof startClient>[0] = {}) {
  const client = await startClient(options);
  const doc = await client.open(text, folder + name);
  const ask = <T>(request: string, owner?: string, more = {}): Promise<T> =>
    client.connection.sendRequest(request, {
      textDocument: { uri: doc.uri + (owner === undefined ? "" : `#${encodeURIComponent(owner)}`) },
      ...more,
    });
  return {
    client,
    doc,
    inside: () => ask<DockerfilesInside | null>(insideRequest),
    optimize: (owner?: string, selected?: readonly string[]) =>
      ask<OptimizePreview>(optimizeRequest, owner, { selected }),
    convert: (owner: string, selected?: readonly string[]) =>
      ask<ConversionPreview>(convertRequest, owner, { selected }),
    report: (owner?: string) => ask<ReportAnswer>(reportRequest, owner),
  };
}

function applied(doc: OpenDocument, { edits }: OptimizePreview): string {
  return doc.afterEdit({ changes: { [doc.uri]: edits as TextEdit[] } });
}

describe("the Dockerfiles of a file", () => {
  test("are listed with the lines that each has for itself", async () => {
    const { doc, inside } = await opened(compose);
    const found = await inside();
    expect(found?.items.map(({ owner, range }) => [owner, doc.textIn(range)])).toEqual([
      [
        "services.web",
        "      dockerfile_inline: |\n        FROM python:3.13-slim\n        RUN pip install flask",
      ],
      [
        "services.worker",
        "      dockerfile_inline: |-\n          FROM python:3.13-slim\n          RUN pip install a && pip install b",
      ],
    ]);
    expect(found?.reason).toBeUndefined();
    expect((await doc.status()).inside).toBe(2);
  });

  test("are none where the word stands in a comment, in broken YAML and JSON, and in a Dockerfile", async () => {
    const comment = await opened("# dockerfile_inline: see the manual\nservices: {}\n");
    expect(await comment.inside()).toEqual({ items: [], reason: "It holds no Dockerfile" });
    expect((await comment.doc.status()).inside).toBe(0);
    const broken = await opened(`${compose}  x: [`);
    expect(await broken.inside()).toEqual({ items: [], reason: "It is not valid YAML" });
    expect((await broken.doc.status()).inside).toBeUndefined();
    const json = await opened('{ "dockerfile-inline": ', "docker-bake.json");
    expect(await json.inside()).toEqual({ items: [], reason: "It is not valid JSON" });
    const plain = await opened("FROM scratch\n", "Dockerfile");
    expect(await plain.inside()).toBeNull();
    expect((await plain.doc.status()).inside).toBeUndefined();
  });
});

describe("Optimize Dockerfile", () => {
  test("changes the one Dockerfile that is meant", async () => {
    const { doc, optimize } = await opened(compose);
    const preview = await optimize("services.web");
    expect(preview).toMatchObject({
      version: 1,
      text: compose.replace("install flask", "install --no-cache-dir flask"),
      items: [{ rule: "pip-cache", safety: "safe", line: 5, count: 1 }],
      before: { layers: 1 },
      leftOut: [],
    });
    expect(preview.items[0]?.owner).toBeUndefined();
    expect(applied(doc, preview)).toBe(preview.text);
  });

  test("changes all of them where the file is meant, and says whose each change is", async () => {
    const { doc, optimize } = await opened(compose);
    const preview = await optimize();
    expect(preview.text).toBe(mended);
    expect(applied(doc, preview)).toBe(mended);
    expect(preview.items).toMatchObject([
      { owner: "services.web", line: 5, count: 1 },
      { owner: "services.worker", line: 11, count: 2 },
    ]);
    expect(preview.before).toEqual({ layers: 2 });
    const [, second] = preview.items;
    const one = await optimize(undefined, [second?.key ?? ""]);
    expect(one.text).toBe(compose.replace(/pip install ([ab])/g, "pip install --no-cache-dir $1"));
    expect(one.items).toEqual(preview.items);
    expect(await optimize(undefined, [])).toMatchObject({ text: compose, edits: [] });
  });

  test("is about what is typed, saved or not", async () => {
    const { doc, optimize } = await opened(compose);
    await optimize("services.web");
    await doc.type("|install flask|", "install gunicorn");
    await doc.type("services:|", "\n  # more");
    const preview = await optimize("services.web");
    expect(preview.version).toBe(3);
    expect(preview.text).toContain("services:\n  # more\n");
    expect(preview.text).toContain("RUN pip install --no-cache-dir gunicorn");
    expect(preview.items[0]?.line).toBe(6);
  });

  test("leaves out, and names, what is written so that no edit is certain", async () => {
    const folded = `services:
  a:
    build:
      dockerfile_inline: >-
        FROM python:3.13-slim

        RUN pip install flask
  b:
    build:
      dockerfile_inline: |
        FROM python:3.13-slim
        RUN pip install flask
`;
    const { optimize } = await opened(folded);
    const all = await optimize();
    expect(all.text).toBe(folded.replace(/flask\n$/, "--no-cache-dir flask\n"));
    const why = "services.a: left as it is, because of the way in which it is written in the file";
    expect(all.leftOut).toEqual([why]);
    expect(await optimize("services.a")).toMatchObject({
      text: folded,
      items: [],
      edits: [],
      leftOut: [why],
    });
    expect((await optimize("services.b")).leftOut).toEqual([]);
  });

  test("goes around the variables of the file, and says what concerns them", async () => {
    const text = `services:
  a:
    build:
      dockerfile_inline: |
        FROM python:\${VERSION:-3.13-slim}
        MAINTAINER $WHO
        RUN pip install flask==\${FLASK}
        ENV HOME=$$HOME
`;
    const { doc, optimize } = await opened(text, "compose.yaml", { rules });
    const preview = await optimize();
    expect(preview.text).toContain("RUN pip install --no-cache-dir flask==${FLASK}\n");
    expect(preview.text).toContain("MAINTAINER $WHO\n");
    expect(preview.text).toContain("FROM python:${VERSION:-3.13-slim}\n");
    expect(preview.text).toContain("ENV HOME=$$HOME\n");
    expect(preview.leftOut).toEqual([
      expect.stringMatching(/^services\.a: (1 change is|\d changes are) left out, because .* of the file$/),
    ]);
    expect(applied(doc, preview)).toBe(preview.text);
  });

  test("has nothing to do for a service that is gone, or an address that is none", async () => {
    const { client, doc, optimize } = await opened(compose);
    expect(await optimize("services.gone")).toMatchObject({ text: compose, items: [], edits: [] });
    const uri = `${doc.uri}#%E0%A4%A`;
    expect(await client.connection.sendRequest(optimizeRequest, { textDocument: { uri } })).toBeNull();
  });

  test("writes a file that two services ask for once", async () => {
    const text = compose.replaceAll("RUN pip", "COPY . .\n        RUN pip").replace("|-\n  ", "|-\n");
    const { optimize } = await opened(text.replace(/ {10}(FROM|RUN)/g, "        $1"));
    const { files, leftOut } = await optimize();
    expect(files).toEqual([{ uri: `${folder}.dockerignore`, content: ".git\n" }]);
    expect(leftOut).toEqual([]);
  });
});

const body = (indent: string): string =>
  [
    "# about $${A}",
    "FROM python:3.13-slim",
    "",
    "RUN pip install flask \\",
    "      && pip install django",
    "",
  ]
    .map((line) => (line === "" ? line : indent + line))
    .join("\n");

const inYaml = (header: string, text: string, more = ""): string =>
  `x-a: 1\nservices:\n  a:\n    build:\n      dockerfile_inline: ${header}\n${text}    ports: ["80:80"]\n${more}`;

/** File name → text; each with one Dockerfile or several that `pip install`. */
const awkward: readonly (readonly [string, string, string])[] = [
  ["literal", "compose.yaml", inYaml("|", body("        "))],
  ["literal, kept line ends", "compose.yaml", inYaml("|+", `${body("        ")}\n\n`)],
  ["literal, indented by one", "compose.yaml", inYaml("|-", body("       "))],
  ["literal with an indicator", "compose.yaml", inYaml("|2 # why", body("        "))],
  ["CRLF", "compose.yaml", inYaml("|", body("        ")).replaceAll("\n", "\r\n")],
  ["CRLF in HCL", "docker-bake.hcl", hcl("<<-EOT", body("    ")).replaceAll("\n", "\r\n")],
  ["a byte order mark", "compose.yaml", `\uFEFF${inYaml("|", body("        "))}`],
  ["a tab in the Dockerfile", "compose.yaml", inYaml("|", body("        ").replace("      &&", "\t&&"))],
  ["no line break at the end", "compose.yaml", inYaml("|", body("        ")).replace(/\n {4}ports.*\n$/, "")],
  [
    "an anchor and its alias",
    "compose.yaml",
    inYaml("&df |", body("        "), "  b:\n    build:\n      dockerfile_inline: *df\n"),
  ],
  [
    "merge keys",
    "compose.yaml",
    `x-build: &build\n  dockerfile_inline: |\n${body("    ")}services:\n  a:\n    build:\n      <<: *build\n      context: .\n`,
  ],
  ["double quotes", "compose.yaml", inYaml(JSON.stringify(body("")), "")],
  [
    "an emoji in front",
    "compose.yaml",
    inYaml("|", body("        ")).replace("x-a: 1", 'x-a: "🐳"').replace("# about", "# 🐳 about"),
  ],
  [
    "two documents with a service of the same name",
    "compose.yaml",
    `${inYaml("|", body("        "))}---\n${inYaml("|", body("          "))}`,
  ],
  [
    "JSON",
    "docker-bake.json",
    JSON.stringify({
      target: { a: { "dockerfile-inline": body("") }, b: { "dockerfile-inline": body("") } },
    }),
  ],
  ["HCL <<-", "docker-bake.hcl", hcl("<<-EOT", body("    "))],
  ["HCL << with its own indentation", "docker-bake.hcl", hcl("<<EOT", body("    "))],
  [
    "HCL in quotes",
    "docker-bake.hcl",
    `target "a" {\n  dockerfile-inline = ${JSON.stringify(body(""))}\n}\n`,
  ],
  [
    "HCL with interpolations",
    "docker-bake.hcl",
    `variable "TAG" {\n  default = "3.13-slim"\n}\n${hcl("<<-EOT", body("    ").replace("3.13-slim", "${TAG}").replace("django", "${ MORE }"))}`,
  ],
];

function hcl(start: string, text: string): string {
  return `target "a" {\n  dockerfile-inline = ${start}\n${text}  EOT\n  tags = ["pip install x"]\n}\n`;
}

describe.each(awkward)("%s", (_, name, text) => {
  test("is optimized as the same Dockerfile of its own would be, and nothing else changes", async () => {
    const { doc, optimize } = await opened(text, name, { rules });
    const preview = await optimize();
    expect(applied(doc, preview)).toBe(preview.text);
    expect(preview.text).not.toBe(text);

    const before = (await inlineDockerfiles(name, text)) ?? [];
    const after = (await inlineDockerfiles(name, preview.text)) ?? [];
    expect(before.length).toBeGreaterThan(0);
    expect(after.map(({ text: one }) => one)).toEqual(
      before.map(
        ({ text: one, variables }) =>
          optimizeAround(one, variables, {
            known: nothingKnown,
            settings: defaultSettings,
            allow: ["safe"],
          }).text,
      ),
    );
    for (const { text: one } of after) expect(one.match(/pip install --no-cache-dir/g)).toHaveLength(2);

    const around = (whole: string, of: typeof before): string =>
      of.reduceRight((rest, { places }) => rest.slice(0, places[0]) + rest.slice(places.at(-1)), whole);
    expect(around(preview.text, after)).toBe(around(text, before));
    // Once is enough.
    expect((await (await opened(preview.text, name, { rules })).optimize()).edits).toEqual([]);
  });
});

describe("files that mean harm", () => {
  test.each([
    ["half a character", '"\\ud800"'],
    ["a link", '"[x](command:workbench.action.quit)"'],
    ["an address", '"../../a#b?c=%2F%"'],
    ["a number", "7"],
    ["a very long name", `"${"a".repeat(5000)}"`],
    ["__proto__", "__proto__"],
  ])("a service whose name is %s", async (_, name) => {
    const text = compose.replace("  web:", `  ? ${name}\n  :`);
    const { client, inside, optimize } = await opened(text);
    const [first] = (await inside())?.items ?? [];
    expect(first?.owner.length).toBeGreaterThan("services.".length);
    const preview = await optimize(first?.owner);
    expect(preview.text).toBe(text.replace("install flask", "install --no-cache-dir flask"));
    expect(client.log).toEqual([]);
  });

  test("hundreds of Dockerfiles are answered at once", async () => {
    const services = Array.from(
      { length: 300 },
      (_, at) =>
        `  s${at}:\n    build:\n      dockerfile_inline: |\n        FROM python:3.13\n        RUN pip install a\n`,
    ).join("");
    const { optimize } = await opened(`services:\n${services}`, "compose.yaml", { rules });
    const started = performance.now();
    expect((await optimize()).text.match(/--no-cache-dir/g)).toHaveLength(300);
    expect(performance.now() - started).toBeLessThan(8000);
  });
});

const goFile = `FROM golang:1.25
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -o /app
CMD ["/app"]
`;
const goCompose = (from = "golang:1.25", header = "|"): string =>
  inYaml(
    header,
    goFile
      .replace("golang:1.25", from)
      .replace(/^(?=.)/gm, "        ")
      .replaceAll("\n", header === ">" ? "\n\n" : "\n"),
  );

describe("Convert to Multi-Stage Build", () => {
  const options = { images: specImages, initializationOptions: { hasConvertCommand: true } } as const;

  test("is previewed and applied inside the block", async () => {
    const { doc, convert } = await opened(goCompose(), "compose.yaml", options);
    const offer = await convert("services.a");
    const [first] = offer.items;
    expect(offer).toMatchObject({ text: goCompose(), edits: [] });
    const preview = await convert("services.a", [first?.key ?? ""]);
    expect(applied(doc, preview)).toBe(preview.text);
    expect(preview.text).toContain("\n        COPY --from=build ");
    expect(preview.text).toMatch(/\n {4}ports: \["80:80"\]\n$/);
  });

  test("is offered as a refactoring at the cursor, with the address of the Dockerfile", async () => {
    const { doc } = await opened(goCompose(), "compose.yaml", options);
    const [action] = await doc.actions("FROM go|lang", ["refactor.rewrite"]);
    expect(action?.command?.arguments).toEqual([`${doc.uri}#services.a`]);
  });

  test("says why there is none", async () => {
    const folded = await opened(goCompose(undefined, ">"), "compose.yaml", options);
    expect(await folded.convert("services.a")).toMatchObject({
      items: [],
      reason: "It cannot be converted with certainty where it is written in the file",
    });
    const two = await opened(compose, "compose.yaml", options);
    expect(await two.convert("services.web")).toMatchObject({ items: [], reason: expect.any(String) });
    const { client, doc } = two;
    expect(
      await client.connection.sendRequest(convertRequest, { textDocument: { uri: doc.uri } }),
    ).toMatchObject({ items: [], reason: "It holds several Dockerfiles" });
  });
});

test("a link in the hover of an image puts the smaller one in, and is no link where nothing can be put in", async () => {
  const options = { images: specImages, initializationOptions: { commands: ["plimsoll.useImage"] } };
  const text = goCompose("node:20");
  const { doc } = await opened(text, "compose.yaml", options);
  expect(await doc.followed("node:|20", "node:20-slim")).toBe(text.replace("node:20", "node:20-slim"));
  const folded = await opened(goCompose("node:20", ">"), "compose.yaml", options);
  const hover = await folded.doc.hover("node:|20");
  expect(hover).toContain("node:20-slim");
  expect(hover).not.toContain("command:plimsoll.useImage");
});

describe("the image report", () => {
  test("is about one Dockerfile, with the lines of the file", async () => {
    const { report } = await opened(goCompose(), "compose.yaml", { images: specImages, rules });
    const { version, report: shown } = await report("services.a");
    expect(version).toBe(1);
    expect(shown?.file).toBe("compose.yaml: services.a");
    expect(shown?.before.segments[0]).toMatchObject({ label: "golang:1.25", line: 6, currentLine: 6 });
    expect(shown?.after.segments.every(({ line }) => line > 5)).toBe(true);
    expect(shown?.savings.fixes.length).toBeGreaterThan(0);
    // The only one needs no name.
    expect((await report()).report).toEqual(shown);
  });

  test("counts on no fix that concerns a variable of the file", async () => {
    const text = goCompose("debian:${TAG:-12}").replace(/RUN .*/, "RUN apt-get update");
    const { report, optimize } = await opened(text, "compose.yaml", { images: specImages, rules });
    const { report: shown } = await report("services.a");
    const { items } = await optimize("services.a");
    const known = new Set(items.map(({ rule }) => rule));
    for (const { rule } of shown?.savings.fixes ?? []) expect(known).toContain(rule);
  });

  test("says why there is none", async () => {
    const { report } = await opened(compose);
    expect(await report()).toEqual({ version: 1, reason: "It holds several Dockerfiles" });
    expect(await report("services.gone")).toEqual({ version: 1, reason: "It holds no Dockerfile" });
  });
});

test("what is left out and why is said in Chinese", async () => {
  onTestFinished(() => speak(english));
  const text = `${compose.replace("install flask", "install $WHAT\n        MAINTAINER $WHO")}  folded:\n    build:\n      dockerfile_inline: >\n        FROM python:3.13\n\n        RUN pip install x\n`;
  const { optimize, convert, report } = await opened(text, "compose.yaml", { rules, locale: "zh-cn" });
  const said = [
    ...(await optimize()).leftOut,
    (await convert("services.folded")).reason ?? "",
    (await report()).reason ?? "",
  ];
  expect(said).toHaveLength(4);
  for (const sentence of said) expect(englishIn(sentence.replace(/services\.\w+/, ""))).toEqual([]);
});

const ignoring = compose
  .replace("RUN pip install flask", "COPY . .")
  .replace("RUN pip install a && pip install b", "COPY . .");

/** What all services of a file change together when a document is saved. */
async function savedBy(client: Awaited<ReturnType<typeof startClient>>, doc: OpenDocument) {
  const answer = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri: doc.uri },
    range: { start: { line: 0, character: 0 }, end: doc.positionOf(doc.text.length) },
    context: { diagnostics: [], only: ["source.fixAll"] },
  });
  const [fixAll] = (answer ?? []) as CodeAction[];
  return (fixAll && (await doc.resolved(fixAll)).edit) ?? {};
}

/** An ignore file that names the base image, so that two Dockerfiles agree where theirs do. */
const ignoreFilePerBase = defineRule({
  id: "ignore-file-per-base",
  group: "size",
  severity: "information",
  aliases: [],
  why: "Because. It is so.",
  summary: "Writes an ignore file.",
  phase: "order",
  safety: ["safe"],
  *check({ copies, stages }) {
    const [copy] = copies;
    if (!copy) return;
    const content = `${stages[0]?.stage.from.image?.value}\n`;
    const fix = {
      title: "Write",
      safety: "safe",
      edits: [],
      files: [{ path: ".dockerignore", content }],
    } as const;
    yield { span: copy.instruction.keywordSpan, message: "No ignore file", fixes: [fix] };
  },
});

test("fix all writes a file once, and not at all where two services want it differently", async () => {
  const rules = [ignoreFilePerBase];
  const alike = await opened(ignoring, "compose.yaml", { rules });
  const created = { kind: "create", uri: `${folder}.dockerignore`, options: { overwrite: true } };
  expect((await savedBy(alike.client, alike.doc)).documentChanges).toEqual([
    created,
    expect.objectContaining({ edits: [expect.objectContaining({ newText: "python:3.13-slim\n" })] }),
  ]);
  const different = await opened(ignoring.replace("python:3.13-slim", "python:3.14"), "compose.yaml", {
    rules,
  });
  expect(await savedBy(different.client, different.doc)).toEqual({});
  expect(await different.optimize()).toMatchObject({
    files: [],
    leftOut: [".dockerignore: left as it is, because the Dockerfiles in the file want it in different ways"],
  });
});

test("fix all on save leaves alone what cannot be edited, and mends the others", async () => {
  const text = `${compose}  folded:\n    build:\n      dockerfile_inline: >\n        FROM python:3.13\n\n        RUN pip install x\n`;
  const { client, doc } = await opened(text);
  expect(doc.afterEdit(await savedBy(client, doc))).toBe(
    text.replace(/pip install (flask|a|b)/g, "pip install --no-cache-dir $1"),
  );
});
