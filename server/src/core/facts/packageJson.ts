import { jsonObject, objectAt } from "./json.ts";

/** What is read of a package.json; empty where it is not known or is no JSON object. */
export interface NodeManifest {
  readonly scripts: ReadonlyMap<string, string>;
  readonly dependencies: ReadonlySet<string>;
  readonly devDependencies: ReadonlySet<string>;
  readonly packageManager: string;
  /** It is the root of several packages, which have manifests of their own. */
  readonly hasWorkspaces: boolean;
}

export function manifestOf(text: string | undefined): NodeManifest {
  const json = jsonObject(text);
  const scripts = Object.entries(objectAt(json, "scripts")).flatMap(
    ([name, value]): readonly [string, string][] => (typeof value === "string" ? [[name, value]] : []),
  );
  const manager = json.packageManager;
  return {
    scripts: new Map(scripts),
    dependencies: new Set(Object.keys(objectAt(json, "dependencies"))),
    devDependencies: new Set(Object.keys(objectAt(json, "devDependencies"))),
    packageManager: typeof manager === "string" ? manager : "",
    hasWorkspaces: json.workspaces !== undefined,
  };
}

/** Scripts of package.json that npm, yarn and pnpm run themselves when they install. */
export const installScripts: readonly string[] = [
  "preinstall",
  "install",
  "postinstall",
  "prepublish",
  "preprepare",
  "prepare",
  "postprepare",
];
