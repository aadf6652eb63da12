/** Custom messages between the language server and an editor that knows more than LSP. Plain data only. */
import type { Report } from "../core/report/model.ts";
import type { Peer } from "./peers.ts";

/**
 * Request, client → server: which Dockerfiles stand in a compose file or a file for bake. Requests about one of them have
 * the address of the file with its owner as the fragment.
 */
export const insideRequest = "plimsoll/dockerfilesInside";

export interface InsideParams {
  readonly textDocument: { readonly uri: string };
}

/** `null` is answered for a document that the server does not know. */
export interface DockerfilesInside {
  /** In the order of the file. */
  readonly items: readonly DockerfileInside[];
  /** Why there are none, a sentence without its full stop; set when `items` is empty. */
  readonly reason?: string;
}

export interface DockerfileInside {
  /** What in the file it belongs to: `services.web`, `target.app`. */
  readonly owner: string;
  readonly range: PlainRange;
}

/** Request, client → server: what "Optimize Dockerfile" would do. */
export const optimizeRequest = "plimsoll/optimize";

export interface OptimizeParams {
  /** A Dockerfile; a file that holds some means all of them. */
  readonly textDocument: { readonly uri: string };
  /** Keys of the items to apply; the safe ones when not given. */
  readonly selected?: readonly string[];
}

/** `null` is answered for a document that the server does not know. */
export interface OptimizePreview {
  /** Version of the document that the figures and edits belong to. Edits for another version must not be applied. */
  readonly version: number;
  /** Everything that could be done, in order of the document, safe items first. Independent of `selected`. */
  readonly items: readonly OptimizeItem[];
  /** The whole text with the selected items applied. */
  readonly text: string;
  /** The same as the smallest edits against the document at `version`; line and character from 0, UTF-16. */
  readonly edits: readonly PlainTextEdit[];
  /** Files to create or replace, as URIs. */
  readonly files: readonly { readonly uri: string; readonly content: string }[];
  /** Of several Dockerfiles in one file only the layers are summed up. */
  readonly before: SizeSummary;
  readonly after: SizeSummary;
  /** What cannot be done with certainty where it is written, and why: sentences without their full stops. */
  readonly leftOut: readonly string[];
}

export interface OptimizeItem {
  readonly key: string;
  readonly rule: string;
  readonly title: string;
  readonly safety: "safe" | "review";
  readonly assumption?: string;
  /** "≈ 309 MB" */
  readonly gain?: string;
  /** Line of the finding in the document as it is, from 0; undefined when it only appears after another item. */
  readonly line?: number;
  readonly severity: "error" | "warning" | "information" | "hint";
  /** How many places it changes. */
  readonly count: number;
  /** Whose Dockerfile it is about, where the file holds several. */
  readonly owner?: string;
}

/** Request, client → server: how to make a single-stage Dockerfile a multi-stage one. `OptimizeParams` go with it. */
export const convertRequest = "plimsoll/convertToMultiStage";

/** The text is that of the one selected item; without one it is the document's. */
export interface ConversionPreview extends OptimizePreview {
  /** One for each runtime base that fits, the recommended one first. */
  readonly items: readonly ConversionItem[];
  /** Why there is none, a sentence without its full stop; set when `items` is empty. */
  readonly reason?: string;
}

export interface ConversionItem extends OptimizeItem {
  /** The runtime base as it is written behind FROM. */
  readonly base: string;
  /** "≈ 75 MB on disk, ≈ 28 MB to download" */
  readonly size?: string;
  /** An essential of it is a guess. */
  readonly isDraft: boolean;
}

export interface PlainTextEdit {
  readonly range: PlainRange;
  readonly newText: string;
}

export interface PlainRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export interface SizeSummary {
  /** "≈ 1.1 GB", "≈ 410 MB or more", or undefined when nothing is known. */
  readonly short?: string;
  /** The same to download. */
  readonly download?: string;
  /** One sentence with both sizes and the source. */
  readonly long?: string;
  /** Layers that this file adds to its base. */
  readonly layers: number;
  /** ISO date of the figures of the base image. */
  readonly asOf?: string;
}

/** Command of the client: shows what `convertRequest` answers. Its argument is the address of the document. */
export const convertCommand = "plimsoll.convertToMultiStage";

/** Request, client → server: what a change of a file or folder makes builds run again. */
export const rebuildsRequest = "plimsoll/whatRebuilds";

export interface RebuildsParams {
  /** The file or folder that changes. */
  readonly uri: string;
  /** The Dockerfiles to look at, open or not. */
  readonly dockerfiles: readonly string[];
}

export interface Rebuilds {
  /** One for each Dockerfile that runs something again. */
  readonly groups: readonly RebuildGroup[];
  /** Why there is none, in a sentence without a full stop; set when `groups` is empty. */
  readonly reason?: string;
}

export interface RebuildGroup {
  readonly uri: string;
  /** "docker/Dockerfile: most of the estimated build work (≈ 80 %)" */
  readonly title: string;
  readonly items: readonly RebuiltItem[];
}

export interface RebuiltItem {
  readonly range: PlainRange;
  /** The first line of the instruction. */
  readonly label: string;
  /** "stage build, line 5" */
  readonly place: string;
  /** "takes src/index.ts" */
  readonly why: string;
}

/** Request, client → server: what the image report of a document shows. */
export const reportRequest = "plimsoll/report";

export interface ReportParams {
  readonly textDocument: { readonly uri: string };
}

/** `null` is answered for a document that the server does not know. */
export interface ReportAnswer {
  /** Version of the document that the report and its lines belong to. */
  readonly version: number;
  /** Undefined when the document is not analysed. */
  readonly report?: Report;
  /** Why there is no report. */
  readonly reason?: string;
}

/** Notification, server → client, after each analysis. */
export const statusNotification = "plimsoll/status";

export interface DocumentStatus {
  readonly uri: string;
  readonly version: number;
  readonly findings: number;
  readonly fixable: number;
  readonly size: SizeSummary;
  /** Set when the document is not analysed, and why. */
  readonly reason?: string;
  /** How many Dockerfiles stand in a document that is none itself; undefined while it is broken, too. */
  readonly inside?: number;
}

/** What the client hands over in `initializationOptions`. */
export interface InitializationOptions {
  /** Folder that belongs to the extension, for the cache of image facts; undefined when there is none. */
  readonly cacheFolder?: string;
  readonly isTrusted?: boolean;
  /** The client answers `askRegistryRequest` and `askTagsRequest`. */
  readonly asksRegistries?: boolean;
  /** See `languagePeersNotification`. */
  readonly hasLanguagePeers?: boolean;
  /** The client shows "Optimize Dockerfile" itself, so no source action is needed for it. */
  readonly hasOptimizeCommand?: boolean;
  /** Somebody else completes keywords, flags and the like: ours is limited to images and their tags. */
  readonly completesImagesOnly?: boolean;
  /** The client's command that shows completions at the cursor; it is run where one choice leads to the next. */
  readonly suggestCommand?: string;
  /** The client has a command that lets the user choose between conversions: `convertCommand`. */
  readonly hasConvertCommand?: boolean;
  /** Commands that lenses and links in hovers may run: those of the client, and those that the server answers. */
  readonly commands?: readonly string[];
}

/**
 * Request, server → client: what a registry says of an image, or null. In VS Code the extension asks, because only its
 * process has the proxies and certificates that the user has set up. Holds no secret and gets none back.
 */
export const askRegistryRequest = "plimsoll/askRegistry";

/** Request, server → client, for the same reason: the tags of a repository, or null. */
export const askTagsRequest = "plimsoll/askTags";

/** Notification, client → server: the workspace has become trusted. */
export const trustNotification = "plimsoll/trust";

/** Notification, client → server: extensions that bring a language service for Dockerfiles came or went. */
export const languagePeersNotification = "plimsoll/languagePeers";

export interface LanguagePeers {
  readonly arePresent: boolean;
}

/** Notification, client → server: what other extensions say about a document, in place of what they said before. */
export const otherProblemsNotification = "plimsoll/otherProblems";

export interface OtherProblems {
  readonly uri: string;
  readonly items: readonly OtherProblem[];
}

export interface OtherProblem {
  readonly source: Peer;
  readonly code: string;
  readonly range: PlainRange;
}
