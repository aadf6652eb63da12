import { readFileSync } from "node:fs";
import type { Plugin } from "esbuild";

/** The generated tables are bundles of their own: the server and the command line share them. */
export const tablesApart: Plugin = {
  name: "tables-apart",
  setup(build) {
    build.onResolve(
      { filter: /\/((aptTable|usualPackages)\.ts|(images|lifecycle|npm-packages)\.json)$/ },
      ({ path, kind }) => {
        if (kind === "entry-point") return undefined;
        const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
        return { path: `./data/${name}.cjs`, external: true };
      },
    );
  },
};

/** The protocol library is one bundle that the extension and the server share. */
export const protocolApart: Plugin = {
  name: "protocol-apart",
  setup(build) {
    const filter = /^vscode-(jsonrpc|languageserver-protocol|languageserver-types)(\/node|\/node\.js)?$/;
    build.onResolve({ filter }, () => ({ path: "./protocol.cjs", external: true }));
  },
};

/** The client library asks whether VS Code is new enough; `engines` in package.json has seen to that already. */
export const versionsTrusted: Plugin = {
  name: "versions-trusted",
  setup(build) {
    const namespace = "versions-trusted";
    build.onResolve({ filter: /^semver\/functions\/(parse|satisfies)$/ }, ({ path }) => ({
      path,
      namespace,
    }));
    build.onLoad({ filter: /./, namespace }, ({ path }) => ({
      contents: path.endsWith("parse")
        ? "module.exports = (version) => ({ version, prerelease: [] });"
        : "module.exports = () => true;",
    }));
  },
};

/** The YAML parser is loaded when the first YAML file is met. */
export const yamlApart: Plugin = {
  name: "yaml-apart",
  setup(build) {
    build.onResolve({ filter: /^yaml$/ }, () => ({ path: "./yaml.cjs", external: true }));
  },
};

/** The HCL parser is loaded when somebody opens or builds with a bake file in HCL. */
export const hclApart: Plugin = {
  name: "hcl-apart",
  setup(build) {
    build.onResolve({ filter: /^codemirror-lang-hcl$/ }, () => ({ path: "./hcl.cjs", external: true }));
  },
};

/** The grammar of HCL comes for an editor of its own, CodeMirror, of which only the parser is needed: 73 of 278 kB. */
export const withoutCodeMirror: Plugin = {
  name: "without-codemirror",
  setup(build) {
    build.onLoad({ filter: /[\\/]@codemirror[\\/]language[\\/]dist[\\/]index\.js$/ }, () => ({
      contents: `
        import { NodeProp } from "@lezer/common";
        export const LRLanguage = { define: ({ parser }) => ({ parser }) };
        export class LanguageSupport {}
        export const indentNodeProp = new NodeProp();
        export const foldNodeProp = new NodeProp();
        export const delimitedIndent = () => undefined;
        export const foldInside = () => undefined;`,
    }));
  },
};

/** What draws the image report is loaded when somebody asks for one. */
export const reportApart: Plugin = {
  name: "report-apart",
  setup(build) {
    build.onResolve({ filter: /\/report\/render\/index\.ts$/ }, ({ kind }) =>
      kind === "entry-point" ? undefined : { path: "./report.cjs", external: true },
    );
  },
};

/** The Chinese words are loaded by those who read Chinese. */
export const chineseApart: Plugin = {
  name: "chinese-apart",
  setup(build) {
    build.onResolve({ filter: /\/zhCn\.ts$/ }, ({ kind }) =>
      kind === "entry-point" ? undefined : { path: "./zhCn.cjs", external: true },
    );
  },
};

/** What asks registries is loaded when the first one is asked, by the extension, the server or the command line. */
export const registryApart: Plugin = {
  name: "registry-apart",
  setup(build) {
    build.onResolve({ filter: /\/registry\/registry\.ts$/ }, () => ({
      path: "./registry.cjs",
      external: true,
    }));
  },
};

/** Under these names, and not in every version under those with `node:`, VS Code gives extensions its proxies. */
export const bareHttp: Plugin = {
  name: "bare-http",
  setup(build) {
    build.onResolve({ filter: /^node:(http|https|net|tls)$/ }, ({ path }) => ({
      path: path.slice("node:".length),
      external: true,
    }));
  },
};

const said = /(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`)/.source;
const reasons = new RegExp(`\\n {2}why:\\s*${said},`);
const descriptions = new RegExp(`(?<=\\b(?:description|meaning):\\s*)${said}`, "g");

/**
 * What pages and the manifest say, and the language server never shows: why a rule exists, and what the settings and the
 * keys of the configuration file are for.
 */
export const withoutReasons: Plugin = {
  name: "without-reasons",
  setup(build) {
    build.onLoad({ filter: /[\\/]core[\\/]rules[\\/]\w+[\\/][\w-]+\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(reasons, '\n  why: "",'),
      loader: "ts",
    }));
    build.onLoad({ filter: /[\\/]core[\\/](settings|config[\\/]fields)\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(descriptions, '""'),
      loader: "ts",
    }));
  },
};

/** What the client library brings for requests that our server never answers. */
const unused =
  /[\\/]vscode-languageclient[\\/]lib[\\/]common[\\/](callHierarchy|colorProvider|declaration|fileOperations|implementation|inlineCompletion|inlineValue|semanticTokens|textDocumentContent|typeDefinition|typeHierarchy)\.js$/;

/**
 * In their place stand features that tell the server nothing and do nothing. That of notebooks is asked by others: whether
 * a document is part of one, and to tell when one is opened.
 */
export const withoutUnusedFeatures: Plugin = {
  name: "without-unused-features",
  setup(build) {
    build.onLoad({ filter: unused }, ({ path }) => {
      const names = readFileSync(path, "utf8").matchAll(/^exports\.(\w+) = \1;$/gm);
      return {
        contents: `${absent}\n${[...names].map(([, name]) => `exports.${name} = Absent;`).join("\n")}`,
      };
    });
    build.onLoad({ filter: /[\\/]vscode-languageclient[\\/]lib[\\/]common[\\/]notebook\.js$/ }, () => ({
      contents: `${absent}\n${noNotebooks}`,
    }));
  },
};

/** The same for the server library: a Dockerfile is no notebook. */
export const withoutNotebooks: Plugin = {
  name: "without-notebooks",
  setup(build) {
    build.onLoad({ filter: /[\\/]vscode-languageserver[\\/]lib[\\/]common[\\/]notebook\.js$/ }, () => ({
      contents: "exports.NotebookSyncFeature = (Base) => Base;",
    }));
  },
};

const absent =
  'class Absent { getState() { return { kind: "static" }; } fillClientCapabilities() {} initialize() {} clear() {} }';

const noNotebooks = `const never = () => ({ dispose() {} });
class NoNotebooks extends Absent {
  registrationType = { method: "notebookDocument/sync" };
  onOpenNotificationSent = never;
  onChangeNotificationSent = never;
  onSaveNotificationSent = never;
  onCloseNotificationSent = never;
  register() {}
  unregister() {}
  handles() { return false; }
}
NoNotebooks.CellScheme = "vscode-notebook-cell";
exports.NotebookDocumentSyncFeature = NoNotebooks;`;
