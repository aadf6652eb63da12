import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { specificationTexts } from "../test/support/dockerfiles.ts";

const root = path.resolve(import.meta.dirname, "..");

/**
 * The texts that speed is measured on: every Dockerfile of the repository, or those below the folder that the
 * environment variable BENCH_CORPUS names.
 */
export function corpus(): { readonly name: string; readonly texts: readonly string[] } {
  const folder = process.env.BENCH_CORPUS;
  if (folder !== undefined) return { name: "the folder of BENCH_CORPUS", texts: below(folder).map(read) };
  const own = ["examples", "test/optimize"]
    .map((name) => path.join(root, name))
    .filter((name) => existsSync(name));
  return {
    name: "the Dockerfiles of this repository",
    texts: [...own.flatMap(below).map(read), ...specificationTexts()],
  };
}

/** A Dockerfile of about `lines` lines, made of one realistic stage over and over. */
export function realistic(lines: number): string {
  return stage.repeat(Math.round(lines / (stage.split("\n").length - 1)));
}

function below(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /(^|[/\\])([^/\\]*\.)?(dockerfile|containerfile)(\.[^/\\]*)?$/i.test(name))
    .map((name) => path.join(folder, name));
}

function read(file: string): string {
  return readFileSync(file, "utf8");
}

const stage = `ARG NODE_VERSION=20
FROM node:\${NODE_VERSION} AS build
WORKDIR /app
ENV NODE_ENV=production \\
    PORT=3000
# what the native modules need
RUN apt-get update && \\
    apt-get install -y curl git python3 make g++ && \\
    rm -rf /var/lib/apt/lists/*
COPY . .
RUN npm install
RUN npm run build
RUN pip install flask \\
    gunicorn
LABEL org.opencontainers.image.title=app org.opencontainers.image.vendor="a b"
RUN chown -R node:node /app
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s CMD curl -f http://localhost:3000/
CMD npm start
`;
