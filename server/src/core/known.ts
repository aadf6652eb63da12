import type { IgnoreLine } from "./context/ignoreFile.ts";
import type { BuiltImage } from "./estimate/builtImage.ts";
import type { ImageFacts, ImageReference, Platform } from "./images/types.ts";
import type { ShellProblem, ShellText } from "./shell/problems.ts";

/**
 * What is known about the world around the Dockerfile, as values. Everything here is a snapshot: asking costs
 * nothing, cannot fail, and answers `undefined` for "not known".
 */
export interface Known {
  readonly images: KnownImages;
  readonly context: BuildContext | undefined;
  /** The platform that is built for when a FROM does not say: `linux/amd64`. */
  readonly platform: Platform;
  /** ISO date: `2026-09-30`. */
  readonly today: string | undefined;
  /** What ShellCheck has found; not set where nobody asks it. */
  readonly shellProblems?: KnownShellProblems;
  /** Images of the container engine, one of which may have been built from this file; not set where nobody looks. */
  readonly builtImages?: readonly BuiltImage[];
  /** What happened to the files of the build context; not set where nobody looks, or there is no history. */
  readonly history?: ChangeHistory | undefined;
}

/** The latest commits of the repository that the build context lies in. */
export interface ChangeHistory {
  readonly commits: number;
  /** How many of the commits touch a file that is meant. Paths are relative to the context; some are not there any more. */
  touching(isMeant: (file: string) => boolean): number;
}

export interface KnownShellProblems {
  /** Undefined while this very text has not been checked. */
  of(script: ShellText): readonly ShellProblem[] | undefined;
}

export interface KnownImages {
  /** Facts of exactly this image, or of a close neighbour (then `standsInFor` says so). */
  facts(reference: ImageReference, platform: Platform): ImageFacts | undefined;
  /** Tags known to exist in the repository, in no special order; empty when nothing is known about it. */
  tags(reference: ImageReference): readonly string[];
  /** What lists to choose from are made of; not set where there is no such list. */
  readonly catalog?: ImageCatalog;
}

export interface ImageCatalog {
  /** Images that figures are known of, as they are written behind FROM: `node`. */
  readonly names: readonly string[];
  /** As `KnownImages.facts`, but nobody is asked on account of it. */
  facts(reference: ImageReference, platform: Platform): ImageFacts | undefined;
  /** Tags that the registry itself has listed so far; not set where registries are not asked. */
  listed?(reference: ImageReference): readonly string[];
  /** More tags are on their way. */
  isListing?(): boolean;
}

/**
 * The files that COPY and ADD can see. Paths are relative to the context, with `/` and without a leading `./`; "" is
 * the context itself. Sizes are in bytes. `context/buildContext.ts` makes one from a listing.
 */
export interface BuildContext {
  /** False when the listing was cut, so that absence proves nothing. */
  readonly complete: boolean;
  /** The ignore file in force; undefined when there is none. */
  readonly ignoreFile: IgnoreFile | undefined;
  /** A file or folder of that path is there, ignored or not; true also for what may be behind a symbolic link. */
  has(path: string): boolean;
  isFolder(path: string): boolean;
  /** Nothing of the file or folder gets past the ignore file. Of a path that is not there: it would not. */
  isIgnored(path: string): boolean;
  /**
   * Files and folders that a COPY source names and that get past the ignore file. Wildcards stay within one part of
   * the path. A folder is named once, although COPY takes what is in it.
   */
  find(pattern: string): readonly string[];
  /** The same, ignored ones included. */
  findListed(pattern: string): readonly string[];
  /** Every file at or below the path that gets past the ignore file. */
  files(path: string): Iterable<string>;
  /** What stands directly in a folder, ignored or not, in the order of the listing. */
  children(folder: string): readonly ContextEntry[];
  /** Text of a manifest, lock file or the ignore file, when it was read. */
  read(path: string): string | undefined;
  /** Bytes of a file, or of everything below a folder, after the ignore file; undefined when nothing gets past it. */
  size(path: string): number | undefined;
  /** Bytes before the ignore file; undefined when the path is not there. */
  listedSize(path: string): number | undefined;
  /** The same files with another ignore file. */
  withIgnoreFile(path: string, text: string): BuildContext;
}

export interface ContextEntry {
  readonly name: string;
  readonly path: string;
  readonly isFolder: boolean;
  /** Nothing of it gets past the ignore file. */
  readonly isIgnored: boolean;
}

export interface IgnoreFile {
  /** Relative to the context: `.dockerignore`, `docker/app.Dockerfile.dockerignore`. */
  readonly path: string;
  readonly text: string;
  /** Without comments and blank lines. */
  readonly lines: readonly IgnoreLine[];
  /** The first pattern that every build fails with. */
  readonly malformed: IgnoreLine | undefined;
}

export const noImages: KnownImages = { facts: () => undefined, tags: () => [] };

export const nothingKnown: Known = {
  images: noImages,
  context: undefined,
  platform: "linux/amd64",
  today: undefined,
};
