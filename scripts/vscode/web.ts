import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { inRoot } from "../support/paths.ts";
import { listenHere, type VsCodeServer } from "./server.ts";

/** The scheme of the folders that test/e2e/webHarness keeps in memory. */
const scheme = "story";

const contentTypes: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
};

type WebOptions = {
  readonly codeServer: string;
  /** The unpacked extension. */
  readonly extension: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** The language of its windows; English when not given. VS Code's own words stay English. */
  readonly language?: string | undefined;
};

/** A VS Code that has no server behind it, as vscode.dev: extensions are workers, and folders are not on a disk. */
export type WebVsCode = Pick<VsCodeServer, "stop"> & {
  /** Gives the address of a window that shows a folder with these files (path below the folder → content). */
  windowWith(files: Readonly<Record<string, string>>): string;
};

/** Serves the files of the workbench, of the extension and of the folders on a free port of this machine only. */
export async function startWebVsCode(options: WebOptions): Promise<WebVsCode> {
  const { codeServer, extension, language } = options;
  const vscode = join(dirname(codeServer), "..", "..", "lib", "vscode");
  const folders: Readonly<Record<string, string>>[] = [];
  const roots: Readonly<Record<string, string>> = {
    out: join(vscode, "out"),
    extensions: join(vscode, "extensions"),
    node_modules: join(vscode, "node_modules"),
    plimsoll: extension,
    harness: inRoot("test/e2e/webHarness"),
  };

  const workbench = withoutServer(readFileSync(join(vscode, workbenchScript), "utf8"));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const [first = "", ...rest] = decodeURIComponent(pathname).slice(1).split("/");
    const root = roots[first];
    if (first === "") return send(response, page(host, options), ".html");
    // Of an extension from its gallery VS Code takes the manifest's words in its language, of others in English alone.
    if (language !== undefined && pathname === "/plimsoll/package.nls.json")
      return sendFile(response, join(extension, `package.nls.${language}.json`));
    if (pathname === `/${workbenchScript}`) return send(response, workbench, ".js");
    if (first === "folders") return send(response, JSON.stringify(folders[Number(rest[0])] ?? {}), ".json");
    sendFile(response, root === undefined ? undefined : join(root, normalize(`/${rest.join("/")}`)));
  });
  const host = `127.0.0.1:${await listenHere(server)}`;

  return {
    windowWith(files) {
      folders.push(files);
      return `http://${host}/?${new URLSearchParams({ folder: `${scheme}:/${folders.length - 1}` })}`;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const workbenchScript = "out/vs/code/browser/workbench/workbench.js";

/** VS Code's own script of the page. code-server changed two places, so that there is always a server: these undo it. */
function withoutServer(script: string): string {
  const changes: readonly (readonly [RegExp, string])[] = [
    [/\bremoteAuthority:location\.host\b/, "remoteAuthority:undefined"],
    [
      /(get userRoamingDataHome\(\)\{return \w+\(\w+\.file\(this\.userDataPath\)\.with\(\{scheme:\w+)\.vscodeRemote\}/,
      "$1.vscodeUserData}",
    ],
  ];
  return changes.reduce((text, [from, to]) => {
    if (!from.test(text)) throw new Error(`This code-server's ${workbenchScript} has nothing like ${from}.`);
    return text.replace(from, to);
  }, script);
}

function page(host: string, { settings, language = "en" }: WebOptions): string {
  const extensionAt = (path: string) => ({ scheme: "http", authority: host, path });
  const configuration = {
    additionalBuiltinExtensions: [extensionAt("/plimsoll"), extensionAt("/harness")],
    configurationDefaults: settings,
    // code-server asks for these four.
    isEnabledCoderGettingStarted: false,
    userDataPath: "/",
    isEnabledFileDownloads: true,
    isEnabledFileUploads: true,
    enableWorkspaceTrust: false,
    productConfiguration: { enableTelemetry: false },
    webviewEndpoint: `http://${host}/out/vs/workbench/contrib/webview/browser/pre`,
  };
  const value = JSON.stringify(configuration).replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<!doctype html>
<html>
  <head>
    <meta charset="utf-8">
    <meta id="vscode-workbench-web-configuration" data-settings="${value}">
    <link rel="stylesheet" href="/out/vs/code/browser/workbench/workbench.css">
  </head>
  <body aria-label=""></body>
  <script>
    globalThis._VSCODE_FILE_ROOT = location.origin + "/out/";
    globalThis._VSCODE_NLS_LANGUAGE = "${language}";
  </script>
  <script type="module" src="/out/nls.messages.js"></script>
  <script type="module" src="/out/vs/code/browser/workbench/workbench.js"></script>
</html>
`;
}

function send(response: ServerResponse, content: string, type: string): void {
  response.writeHead(200, { "content-type": contentTypes[type] }).end(content);
}

function sendFile(response: ServerResponse, file: string | undefined): void {
  if (file === undefined || !existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404).end();
    return;
  }
  const type = contentTypes[extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { "content-type": type });
  createReadStream(file).pipe(response);
}
