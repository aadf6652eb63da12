import type { CancellationToken } from "vscode-languageserver";
import type { BuiltImage } from "../core/estimate/builtImage.ts";
import type { Platform } from "../core/images/types.ts";
import type { ChangeHistory, KnownImages, KnownShellProblems } from "../core/known.ts";
import type { Rule } from "../core/rule.ts";
import type { RegistrySettings } from "../core/settings.ts";
import type { ShellText } from "../core/shell/problems.ts";
import type { LoadedConfig } from "../host/config/loader.ts";
import type { FileOnDisk } from "../host/dockerfiles/dockerfiles.ts";
import type { InitializationOptions } from "../protocol/messages.ts";
import type { ContextSource } from "./buildContexts.ts";

/** What the server needs from the outside world. Tests hand in values, the process hands in the host. */
export interface Dependencies {
  /** Called once, when the client has said who it is. */
  images(options: InitializationOptions, client: ClientRequests): ImageKnowledge;
  /** Called once, as `images`. Without it nobody checks shell scripts. */
  shellCheck?(options: InitializationOptions): ShellCheck;
  readonly rules: readonly Rule[];
  /** Called once, as `images`. Without it nobody asks git how often files change. */
  histories?(options: InitializationOptions): HistorySource;
  /** Called once, as `images`. Without it no container engine is asked what was built. */
  containerEngine?(options: InitializationOptions): ContainerEngine;
  /** Without it nobody looks at build contexts. */
  readonly contexts?: ContextSource;
  /** Without it the stages of open documents are all that is found. */
  readonly dockerfiles?: DockerfileSource;
  /** Configuration files by the absolute path of a Dockerfile. */
  readonly configuration: ConfigSource;
  /** What the setting `platform: auto` stands for. */
  readonly platform: Platform;
  /** ISO date, for what depends on the calendar; the tables' own date stands in when nobody says. */
  readonly today?: () => string;
  readonly log: Log;
  /** How long typing has to pause before a document is analysed. */
  readonly pauseMilliseconds?: number;
}

/** What the server may ask its client. */
export interface ClientRequests {
  sendRequest<R>(method: string, params: unknown, token: CancellationToken): Promise<R>;
}

/** Image facts that may grow: asking costs nothing, and the listeners hear when more has arrived. */
export interface ImageKnowledge {
  readonly known: KnownImages;
  onChange(listener: () => void): void;
  /** The workspace has become trusted. */
  trust(): void;
  /** Whom the user's settings allow to be asked; called before each analysis. */
  use?(settings: RegistrySettings): void;
  /** When the tags that a list to choose from has asked for have come, at the latest after so many milliseconds. */
  whenListed?(milliseconds: number): Promise<void>;
}

/** Files on disk; what was read is kept until `forget`. Never rejects. */
export interface ConfigSource {
  of(path: string): Promise<LoadedConfig>;
  readonly none: LoadedConfig;
  forget(): void;
}

/** Dockerfiles on disk, by absolute paths, as `host/dockerfiles/` finds them. Never rejects. */
export interface DockerfileSource {
  find(folders: readonly string[]): Promise<readonly string[]>;
  /** Without the text where the stamp is the one that is known; undefined for what cannot be read. */
  read(path: string, known: string | undefined): Promise<FileOnDisk | undefined>;
}

/** Answers of ShellCheck that may grow. `program` is the full path that the settings name, "" for the one on PATH. */
export interface ShellCheck {
  known(program: string): KnownShellProblems;
  /** The scripts that a document has now. */
  want(uri: string, program: string, scripts: readonly ShellText[]): void;
  /** The document is closed. */
  forget(uri: string): void;
  onChange(listener: () => void): void;
  /** The workspace has become trusted. */
  trust(): void;
}

/** The container engine of the machine, as `host/engine/localEngine.ts` asks it. */
export interface ContainerEngine {
  builtImages(): readonly BuiltImage[];
  use(isOn: boolean): void;
  onChange(listener: () => void): void;
  /** The workspace has become trusted. */
  trust(): void;
}

/** Histories of build contexts by absolute path, as `host/git/histories.ts` keeps them. */
export interface HistorySource {
  known(folder: string): ChangeHistory | undefined;
  /** A Dockerfile with this context was opened or saved. */
  look(folder: string): Promise<void>;
  onChange(listener: () => void): void;
  /** The workspace has become trusted. */
  trust(): void;
}

/** Never holds text of the user's files. */
export interface Log {
  info(line: string): void;
  error(line: string): void;
}
