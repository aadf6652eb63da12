import { jsonObject, objectAt } from "../facts/json.ts";
import { manifestOf, type NodeManifest } from "../facts/packageJson.ts";
import { normalizePath } from "../facts/situation.ts";
import type { BuildContext } from "../known.ts";
import { contextPlace } from "./contextPlace.ts";
import type { SingleStage } from "./singleStage.ts";

/** What the build context says of a project for browsers. */
export interface FrontEnd {
  readonly manifest: NodeManifest;
  /** Folder of the project in the build context: "" or `web/`. */
  readonly place: string;
  readonly context: BuildContext | undefined;
}

/** The project whose package.json lands in the folder. */
export function frontEndIn(single: SingleStage, folder: string | undefined): FrontEnd {
  const { context } = single.facts.known;
  const place = contextPlace(single, folder, "package.json");
  return { manifest: manifestOf(context?.read(`${place}package.json`)), place, context };
}

/** A server among the packages may be what the browser talks to. */
const servers =
  /^(express|koa|fastify|hapi|@hapi\/hapi|@nestjs\/.*|next|nuxt|nuxt3|@remix-run\/.*|@react-router\/(node|serve)|@sveltejs\/kit|@angular\/ssr|@nguniversal\/.*|socket\.io|ws|hono|@hono\/node-server|polka|restify|apollo-server.*|@apollo\/server|json-server|mongoose|pg|mysql2?)$/;

/** The project builds something for browsers, and nothing in it is seen to run on a server. */
export function isForBrowsersAlone({ manifest, place, context }: FrontEnd): boolean {
  const packages = [...manifest.dependencies, ...manifest.devDependencies];
  return (
    manifest.scripts.has("build") &&
    !packages.some((name) => servers.test(name)) &&
    !["src/setupProxy.js", "src/setupProxy.ts", "proxy.conf.json", "server.js", "server"].some((path) =>
      context?.has(`${place}${path}`),
    ) &&
    !/"proxy(Config)?"\s*:/.test(
      `${context?.read(`${place}package.json`)}${context?.read(`${place}angular.json`)}`,
    ) &&
    !/\bproxy\b/.test(viteSettings({ manifest, place, context }) ?? "")
  );
}

/** Where the build tool leaves its files, below the project; undefined where that cannot be told. */
export function outputFolder(project: FrontEnd, server: string): string | undefined {
  const packages = new Set([...project.manifest.dependencies, ...project.manifest.devDependencies]);
  if (server.startsWith("vite")) return viteOutput(project);
  if (server.startsWith("ng")) return angularOutput(project);
  if (server.startsWith("vue-cli-service"))
    return isConfigured(project, "vue.config.js") ? undefined : "dist";
  return packages.has("react-scripts") ? "build" : undefined;
}

function isConfigured({ context, place }: FrontEnd, file: string): boolean {
  return context?.has(`${place}${file}`) === true;
}

function viteSettings({ context, place }: FrontEnd): string | undefined {
  const [file] = context?.find(`${place}vite.config.*`) ?? [];
  return file === undefined ? undefined : context?.read(file);
}

function viteOutput(project: FrontEnd): string | undefined {
  const text = viteSettings(project);
  const isThere = (project.context?.find(`${project.place}vite.config.*`) ?? []).length > 0;
  if (text === undefined) return isThere ? undefined : "dist";
  const stated = /\boutDir\s*:\s*(["'])([\w./-]+)\1/.exec(text)?.[2];
  if (/\broot\s*:/.test(text) || (stated === undefined && text.includes("outDir"))) return undefined;
  return stated === undefined ? "dist" : belowProject(stated);
}

/** The only application of the workspace; since Angular 17 its files are in a folder `browser`. */
function angularOutput({ context, place }: FrontEnd): string | undefined {
  const projects = objectAt(jsonObject(context?.read(`${place}angular.json`)), "projects");
  const applications = Object.keys(projects).filter(
    (name) => objectAt(projects, name).projectType !== "library",
  );
  const [name, other] = applications;
  if (name === undefined || other !== undefined) return undefined;
  const { builder, options } = objectAt(projects, name, "architect", "build");
  const isNew = typeof builder === "string" && builder.endsWith(":application");
  const path = objectAt({ options }, "options").outputPath;
  if (typeof path === "string") return belowProject(isNew ? `${path}/browser` : path);
  const { base, browser = "browser" } = objectAt({ path }, "path");
  if (typeof base === "string" && typeof browser === "string") return belowProject(`${base}/${browser}`);
  return path === undefined && isNew ? `dist/${name}/browser` : undefined;
}

function belowProject(path: string): string | undefined {
  return path.startsWith("/") || path.includes("..") ? undefined : normalizePath(`/${path}`).slice(1);
}
