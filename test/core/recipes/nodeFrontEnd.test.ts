import { describe, expect, test } from "vitest";
import { specKnown } from "../../support/known.ts";
import { planned, recognised } from "../../support/recipes.ts";

const built = ["FROM node:20", "WORKDIR /app", "COPY . .", "RUN npm ci && npm run build"];

function withFiles(files: Readonly<Record<string, string>>) {
  return specKnown(new Map(Object.entries(files)));
}

describe("why not", () => {
  test.each([
    [
      "an option of the server",
      [...built, 'CMD ["npx", "serve", "dist", "--ssl-cert", "a.pem"]'],
      "serve is started with --ssl-cert, which nginx has no counterpart for",
    ],
    [
      "no folder",
      [...built, 'CMD ["npx", "http-server", "-p", "80"]'],
      "http-server is given no folder, which nginx has no counterpart for",
    ],
    [
      "a folder in a variable",
      [...built, "CMD npx serve $DIST"],
      "the folder that serve takes its files from is not seen",
    ],
    [
      "a port that the platform gives",
      [...built, "CMD npx serve dist -l $PORT"],
      "the port that serve listens on is not seen",
    ],
    [
      "a health check of Node's",
      [...built, "HEALTHCHECK CMD node check.js", 'CMD ["npx", "serve", "dist"]'],
      "the health check runs node, which the nginx image lacks",
    ],
    [
      "no nginx of that registry",
      ["FROM public.ecr.aws/docker/library/node:20", ...built.slice(1), 'CMD ["npx", "serve", "dist"]'],
      "no nginx image for this registry and user is known",
    ],
    [
      "nothing copied",
      ["FROM node:20", "WORKDIR /app", 'CMD ["npx", "serve", "dist"]'],
      "nothing is copied or built in the file",
    ],
  ])("%s", (_, lines, whyNot) => expect(recognised(lines)).toEqual({ kind: "not", whyNot }));

  test("settings of serve", () => {
    const known = withFiles({ "package.json": "{}", "public/serve.json": "{}" });
    expect(recognised([...built, 'CMD ["npx", "serve", "dist"]'], known)).toEqual({
      kind: "not",
      whyNot: "public/serve.json has settings of serve, which nginx does not read",
    });
  });

  test("a Vite configuration that computes its folder", () => {
    const known = withFiles({
      "package.json": "{}",
      "vite.config.js": "export default { build: { outDir: folder } }",
    });
    expect(recognised([...built, 'CMD ["npx", "vite", "preview"]'], known)).toEqual({
      kind: "not",
      whyNot: "the folder that vite preview takes its files from is not seen",
    });
  });
});

describe("left to the recipe for servers", () => {
  test.each([
    ["next start", "npx next start", "next"],
    ["a script that builds first", "npm start", "npm run build && serve dist"],
    ["a script with one in front of it", "npm run web", "serve dist"],
    ["scripts that call each other", "npm run loop", "serve dist"],
  ])("%s", (_, command, start) => {
    const scripts = { start, web: start, preweb: "node prepare.js", loop: "npm run loop" };
    const known = withFiles({ "package.json": JSON.stringify({ scripts }) });
    const lines = [...built, `CMD ${command}`];
    const whyNot = recognised(lines, known);
    expect(JSON.stringify(whyNot)).not.toContain("nginx");
  });
});

describe("the folder of", () => {
  const angular = (build: object) => JSON.stringify({ projects: { shop: { architect: { build } } } });
  test.each([
    ["Angular before 17", angular({ builder: "x:browser", options: { outputPath: "dist" } }), "/app/dist"],
    [
      "Angular 17",
      angular({ builder: "x:application", options: { outputPath: { base: "out", browser: "" } } }),
      "/app/out",
    ],
    ["Angular 20", angular({ builder: "@angular/build:application" }), "/app/dist/shop/browser"],
  ])("%s", (_, text, folder) => {
    const known = withFiles({
      "package.json": '{ "scripts": { "build": "ng build" } }',
      "angular.json": text,
    });
    const plan = planned([...built, 'CMD ["npx", "ng", "serve"]'], known);
    expect(plan.conversions.map(({ artifacts }) => artifacts[0]?.from)).toEqual([folder, folder]);
  });

  test("a broken angular.json is not seen", () => {
    const known = withFiles({
      "package.json": '{ "scripts": { "build": "ng build" } }',
      "angular.json": '{ "projects": ',
    });
    expect(recognised([...built, 'CMD ["npx", "ng", "serve"]'], known)).toMatchObject({ kind: "not" });
  });
});

test("the smaller nginx lacks the curl of a health check", () => {
  const command = 'CMD ["npx", "serve", "dist"]';
  const bases = (check: string) =>
    planned([...built, check, command]).conversions.map(({ base }) => base.text);
  expect(bases("HEALTHCHECK CMD wget -q localhost:3000")).toEqual([
    "nginx:stable-alpine",
    "nginx:stable-alpine-slim",
  ]);
  expect(bases("HEALTHCHECK CMD curl -f localhost:3000")).toEqual(["nginx:stable-alpine"]);
});

test("the port is what the server is told, or the one that the file exposes where it may be that, or the usual one", () => {
  const port = (...lines: readonly string[]) =>
    /listen (\d+)/.exec(planned([...built, ...lines]).conversions[0]?.setup[0] ?? "")?.[1];
  expect(port("EXPOSE 80", "CMD npx serve dist -p 5000")).toBe("5000");
  expect(port("EXPOSE 80", "CMD npx serve -l tcp://0.0.0.0:5000 dist")).toBe("5000");
  expect(port("ENV PORT=8000", "EXPOSE 80", "CMD npx serve dist")).toBe("8000");
  expect(port("EXPOSE 5000", "CMD npx serve dist")).toBe("5000");
  expect(port("EXPOSE 80", "CMD npx serve dist")).toBe("3000");
  expect(port("EXPOSE 80", "CMD npx vite preview")).toBe("80");
  expect(port("CMD npx serve dist")).toBe("3000");
});

test("a port in front of a script's command counts", () => {
  const known = withFiles({ "package.json": '{ "scripts": { "start": "cross-env PORT=9000 serve dist" } }' });
  const plan = planned([...built, "CMD yarn start"], known);
  expect(plan.conversions[0]?.setup[0]).toContain("listen 9000;");
});
