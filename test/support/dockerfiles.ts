import { readdirSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { readSpecification } from "./spec.ts";

const specifications = path.resolve(import.meta.dirname, "../rules");

/** Every example of every specification, before and after its fixes: small Dockerfiles that mean something. */
export function specificationTexts(): readonly string[] {
  return readdirSync(specifications, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .sort()
    .flatMap((name) => readSpecification(path.join(specifications, name)))
    .flatMap((example) => [example.text, ...example.fixes.map((fix) => fix.text)]);
}

const images = fc.constantFrom(
  "node:20",
  "node:22-slim",
  "python:3.12",
  "golang:1.25",
  "debian:bookworm",
  "ubuntu",
  "alpine:3.22",
  "scratch",
  "nginx:latest",
  "ghcr.io/o/n:1",
  "build",
  "$BASE",
  "node:${V:-20}",
);
const commands = fc.constantFrom(
  "apt-get update",
  "apt-get install -y curl git",
  "apt-get update && apt-get install -y --no-install-recommends gcc",
  "rm -rf /var/lib/apt/lists/*",
  "apk add curl",
  "apk add --no-cache git",
  "pip install flask",
  "pip install -r requirements.txt",
  "npm ci",
  "npm install",
  "npm run build",
  "go mod download",
  "go build -o /app ./cmd/x",
  "cargo build --release",
  "mvn -B package",
  "chown -R node:node /app",
  "chmod +x /app/run.sh",
  "cd /x && make",
  "export A=1",
  "echo 'a && b'",
  "useradd app",
  "curl -fsSL https://example.org/x | sh",
  "make; make install",
  "test -f x || exit 1",
  "true & wait",
  "if [ -f x ]; then npm ci; fi",
  "sudo apt-get install -y vim",
  "FOO=1 pip install x",
  'echo "$HOME" # note',
  "python -m pip install poetry && poetry install",
  "yarn",
  "pnpm install --frozen-lockfile",
  "dotnet restore",
);
const separators = fc.constantFrom(
  " && ",
  " && \\\n    ",
  " \\\n  && ",
  " && \\\n    # why\n    ",
  "; ",
  " || ",
);

const run = fc
  .tuple(
    fc.constantFrom(
      "RUN ",
      "run ",
      "RUN --mount=type=cache,target=/root/.cache ",
      "RUN --network=none ",
      "ONBUILD RUN ",
      "RUN \\\n  ",
    ),
    fc.array(fc.tuple(commands, separators), { minLength: 1, maxLength: 4 }),
  )
  .map(
    ([keyword, parts]) =>
      keyword +
      parts
        .map(([command, separator], at) => (at === parts.length - 1 ? command : command + separator))
        .join(""),
  );
const heredoc = fc
  .tuple(fc.constantFrom("<<EOF", "<<'EOF'", "<<-EOF"), fc.array(commands, { minLength: 1, maxLength: 3 }))
  .map(([opening, lines]) => `RUN ${opening}\nset -e\n${lines.join("\n")}\nEOF`);
const other = fc.constantFrom(
  "COPY . .",
  "COPY . /app",
  "COPY package*.json ./",
  "COPY --chown=node:node . /app",
  "ADD app.tar.gz /",
  "ADD src/ /src/",
  "COPY --from=build /app /app",
  "COPY --from=0 /a /b",
  "COPY requirements.txt .",
  "COPY go.mod go.sum ./",
  'COPY ["a b", "/c/"]',
  "COPY <<EOF /etc/x\n$a\nEOF",
  'ENV A=1 B="x y"',
  "ENV PATH=/x:$PATH",
  "ENV A some value",
  "ARG NPM_TOKEN",
  "ARG V=1",
  "LABEL a=b \\\n  # c\n  d=e",
  "WORKDIR /app",
  "WORKDIR app",
  "USER node",
  "USER root",
  "USER 1000:1000",
  "EXPOSE 80 443/tcp",
  "VOLUME /data",
  "CMD node server.js",
  'CMD ["node", "server.js"]',
  "ENTRYPOINT /x --y $Z",
  'ENTRYPOINT ["/x"]',
  "HEALTHCHECK CMD curl -f http://localhost/",
  "STOPSIGNAL SIGTERM",
  'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
  'SHELL ["powershell", "-Command"]',
  "MAINTAINER jane@example.org",
  "# a comment",
  "",
  "# plimsoll ignore=all",
  "FOO bar",
  "RUN",
);
const stage = fc
  .tuple(
    images,
    fc.constantFrom("", " AS build", " AS base", " as final"),
    fc.array(fc.oneof({ weight: 3, arbitrary: run }, heredoc, { weight: 4, arbitrary: other }), {
      maxLength: 10,
    }),
  )
  .map(([image, name, lines]) => [`FROM ${image}${name}`, ...lines].join("\n"));

/** Whole Dockerfiles of one to three stages, with every line break and beginning that occurs in the wild. */
export const dockerfiles: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(
      "",
      "\uFEFF",
      "# syntax=docker/dockerfile:1\n",
      "ARG BASE=node:20\n",
      "# comment\n\n",
      "# escape=`\n",
    ),
    fc.array(stage, { minLength: 1, maxLength: 3 }),
    fc.constantFrom("", "\n", "\n\n"),
    fc.boolean(),
  )
  .map(([start, stages, end, isCrlf]) => {
    const text = start + stages.join("\n") + end;
    const continued = start.includes("escape") ? text.replaceAll("\\\n", "`\n") : text;
    return isCrlf ? continued.replaceAll("\n", "\r\n") : continued;
  });

/** A meaningful text with something cut out, doubled or thrown in. */
export function damaged(texts: readonly string[]): fc.Arbitrary<string> {
  const noise = fc.constantFrom(
    "",
    "\\",
    "\n",
    "\r",
    "<<EOF",
    '"',
    "'",
    "$(",
    "`",
    "{",
    "&&",
    "#",
    "[",
    "\u0000",
    "é😀",
    "ONBUILD ",
    "\t",
  );
  return fc
    .tuple(fc.constantFrom(...texts), fc.nat(), fc.nat(40), noise)
    .map(([text, at, length, inserted]) => {
      const start = text.length === 0 ? 0 : at % text.length;
      return text.slice(0, start) + inserted + text.slice(start + length);
    });
}
