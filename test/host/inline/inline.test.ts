import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdits } from "../../../server/src/core/edits/apply.ts";
import type { Edit } from "../../../server/src/core/edits/fix.ts";
import { inlineDockerfiles } from "../../../server/src/host/inline/find.ts";
import {
  editsInFile,
  type InlineDockerfile,
  offsetInline,
  spanInFile,
  spanInline,
} from "../../../server/src/host/inline/inlineText.ts";
import { mayHoldDockerfiles } from "../../../server/src/host/inline/names.ts";

const compose = `# What runs here
services:
  web:
    image: web
    build:
      context: ./web
      dockerfile_inline: |
        FROM node:20

        COPY . .
        RUN echo "$$HOME"
    ports: ["80:80"]
  worker:
    build:
      dockerfile_inline: |-
          FROM python:3.13
          RUN pip install flask
`;

async function all(text: string, file = "compose.yaml"): Promise<readonly InlineDockerfile[]> {
  return (await inlineDockerfiles(file, text)) ?? [];
}

async function only(text: string, file?: string): Promise<InlineDockerfile> {
  const [inline, ...more] = await all(text, file);
  if (!inline || more.length > 0) throw new Error("not exactly one Dockerfile");
  return inline;
}

/** The file after a piece of the Dockerfile was replaced, or undefined when that is not possible. */
function replaced(file: string, inline: InlineDockerfile, piece: string, text: string): string | undefined {
  const start = inline.text.indexOf(piece);
  const edits = editsInFile(inline, [{ span: { start, end: start + piece.length }, text }], file);
  return edits && applyEdits(file, edits);
}

describe("finding", () => {
  test("every service is found, with the text that the builder gets", async () => {
    const found = await all(compose);
    expect(found.map(({ context }) => context)).toEqual(["./web", "."]);
    expect(found.map(({ owner, text }) => [owner, text])).toEqual([
      ["services.web", 'FROM node:20\n\nCOPY . .\nRUN echo "$HOME"\n'],
      ["services.worker", "FROM python:3.13\nRUN pip install flask"],
    ]);
  });

  test.each([
    ["compose.yaml", true],
    ["/srv/docker-compose.override.yml", true],
    ["C:\\srv\\web.compose.yml", true],
    ["file:///srv/compose.dev.yaml", true],
    ["docker-bake.override.json", true],
    ["composer.yaml", false],
    ["decompose.yaml", false],
    ["Dockerfile", false],
    ["docker-bake.hcl", true],
    ["main.hcl", false],
    ["package.json", false],
  ])("%s may hold Dockerfiles: %s", (file, expected) => {
    expect(mayHoldDockerfiles(file)).toBe(expected);
  });

  test("an anchor that several services share is found once, also when it is merged in", async () => {
    const shared = `x-build: &build
  dockerfile_inline: &text |
    FROM debian:12
services:
  a:
    build: *build
  b:
    build:
      <<: *build
      context: .
  c:
    build: { dockerfile_inline: *text }
`;
    expect((await all(shared)).map(({ owner, text }) => [owner, text])).toEqual([
      ["services.a", "FROM debian:12\n"],
    ]);
  });

  test("circles of aliases, broken YAML, other shapes and an empty text are nothing", async () => {
    const circle = "services:\n  a: &a\n    <<: *a\n    build:\n      <<: *a\n# dockerfile_inline\n";
    expect(await inlineDockerfiles("compose.yaml", circle)).toEqual([]);
    expect(await inlineDockerfiles("compose.yaml", `${compose}  - x: [`)).toBeUndefined();
    expect(await all("dockerfile_inline\n")).toEqual([]);
    expect(await all("services: [dockerfile_inline]\n")).toEqual([]);
    expect(await all("services:\n  a:\n    build:\n      dockerfile_inline: 3\n")).toEqual([]);
    expect(await all("services:\n  a:\n    build:\n      dockerfile_inline: |\n")).toEqual([]);
  });

  test("each document of a file with several is read", async () => {
    const second = compose.replaceAll("web:", "third:").replaceAll("worker:", "fourth:");
    expect(await all(`${compose}---\n${second}`)).toHaveLength(4);
    const owners = (await all(`${compose}---\n${compose}`)).map(({ owner }) => owner);
    expect(owners.slice(1, 3)).toEqual(["services.worker", "services.web (2)"]);
  });
});

test.each([
  ["context: ../app", "../app"],
  ["context: ${APP:-app}", "app"],
  ["context: ${APP}", undefined],
  ["context: https://github.com/a/b.git", undefined],
  ["context: [a]", undefined],
  ["args: []", "."],
])("%s states the context %s", async (line, context) => {
  const text = compose.replace("context: ./web", line);
  expect((await all(text))[0]?.context).toBe(context);
});

describe("ways to write it", () => {
  const written = (value: string): string =>
    `services:\n  a:\n    build:\n      dockerfile_inline: ${value}\n`;

  test.each([
    ["folded", ">\n        FROM debian:12\n\n        RUN apt-get update\n        && true\n", false],
    ["folded and kept", ">+\n        FROM debian:12\n\n        RUN true\n\n", false],
    ["plain on one line", "FROM debian:12", false],
    ["plain on several", "FROM debian:12\n\n        RUN true", false],
    ["in single quotes", "'FROM debian:12\n\n        RUN true'", false],
    ["in double quotes", '"FROM debian:12\\nRUN \\"true\\"\\t\\u0041"', true],
    ["with an indentation of its own", "|2\n         FROM debian:12\n        RUN true\n", true],
    ["kept", "|+\n        FROM debian:12\n\n\n", true],
    ["with a comment behind the bar", "| # the image\n        FROM debian:12\n", true],
  ])("%s: its places are known", async (_, value, isEditable) => {
    const file = written(value);
    const inline = await only(file);
    const from = inline.text.indexOf("debian:12");
    const { start, end } = spanInFile(inline, { start: from, end: from + 9 });
    expect(file.slice(start, end)).toBe("debian:12");
    for (const [offset, character] of [...inline.text].entries()) {
      const place = inline.places[offset] ?? 0;
      if (/\w/.test(character) && file[place] !== "\\") expect(file[place]).toBe(character);
    }
    const after = replaced(file, inline, "debian:12", "debian:13");
    expect(after).toBe(isEditable ? file.replace("debian:12", "debian:13") : undefined);
  });

  test.each(['"FROM debian:12\\x0ARUN true"', "'RUN echo ''hi'''", '"FROM debian:12\\\n        RUN true"'])(
    "%j is left out, since its places are not known",
    async (value) => {
      expect(await all(written(value))).toEqual([]);
    },
  );

  test("line breaks of Windows stay", async () => {
    const file = compose.replaceAll("\n", "\r\n");
    const [web] = await all(file);
    expect(web?.text).toBe('FROM node:20\n\nCOPY . .\nRUN echo "$HOME"\n');
    const after = web && replaced(file, web, "COPY . .\n", "COPY a .\nCOPY b .\n");
    expect(after).toBe(file.replace("COPY . .", "COPY a .\r\n        COPY b ."));
  });
});

describe("edits", () => {
  test.each([
    ["a line more", "COPY . .\n", "USER node\nCOPY . .\n", "COPY . .", "USER node\n        COPY . ."],
    ["a line less", "COPY . .\n", "", "COPY . .\n        ", ""],
    ["in place of a blank line", "\n\nCOPY", "\nARG A\nCOPY", "20\n\n", "20\n        ARG A\n"],
    ["a dollar sign", "HOME", "HOME/$USER", "HOME", "HOME/$$$$USER"],
    [
      "lines at the end",
      '"$HOME"\n',
      '"$HOME"\n\nUSER node\n',
      '"$$HOME"',
      '"$$$$HOME"\n\n        USER node',
    ],
    ["the last line goes", 'RUN echo "$HOME"\n', "", '\n        RUN echo "$$HOME"', ""],
  ])("%s", async (_, piece, text, before, after) => {
    const [web] = await all(compose);
    expect(web && replaced(compose, web, piece, text)).toBe(compose.replace(before, after));
  });

  test("a line behind the last one is as far in as the others", async () => {
    const [web, worker] = await all(compose);
    const behind = (inline: InlineDockerfile, text: string): string => {
      const end = inline.text.length;
      return applyEdits(compose, editsInFile(inline, [{ span: { start: end, end }, text }], compose) ?? []);
    };
    if (!web || !worker) throw new Error("both are there");
    expect(behind(web, "USER node\n")).toContain('"$$HOME"\n        USER node\n    ports');
    expect(behind(worker, "\nUSER node\n")).toMatch(/flask\n {10}USER node\n$/);
  });

  test("a file that puts in variables of its own gets no new ones", async () => {
    const file = compose.replace("node:20", "node:${VERSION:-20}");
    const [web] = await all(file);
    expect(web?.variables).toEqual([{ span: { start: 10, end: 12 }, isKnown: true }]);
    expect(web?.text).toContain("FROM node:20\n");
    expect(web && replaced(file, web, "COPY", "COPY --from=$X")).toBeUndefined();
    expect(web && replaced(file, web, "COPY", "COPY --link")).toContain("COPY --link . .");
  });

  test("a variable of the file is left as it is written", async () => {
    const file = compose.replace("node:20", "node:${VERSION:-20}").replace("COPY . .", "COPY ${DIR} .");
    const [web] = await all(file);
    if (!web) throw new Error("it is there");
    expect(replaced(file, web, "node:20", "node:22")).toBeUndefined();
    expect(replaced(file, web, "COPY ${DIR} .", "COPY . .")).toBeUndefined();
    expect(replaced(file, web, "COPY", "COPY --link")).toContain("COPY --link ${DIR} .");
    expect(replaced(file, web, "FROM", "from")).toContain("from node:${VERSION:-20}\n");
    const { start, end } = spanInFile(web, { start: 5, end: 12 });
    expect(file.slice(start, end)).toBe("node:${VERSION:-20}");
  });

  test("the value of a variable may be longer than its name, and shorter", async () => {
    const file = `{"variable": {"A": {"default": "alpine-and-more"}, "LONGER_NAME": {"default": 3}},
      "target": {"a": {"dockerfile-inline": "FROM \${A}:\${LONGER_NAME}\\nRUN \${ OTHER } b\\n"}}}`;
    const inline = await only(file, "docker-bake.json");
    expect(inline.text).toBe("FROM alpine-and-more:3\nRUN ${ OTHER } b\n");
    expect(inline.variables.map(({ isKnown }) => isKnown)).toEqual([true, true, false]);
    const where = (text: string) => {
      const at = inline.text.indexOf(text);
      const { start, end } = spanInFile(inline, { start: at, end: at + text.length });
      return file.slice(start, end);
    };
    expect(where("alpine-and-more:3")).toBe("${A}:${LONGER_NAME}");
    expect(where("RUN ${ OTHER } b")).toBe("RUN ${ OTHER } b");
    for (const [at, place] of inline.places.entries())
      if (at > 0) expect(place).toBeGreaterThanOrEqual(inline.places[at - 1] ?? 0);
  });

  test("nothing may begin with a blank or be empty, which would move the block", async () => {
    const [web] = await all(compose);
    expect(web && replaced(compose, web, "FROM", "  FROM")).toBeUndefined();
    expect(web && replaced(compose, web, web.text, "\n")).toBeUndefined();
  });

  test("JSON for bake: escapes there and back", async () => {
    const dockerfile = 'FROM debian:12\nRUN echo "a" "$HOME" ${HOME}\n';
    const target = { app: { "dockerfile-inline": dockerfile.replace("${", () => "$${") } };
    const file = JSON.stringify({ target }, undefined, 2);
    const inline = await only(file, "docker-bake.json");
    expect(inline.variables).toEqual([]);
    expect([inline.owner, inline.text]).toEqual(["target.app", dockerfile]);
    const after = replaced(file, inline, '"a"', '"b"\n${B}');
    expect((await only(after ?? "", "docker-bake.json")).text).toBe(
      dockerfile.replace('"a"', () => '"b"\n${B}'),
    );
    expect(await inlineDockerfiles("docker-bake.json", file.slice(1))).toBeUndefined();
  });
});

const line = fc.oneof(
  fc.constantFrom("FROM a", "RUN b \\", "  && c", "", "# d", "ENV A=$$B", "\tRUN e", 'CMD ["f"]', "RUN é 😀"),
);
const lines = fc.array(line, { minLength: 1, maxLength: 8 }).map((some) => ["FROM scratch", ...some]);
const file = fc
  .record({
    lines,
    indent: fc.integer({ min: 7, max: 10 }),
    eol: fc.constantFrom("\n", "\r\n"),
    header: fc.constantFrom("|", "|-", "|+"),
    more: fc.constantFrom("", "    image: a\n", "  b:\n    image: b\n", "# end\n"),
    blanks: fc.boolean(),
  })
  .map(({ lines: content, indent, eol, header, more, blanks }) => {
    const margin = " ".repeat(indent);
    const block = content.map((one) => (one === "" && !blanks ? "" : margin + one)).join("\n");
    const text = `services:\n  a:\n    build:\n      dockerfile_inline: ${header}\n${block}\n${more}`;
    return text.replaceAll("\n", eol);
  });

test("every character has its place in the file, and leads back from it", async () => {
  await fc.assert(
    fc.asyncProperty(file, async (text) => {
      const inline = await only(text);
      expect(inline.places).toHaveLength(inline.text.length + 1);
      for (const [offset, place] of inline.places.entries()) {
        expect(offsetInline(inline, place)).toBe(offset);
        const previous = inline.places[offset - 1];
        if (previous !== undefined) expect(place).toBeGreaterThan(previous);
      }
      const whole = { start: 0, end: inline.text.length };
      expect(spanInline(inline, spanInFile(inline, whole))).toEqual(whole);
    }),
  );
});

test("an edit in the file means there what it means in the Dockerfile", async () => {
  const edit = fc.record({
    from: fc.nat(80),
    length: fc.nat(20),
    text: fc.constantFrom("", "X", "USER a\n", "\nUSER a", "A\n\nB", "$C", "RUN a \\\n    && b\n"),
  });
  await fc.assert(
    fc.asyncProperty(file, fc.array(edit, { minLength: 1, maxLength: 3 }), async (text, wishes) => {
      const inline = await only(text);
      const edits: Edit[] = [];
      for (const { from, length, text: written } of wishes) {
        const start = Math.min((edits.at(-1)?.span.end ?? -1) + 1 + from, inline.text.length);
        const end = Math.min(start + length, inline.text.length);
        if (start > (edits.at(-1)?.span.end ?? -1)) edits.push({ span: { start, end }, text: written });
      }
      const changes = editsInFile(inline, edits, text);
      fc.pre(changes !== undefined);
      const after = await inlineDockerfiles("compose.yaml", applyEdits(text, changes ?? []));
      const ends = (one: string | undefined): string | undefined => one?.replace(/\s+$/, "");
      expect(ends(after?.[0]?.text)).toBe(ends(applyEdits(inline.text, edits)));
    }),
    { numRuns: 300 },
  );
});

test("5,000 lines with 500 Dockerfiles are read in time", async () => {
  const services = Array.from(
    { length: 500 },
    (_, index) =>
      `  s${index}:\n    build:\n      dockerfile_inline: |\n${"        RUN true && true\n".repeat(7)}`,
  );
  const text = `services:\n${services.join("")}`;
  await all(text);
  const started = performance.now();
  expect(await all(text)).toHaveLength(500);
  expect(performance.now() - started).toBeLessThan(1000);
});
