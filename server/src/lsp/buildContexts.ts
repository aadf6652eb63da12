import {
  type Connection,
  DidChangeWatchedFilesNotification,
  WatchKind,
  type WorkspaceFolder,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { OpenFile, Surroundings, Survey, SurveyedFile } from "../host/buildContext/contexts.ts";
import { callerGlobs, textFileGlobs } from "../host/buildContext/globs.ts";
import { mayHoldDockerfiles } from "../host/inline/names.ts";
import { folderAbove, pathFrom } from "../host/paths.ts";
import type { Log } from "./dependencies.ts";
import { pathOf } from "./fileUris.ts";
import { documentOf, inlinesIn } from "./inline/documents.ts";
import type { SettingsStore } from "./settings.ts";

/** Build contexts of open Dockerfiles by absolute path, as `host/buildContext/contexts.ts` keeps them. */
export interface ContextSource {
  known(dockerfile: string): Surroundings | undefined;
  onChange(listener: () => void): void;
  look(file: OpenFile): void;
  /** Reads now, and keeps nothing. `text` is read from disk when not given; undefined when that fails. */
  survey(file: SurveyedFile): Promise<Survey | undefined>;
  touched(paths: readonly string[]): void;
  forget(dockerfile: string): void;
}

/** The same by document. What is not on this machine has no build context that could be known. */
export interface BuildContexts {
  around(uri: string): Surroundings | undefined;
  /** The document was opened or saved, or its settings have changed. */
  look(document: TextDocument): Promise<void>;
  /** Reads a Dockerfile and its build context now; of the disk when no text is given. */
  survey(uri: string, more: Pick<SurveyedFile, "text" | "taken">): Promise<Survey | undefined>;
  /** As seen from the workspace folder. */
  nameOf(uri: string): string;
  touched(uris: readonly string[]): void;
  forget(uri: string): void;
  setFolders(folders: readonly WorkspaceFolder[]): void;
}

export function createBuildContexts(source: ContextSource, settings: SettingsStore): BuildContexts {
  let folders: readonly string[] = [];
  /** What is looked at for the Dockerfiles in a document, by the path of the document. */
  const inside = new Map<string, ReadonlySet<string>>();

  /** The innermost workspace folder that the file is in. */
  function folderOf(path: string): string | undefined {
    const around = folders.filter(
      (folder) => path.startsWith(`${folder}/`) || path.startsWith(`${folder}\\`),
    );
    return around.sort((a, b) => b.length - a.length)[0];
  }

  async function placeOf(uri: string): Promise<Omit<OpenFile, "text"> | undefined> {
    const dockerfile = pathOf(uri);
    if (dockerfile === undefined) return undefined;
    const { enable, context, contextFolder, contextMaxFiles } = await settings.of(uri);
    if (!enable || contextMaxFiles === 0) return undefined;
    const top = folderOf(dockerfile);
    return {
      dockerfile,
      top,
      set: context === "" ? contextFolder : `${top ?? ""}/${context}`,
      limits: { files: contextMaxFiles, milliseconds: 2_000 },
    };
  }

  /** Each of the Dockerfiles in the document has a context, which the document states. */
  async function lookInside(document: TextDocument, holder: string): Promise<void> {
    const place = await placeOf(document.uri);
    if (!place) return;
    const inlines = (await inlinesIn(document)) ?? [];
    for (const inline of inlines.slice(0, maxInside)) {
      if (inline.context === undefined) continue;
      const dockerfile = holder + fragmentOf(documentOf(document, inline).uri);
      inside.set(holder, new Set([...(inside.get(holder) ?? []), dockerfile]));
      const set = place.set ?? pathFrom(folderAbove(holder), inline.context);
      source.look({ ...place, dockerfile, set, text: inline.text });
    }
  }

  return {
    async survey(uri, more) {
      const place = await placeOf(uri);
      return place && source.survey({ ...place, ...more });
    },
    nameOf(uri) {
      const path = pathOf(uri);
      return path === undefined
        ? uri
        : path.slice((folderOf(path) ?? folderAbove(path)).length + 1).replaceAll("\\", "/");
    },
    around(uri) {
      const path = pathOf(uri);
      return path === undefined ? undefined : source.known(path + fragmentOf(uri));
    },
    async look(document) {
      const dockerfile = pathOf(document.uri);
      if (dockerfile === undefined) return;
      if (mayHoldDockerfiles(document.uri)) return lookInside(document, dockerfile);
      const place = await placeOf(document.uri);
      if (place) source.look({ ...place, text: document.getText() });
      else source.forget(dockerfile);
    },
    touched: (uris) => source.touched(uris.flatMap((uri) => pathOf(uri) ?? [])),
    forget(uri) {
      const path = pathOf(uri);
      if (path === undefined) return;
      for (const part of [path, ...(inside.get(path) ?? [])]) source.forget(part);
      inside.delete(path);
    },
    setFolders(given) {
      folders = given.flatMap(({ uri }) => pathOf(uri) ?? []);
    },
  };
}

/** So that a long file does not have the disk read for each of its services. */
const maxInside = 20;

/** Tells the Dockerfiles in one document from each other. */
function fragmentOf(uri: string): string {
  return /#.*$/.exec(uri)?.[0] ?? "";
}

/** Asks the client to tell which files come and go, and when one changes whose text counts. */
export function registerContextWatchers(connection: Connection, log: Log): void {
  const watchers = [
    { globPattern: "**/*", kind: WatchKind.Create | WatchKind.Delete },
    ...[...callerGlobs, ...textFileGlobs].map((globPattern) => ({ globPattern, kind: WatchKind.Change })),
  ];
  const wanted = connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  wanted.catch(() => log.info("The client does not tell when files of the build context change."));
}
