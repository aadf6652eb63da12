import {
  type Connection,
  DiagnosticSeverity,
  DidChangeWatchedFilesNotification,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { ConfigFile, LoadedConfig } from "../host/config/loader.ts";
import { configFileNames } from "../host/config/names.ts";
import type { ConfigSource, Log } from "./dependencies.ts";
import { pathOf, uriOf } from "./fileUris.ts";
import { rangeOf } from "./positions.ts";

/** Configuration files by document, with the problems in them published at the files themselves. */
export interface ProjectConfigs {
  of(uri: string): Promise<LoadedConfig>;
  forget(): void;
}

export function createProjectConfigs(source: ConfigSource, connection: Connection): ProjectConfigs {
  /** Addresses of the files whose problems the client has. */
  let told = new Set<string>();

  function tell(file: ConfigFile): void {
    const uri = uriOf(file.path);
    if (file.problems.length === 0 || told.has(uri)) return;
    told.add(uri);
    const document = TextDocument.create(uri, "json", 0, file.text);
    const diagnostics = file.problems.map(({ span, message }) => ({
      range: rangeOf(document, span),
      message,
      severity: DiagnosticSeverity.Warning,
      source: "plimsoll",
    }));
    void connection.sendDiagnostics({ uri, diagnostics });
  }

  return {
    async of(uri) {
      const path = pathOf(uri);
      // A document that is not on disk has no folder whose configuration it could follow.
      if (path === undefined) return source.none;
      const loaded = await source.of(path);
      for (const file of loaded.files) tell(file);
      return loaded;
    },
    forget() {
      for (const uri of told) void connection.sendDiagnostics({ uri, diagnostics: [] });
      told = new Set();
      source.forget();
    },
  };
}

/** True for the address of a file that may be a configuration file. */
export function isConfigFile(uri: string): boolean {
  return configFileNames.includes(uri.slice(uri.lastIndexOf("/") + 1));
}

/** Asks the client to tell when a configuration file comes, changes or goes. */
export function registerConfigWatcher(connection: Connection, log: Log): void {
  const watchers = [{ globPattern: `**/{${configFileNames.join(",")}}` }];
  const wanted = connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  wanted.catch(() => log.info("The client does not tell when configuration files change."));
}
