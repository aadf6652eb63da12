import { describe, expect, test } from "vitest";
import { type Known, noImages, nothingKnown } from "../../../server/src/core/known.ts";
import type { Plan } from "../../../server/src/core/recipes/plan.ts";
import { recipes } from "../../../server/src/core/recipes/recipe.ts";
import { contextOf, specImages, specKnown } from "../../support/known.ts";
import { planned, recognised } from "../../support/recipes.ts";

function bases(plan: Plan): readonly string[] {
  return plan.conversions.map(({ base }) => base.text);
}

const goSources = ["WORKDIR /src", "COPY . ."];
const go = ["FROM golang:1.25", ...goSources];
const node = ["FROM node:20", "WORKDIR /app", "COPY . .", "RUN npm ci"];

test("every recipe has a name of its own", () => {
  expect(new Set(recipes.map(({ name }) => name)).size).toBe(recipes.length);
});

describe("no recipe is made for", () => {
  test.each([
    ["a server as it is", ["FROM nginx:1.29", 'CMD ["nginx"]']],
    ["two stages", [...go, "RUN go build -o /app", "FROM scratch", 'CMD ["/app"]']],
    ["scratch", ["FROM scratch", 'CMD ["/app"]']],
    ["an image in a variable without a value", ["ARG BASE", "FROM $BASE", 'CMD ["/app"]']],
    [
      "a private image of the same name",
      ["FROM example.com/golang:1.25", "RUN go build -o /app", 'CMD ["/app"]'],
    ],
    ["a file that BuildKit refuses", [...go, "RUNN go build -o /app", 'CMD ["/app"]']],
    ["Windows", ["# escape=`", ...go, "RUN go build -o /app", 'CMD ["/app"]']],
    ["PowerShell", [...go, 'SHELL ["pwsh", "-c"]', "RUN go build -o /app", 'CMD ["/app"]']],
  ])("%s", (_, lines) => expect(recognised(lines)).toBeUndefined());
});

describe("why not", () => {
  test.each([
    [
      "nothing is started",
      [...go, "RUN go build -o /app"],
      "no CMD or ENTRYPOINT starts one program that can be followed",
    ],
    [
      "a shell line",
      [...go, "RUN go build -o /app", "CMD migrate && /app"],
      "no CMD or ENTRYPOINT starts one program that can be followed",
    ],
    [
      "ONBUILD",
      [...go, "ONBUILD RUN go build -o /app", 'CMD ["/app"]'],
      "ONBUILD triggers act on images that are built on this one, which need the build tools",
    ],
    [
      "a blank in the folder",
      ["FROM golang:1.25", "WORKDIR /my app", "RUN go build -o /app", 'CMD ["/app"]'],
      "the working directory has a blank in its name",
    ],
    [
      "go run",
      [...go, 'CMD ["go", "run", "."]'],
      "the container compiles when it starts: it needs the toolchain",
    ],
    ["air", [...go, 'CMD ["air"]'], "air is a development server, which needs the toolchain"],
    [
      "a script",
      [...go, "RUN go build -o /app", 'CMD ["./run.sh"]'],
      "./run.sh is a script, which may call any program of the image",
    ],
    ["nothing is built", [...go, 'CMD ["/app"]'], "no go build in the file is seen to write /app"],
    [
      "something else is built",
      [...go, "RUN go build -o /app", 'CMD ["/other"]'],
      "no go build in the file is seen to write /other",
    ],
    [
      "a library",
      [
        "FROM golang:1.25",
        "RUN apt-get update && apt-get install -y libgit2-dev",
        ...goSources,
        "RUN go build -o /app",
        'CMD ["/app"]',
      ],
      "the program may be linked with the library of libgit2-dev, which the runtime image lacks",
    ],
    [
      "an account of elsewhere",
      [...go, "RUN go build -o /app", "USER shop", 'CMD ["/app"]'],
      "nothing in the file makes the account shop that the container runs as",
    ],
    [
      "another repository",
      [
        "FROM golang:1.25-alpine",
        "RUN apk add --repository=https://example.com/edge ffmpeg",
        ...goSources,
        "RUN go build -o /app",
        'CMD ["/app"]',
      ],
      "packages come from a repository that the runtime image does not have",
    ],
    [
      "an entangled script",
      [...go, "RUN useradd shop; go build -o /app", "USER shop", 'CMD ["/app"]'],
      "a RUN makes accounts or folders in a script that cannot be taken apart",
    ],
    [
      "sources behind the build",
      [...go, "RUN go build -o /app", "COPY config.yml .", "RUN rm -rf /src/.git", 'CMD ["/app"]'],
      "files that are copied to the sources behind the build are worked on later",
    ],
    [
      "no install",
      ["FROM node:20", "WORKDIR /app", "COPY . .", 'CMD ["node", "."]'],
      "no npm, yarn or pnpm install of the project is seen",
    ],
    [
      "no folder",
      ["FROM node:20", "COPY . .", "RUN npm ci", 'CMD ["node", "."]'],
      "the application has no folder of its own, as WORKDIR would give it",
    ],
    [
      "two folders",
      [...node, "RUN cd client && npm ci", 'CMD ["node", "."]'],
      "packages are installed in more than one folder",
    ],
    [
      "a folder by option",
      ["FROM node:20", "WORKDIR /app", "COPY . .", "RUN npm --prefix server ci", 'CMD ["node", "."]'],
      "packages are installed in more than one folder",
    ],
    [
      "started elsewhere",
      [...node, "WORKDIR /srv", 'CMD ["node", "."]'],
      "the server does not start in /app, where its packages are",
    ],
    [
      "a watch mode",
      [...node, 'CMD ["node", "--watch", "."]'],
      "node --watch is for development, not for a server that ships",
    ],
    [
      "a development script",
      [...node, 'CMD ["yarn", "dev"]'],
      "yarn dev is for development, not for a server that ships",
    ],
    [
      "a development server",
      [...node, "CMD npx nodemon ."],
      "nodemon is for development, not for a server that ships",
    ],
    [
      "pnpm by corepack",
      [
        "FROM node:20",
        "WORKDIR /app",
        "RUN corepack enable",
        "COPY . .",
        "RUN pnpm install",
        'CMD ["pnpm", "start"]',
      ],
      "pnpm comes by corepack, which would download it again at the start",
    ],
    [
      "an unknown tag",
      ["FROM node:19", ...node.slice(1), 'CMD ["node", "."]'],
      "no slim variant of node:19 is known",
    ],
    [
      "a small image",
      ["FROM node:20-slim", ...node.slice(1), 'CMD ["node", "."]'],
      "node:20-slim is small, and nothing is seen in it that only the build needs",
    ],
  ])("%s", (_, lines, whyNot) => expect(recognised(lines)).toEqual({ kind: "not", whyNot }));

  test.each([
    [
      "npm start builds",
      { scripts: { prestart: "npm run build", start: "node ." } },
      "npm start builds before it starts, so it needs the packages for development",
    ],
    [
      "npm start watches",
      { scripts: { start: "NODE_ENV=x nodemon ." } },
      "npm start is for development, not for a server that ships",
    ],
    ["a browser", { dependencies: { puppeteer: "24" } }, "puppeteer keeps its browser outside /app"],
  ])("package.json: %s", (_, manifest, whyNot) => {
    const known = specKnown(new Map([["package.json", JSON.stringify(manifest)]]));
    expect(recognised([...node, 'CMD ["npm", "start"]'], known)).toEqual({ kind: "not", whyNot });
  });
});

describe("the program of a Go image", () => {
  test.each([
    ["-o", "go build -o /app .", "/app", "/app"],
    ["-o=", "go build -o=/app .", "/app", "/app"],
    ["a relative -o", "go build -o bin/app .", "./bin/app", "/src/bin/app"],
    ["a folder", "go build -o /out/ ./cmd/...", "/out/app", "/out/app"],
    ["the name of the package", "go build ./cmd/app", "./app", "/src/app"],
    ["cd", "cd cmd/app && go build", "/src/cmd/app/app", "/src/cmd/app/app"],
    ["a variable", "go build -o $OUT/app", "/out/app", "/out/app"],
    ["mv", "go build -o app && mv app /usr/local/bin/", "app", "/usr/local/bin/app"],
    ["go install", "go install ./...", "app", "/go/bin/app"],
    ["go install by path", "go install ./...", "/go/bin/app", "/go/bin/app"],
  ])("by %s", (_, command, started, path) => {
    const plan = planned([...go, "ENV OUT=/out", `RUN ${command}`, `CMD ["${started}"]`]);
    expect(plan.conversions[0]?.artifacts.at(-1)?.from).toBe(path);
    expect(plan.conversions[0]?.isDraft).toBe(false);
  });

  test("by a path that only the shell knows is a draft", () => {
    const [conversion] = planned([...go, 'RUN BIN=/app && go build -o "$BIN"', 'CMD ["/app"]']).conversions;
    expect(conversion?.isDraft).toBe(true);
    expect(conversion?.assumptions).toContain("the build writes /app");
  });

  test("is not a file of the build context", () => {
    const known = specKnown(new Map([["bin/app", 10]]));
    const found = recognised([...go, "RUN go build -o /other", 'CMD ["/src/bin/app"]'], known);
    expect(found).toEqual({ kind: "not", whyNot: "no go build in the file is seen to write /src/bin/app" });
  });
});

describe("runtime bases of Go", () => {
  const staticBase = "gcr.io/distroless/static-debian12:latest";
  const withoutDistroless: Known = {
    ...specKnown(undefined),
    images: {
      facts: (reference, platform) =>
        reference.registry === "gcr.io" ? undefined : specImages.facts(reference, platform),
      tags: (reference) => (reference.registry === "gcr.io" ? [] : specImages.tags(reference)),
    },
  };
  const built = ["RUN go build -o /app", 'CMD ["/app"]'];

  test("the release of the build image, with cgo perhaps", () => {
    expect(bases(planned([...go, ...built]))).toEqual(["debian:trixie-slim", staticBase, "scratch"]);
    expect(bases(planned(["FROM golang:1.25-bookworm", ...goSources, ...built]))).toEqual([
      "debian:bookworm-slim",
      "gcr.io/distroless/base-debian12:latest",
      staticBase,
      "scratch",
    ]);
    expect(bases(planned(["FROM golang:1.25-alpine", ...goSources, ...built]))).toEqual([
      "alpine:3.22",
      staticBase,
      "scratch",
    ]);
  });

  test("the newest known release where that of the build image is not known", () => {
    expect(bases(planned(["FROM golang:1.21", ...goSources, ...built]))[0]).toBe("debian:trixie-slim");
    expect(bases(planned(["FROM golang:1.21-alpine", ...goSources, ...built]))[0]).toBe("alpine:3.22");
  });

  test("images without a shell, for a static program that needs none", () => {
    const lines = ["FROM golang:1.25", "ENV CGO_ENABLED=0", ...goSources];
    expect(bases(planned([...lines, ...built], withoutDistroless))).toEqual([
      "debian:trixie-slim",
      "scratch",
    ]);
    expect(bases(planned([...lines, ...built]))).toEqual([staticBase, "debian:trixie-slim", "scratch"]);
    expect(bases(planned([...lines, "USER 1000", ...built]))[0]).toBe(
      "gcr.io/distroless/static-debian12:nonroot",
    );
    expect(bases(planned([...lines, "RUN go build -o /app", "CMD /app"]))).toEqual(["debian:trixie-slim"]);
    expect(bases(planned([...lines, "HEALTHCHECK CMD wget -q localhost", ...built]))).toEqual([
      "debian:trixie-slim",
    ]);
  });

  test("scratch where no image is known, after a change of the build where it may use C", () => {
    const [only, ...others] = planned([...go, ...built], nothingKnown).conversions;
    expect(only?.base.text).toBe("scratch");
    expect(only?.assumptions).toContain("neither the program nor a module of it uses C");
    expect(only?.edits?.map(({ text }) => text)).toEqual(["CGO_ENABLED=0 "]);
    expect(others).toEqual([]);
  });

  test("-race needs cgo whatever the environment says", () => {
    const lines = [...go, "RUN CGO_ENABLED=0 go build -race -o /app", 'CMD ["/app"]'];
    expect(bases(planned(lines))).toEqual(["debian:trixie-slim"]);
  });

  test("each with what it saves", () => {
    const [, small, empty] = planned([
      ...go,
      "RUN CGO_ENABLED=0 go build -o /app",
      'CMD ["/app"]',
    ]).conversions;
    expect(small?.base.saves?.unpacked.likely).toBe(850_000_000 - 79_000_000);
    expect(empty?.base.saves?.unpacked.likely).toBe(850_000_000);
  });
});

describe("a Node server", () => {
  const prunedBy = (lines: readonly string[], known?: Known) =>
    planned([...lines, 'CMD ["node", "."]'], known).conversions[0]?.buildEnd;

  test.each([
    ["npm ci", ["RUN npm prune --omit=dev"]],
    ["npm install", ["RUN npm prune --omit=dev"]],
    ["npm ci --omit=dev", []],
    ["npm install --production", []],
    ["npm install --only=prod", []],
    ["NODE_ENV=production npm ci", []],
    ["NODE_ENV=production npm ci --include=dev", ["RUN npm prune --omit=dev"]],
    ["npm ci && npm run build && npm prune --production", []],
    ["yarn", ["RUN yarn install --production --ignore-scripts --prefer-offline"]],
    ["yarn install --immutable", []],
    ["yarn --production", []],
    ["corepack enable && pnpm install --frozen-lockfile", ["RUN pnpm prune --prod"]],
    ["pnpm install --prod", []],
  ])("%s", (command, expected) => {
    expect(prunedBy(["FROM node:20", "WORKDIR /app", "COPY . .", `RUN ${command}`])).toEqual(expected);
  });

  test("is not pruned by another user than the one who installed", () => {
    expect(prunedBy([...node, "USER node", "RUN npm run build"])).toEqual([]);
  });

  test("has nothing to prune where package.json lists nothing for development", () => {
    const known = {
      ...specKnown(undefined),
      context: contextOf(new Map([["package.json", '{"dependencies":{}}']])),
    };
    expect(prunedBy(node, known)).toEqual([]);
  });

  test("keeps the owner of its folder", () => {
    const lines = [
      "FROM node:20",
      "RUN mkdir -p /home/node/app && chown -R node:node /home/node/app",
      "WORKDIR /home/node/app",
      "USER node",
      "COPY --chown=node:node . .",
      "RUN npm ci",
      'CMD ["node", "."]',
    ];
    const [conversion] = planned(lines).conversions;
    expect(conversion?.artifacts).toEqual([
      { from: "/home/node/app", to: "/home/node/app", owner: "node:node" },
    ]);
    expect(conversion?.setup).toEqual([]);
  });

  test.each([
    ["node:20", "node:20-slim"],
    ["node:20@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "node:20-slim"],
  ])("%s runs on %s", (from, to) => {
    expect(bases(planned([`FROM ${from}`, ...node.slice(1), 'CMD ["node", "."]']))).toEqual([to]);
  });

  test("nothing is offered where no image is known", () => {
    const known: Known = { ...nothingKnown, images: noImages };
    expect(recognised([...node, 'CMD ["node", "."]'], known)?.kind).toBe("not");
  });
});
