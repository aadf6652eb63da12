import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdits } from "../../../server/src/core/edits/apply.ts";
import { inlineDockerfiles } from "../../../server/src/host/inline/find.ts";
import {
  editsInFile,
  type InlineDockerfile,
  offsetInline,
  spanInFile,
} from "../../../server/src/host/inline/inlineText.ts";

const bake = `# What is built
variable "TAG" {
  default = "3.13-slim"
}
variable "DIR" { default = "web" }
group "default" { targets = ["app", "tools"] }

target "app" {
  context = "./\${DIR}"
  dockerfile-inline = <<EOT
FROM python:3.13-slim
RUN pip install flask \\
  "$\${NAME}\\n"
EOT
  tags = [lower("App:\${TAG}")]
  args = { W = upper("a"), V = TAG }
}

target "tools" {
  inherits = ["app"]
  dockerfile-inline = <<-EOT
    FROM debian:12-slim

    RUN apt-get update && \\
      apt-get install -y curl
  EOT
}

target "quoted" {
  dockerfile-inline = "FROM alpine\\nRUN echo \\"hi\\"\\n"
}
`;

async function all(text: string): Promise<readonly InlineDockerfile[]> {
  return (await inlineDockerfiles("docker-bake.hcl", text)) ?? [];
}

function replaced(file: string, inline: InlineDockerfile | undefined, piece: string, text: string) {
  if (!inline) throw new Error("no Dockerfile");
  const start = inline.text.indexOf(piece);
  const edits = editsInFile(inline, [{ span: { start, end: start + piece.length }, text }], file);
  return edits && applyEdits(file, edits);
}

describe("bake files in HCL", () => {
  test("every target's text is what the builder gets", async () => {
    expect((await all(bake)).map(({ owner, text }) => [owner, text])).toEqual([
      ["target.app", 'FROM python:3.13-slim\nRUN pip install flask \\\n  "${NAME}\\n"\n'],
      ["target.tools", "FROM debian:12-slim\n\nRUN apt-get update && \\\n  apt-get install -y curl\n"],
      ["target.quoted", 'FROM alpine\nRUN echo "hi"\n'],
    ]);
  });

  test("the context is what the file states with the defaults of its variables", async () => {
    expect((await all(bake)).map(({ context }) => context)).toEqual(["./web", undefined, "."]);
    const unknown = 'target "a" {\n  context = "${DIR}"\n  dockerfile-inline = "FROM a"\n}\n';
    expect((await all(unknown)).map(({ context }) => context)).toEqual([undefined]);
    const called = 'target "a" {\n  context = lower("B")\n  dockerfile-inline = "FROM a"\n}\n';
    expect((await all(called)).map(({ context }) => context)).toEqual([undefined]);
  });

  test("edits are as far in as the text", async () => {
    const [app, tools, quoted] = await all(bake);
    expect(replaced(bake, app, "flask", "django")).toBe(bake.replace("flask", "django"));
    expect(
      replaced(bake, tools, "  apt-get install -y curl", "  apt-get install -y curl && \\\n  true"),
    ).toBe(bake.replace("install -y curl", "install -y curl && \\\n      true"));
    expect(replaced(bake, quoted, 'echo "hi"', 'echo "you"\nRUN b')).toBe(
      bake.replace('echo \\"hi\\"', 'echo \\"you\\"\\nRUN b'),
    );
  });

  test("braces behind a dollar sign are doubled as the file has them", async () => {
    const file = 'target "a" {\n  dockerfile-inline = <<EOT\nFROM a\nRUN true\nEOT\n}\n';
    const [inline] = await all(file);
    expect(replaced(file, inline, "true", 'echo "${HOME}" $PATH')).toBe(
      file.replace("true", () => 'echo "$${HOME}" $PATH'),
    );
  });

  test("a text with a variable of the file gets no new ones, and one with directives is left out", async () => {
    const file = 'target "a" {\n  dockerfile-inline = <<EOT\nFROM a:${TAG}\nRUN true\nEOT\n}\n';
    const [inline] = await all(file);
    expect(inline?.variables).toEqual([{ span: { start: 7, end: 13 }, isKnown: false }]);
    expect(replaced(file, inline, "true", "echo $HOME")).toBeUndefined();
    expect(replaced(file, inline, "true", "false")).toBe(file.replace("true", "false"));
    expect(
      await all('target "a" {\n  dockerfile-inline = <<EOT\n%{ if X }FROM a%{ endif }\nEOT\n}\n'),
    ).toEqual([]);
  });

  test("what is not finished does not hide the rest", async () => {
    const broken = `target "x" {\n  args = [\n}\n${bake}target "y" {\n  dockerfile-inline = <<EOT\nFROM b\n`;
    const owners = (await all(broken)).map(({ owner }) => owner);
    expect(owners).toEqual(expect.arrayContaining(["target.app", "target.tools", "target.quoted"]));
    expect(await all('dockerfile-inline = "FROM a"\nfoo "b" { dockerfile-inline = "FROM a" }')).toEqual([]);
    expect(await all("dockerfile-inline {{{ <<< ]")).toEqual([]);
  });

  test("line breaks of Windows stay", async () => {
    const file = bake.replaceAll("\n", "\r\n");
    const [, tools] = await all(file);
    expect(tools?.text).not.toContain("\r");
    expect(replaced(file, tools, "RUN apt-get", "USER a\nRUN apt-get")).toBe(
      file.replace("RUN apt-get", "USER a\r\n    RUN apt-get"),
    );
  });

  test("every character has its place in the file, and leads back from it", async () => {
    const line = fc.stringMatching(/^[ A-Za-z"\\#'=é😀-]{0,12}$/u);
    const property = fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      async (lines, flush) => {
        fc.pre(lines.some((one) => one.trim() !== "") && !lines.some((one) => one.trim() === "EOT"));
        const body = lines.map((one) => `  ${one}\n`).join("");
        const file = `target "a" {\n  dockerfile-inline = <<${flush ? "-" : ""}EOT\n${body}  EOT\n}\n`;
        const [inline] = await all(file);
        expect(inline).toBeDefined();
        for (let at = 0; inline && at < inline.text.length; at += 1) {
          const { start } = spanInFile(inline, { start: at, end: at + 1 });
          expect(file[start]).toBe(inline.text[at]);
          expect(offsetInline(inline, start)).toBe(at);
        }
        if (!flush) expect(inline?.text).toBe(body);
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });

  test("the time is that of reading the file", async () => {
    const target = (index: number) =>
      `target "t${index}" {\n  dockerfile-inline = <<EOT\nFROM a\n${"RUN true\n".repeat(8)}EOT\n}\n`;
    const file = (count: number) => Array.from({ length: count }, (_, index) => target(index)).join("");
    const time = async (text: string) => {
      const start = performance.now();
      expect((await all(text)).length).toBeGreaterThan(0);
      return performance.now() - start;
    };
    await time(file(100));
    const few = Math.min(await time(file(10)), await time(file(10)), await time(file(10)));
    const many = Math.min(await time(file(100)), await time(file(100)), await time(file(100)));
    expect(many / few).toBeLessThan(40);
  });
});
