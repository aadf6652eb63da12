import { expect, test } from "vitest";
import { type OutlineItem, outline } from "../../../server/src/core/language/outline.ts";
import { factsOf, lines } from "../../support/refactor.ts";

/** Names, indented by their depth. */
function drawn(items: readonly OutlineItem[], indent = ""): string {
  return items.map(({ name, children }) => `${indent}${name}\n${drawn(children, `${indent}  `)}`).join("");
}

function outlined(...all: readonly string[]): string {
  return drawn(outline(factsOf(lines(...all))));
}

test("stages have their instructions below them, and each says what it does", () => {
  expect(
    outlined(
      "ARG VERSION=22",
      "FROM node:$VERSION AS build",
      "WORKDIR /app",
      "COPY package.json package-lock.json ./",
      "RUN npm ci",
      "FROM build AS test",
      "RUN set -eux; apt-get update && apt-get install -y curl git && rm -rf /var/lib/apt/lists/*",
      "RUN cd /app && make -j4",
      "RUN pip install -r requirements.txt",
      "FROM nginx",
      "COPY --from=build /app/dist /srv",
      "ENV A=1",
      "ENV B=1 C=2",
      "EXPOSE 80",
      'CMD ["nginx", "-g", "daemon off;"]',
    ),
  ).toBe(
    lines(
      "ARG VERSION=22",
      "build (node:$VERSION)",
      "  WORKDIR /app",
      "  COPY package.json, package-lock.json → ./",
      "  RUN npm ci",
      "test (build)",
      "  RUN apt-get install curl, git",
      "  RUN make -j4",
      "  RUN pip install -r requirements.txt",
      "nginx",
      "  COPY /app/dist from build → /srv",
      "  ENV A=1",
      "  ENV B, C",
      "  EXPOSE 80",
      "  CMD nginx -g daemon off;",
    ),
  );
});

test("here-documents, triggers and health checks are named by what is in them", () => {
  expect(
    outlined(
      "FROM a",
      "RUN <<EOF",
      "set -e",
      "pip install flask",
      "EOF",
      "COPY <<EOF /etc/motd",
      "hello",
      "EOF",
      "ONBUILD COPY . /app",
      "HEALTHCHECK --interval=5s CMD curl -f localhost",
      "HEALTHCHECK NONE",
    ),
  ).toBe(
    lines(
      "a",
      "  RUN pip install flask",
      "  COPY <<EOF → /etc/motd",
      "  ONBUILD COPY . → /app",
      "  HEALTHCHECK curl -f localhost",
      "  HEALTHCHECK NONE",
    ),
  );
});

test("a name is one short line, whatever the instruction is like", () => {
  const [stage] = outline(factsOf(`FROM a\nRUN echo \\\n  ${"x".repeat(500)}\nRUN "\nFOO bar\nRUN\n`));
  const names = stage?.children.map(({ name }) => name) ?? [];
  expect(names).toEqual([`RUN echo ${"x".repeat(54)}…`, 'RUN "', "FOO bar", "RUN"]);
});

test.each(["", "\uFEFF", "FROM", "FROM \\\n", "# only a comment\n", "RUN ls\n", "FROM a\r\nRUN <<EOF\r\n"])(
  "half-typed files have an outline in which each part lies in what is around it: %j",
  (text) => {
    const check = (items: readonly OutlineItem[], from: number, to: number): void => {
      for (const { name, span, nameSpan, children } of items) {
        expect(name).not.toBe("");
        expect(from <= span.start && span.start <= nameSpan.start).toBe(true);
        expect(nameSpan.end <= span.end && span.end <= to).toBe(true);
        check(children, span.start, span.end);
      }
    };
    check(outline(factsOf(text)), 0, text.length);
  },
);
