import type { WorkspaceFolder } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { parseDockerfile } from "../core/document/parse.ts";
import { isDockerfileName } from "../host/dockerfiles/names.ts";
import type { DockerfileSource } from "./dependencies.ts";
import { pathOf, uriOf } from "./fileUris.ts";
import { type NamedStage, namedStages } from "./symbols.ts";

/** The stages of Dockerfiles that may not be open. */
export interface StagesOnDisk {
  /** Of all that are found, but for those at these addresses, which are open. */
  besides(open: readonly string[], isWanted: () => boolean): Promise<readonly StagesOfFile[]>;
  touched(uris: readonly string[]): void;
  setFolders(folders: readonly WorkspaceFolder[]): void;
}

export interface StagesOfFile {
  readonly uri: string;
  readonly stages: readonly NamedStage[];
}

/** Files come and go without anybody telling, where the client watches none. */
const findAgainMilliseconds = 10_000;
/** The rest is read when it is asked for again, as editors do with each letter. */
const readMilliseconds = 1_500;
/** A file that a program wrote. */
const mostStages = 200;

export function createStagesOnDisk(source: DockerfileSource): StagesOnDisk {
  let folders: readonly string[] = [];
  let found: { readonly at: number; readonly paths: Promise<readonly string[]> } | undefined;
  let known = new Map<string, StagesOfFile & { readonly stamp: string }>();

  function paths(): Promise<readonly string[]> {
    const now = performance.now();
    if (!found || now - found.at > findAgainMilliseconds) found = { at: now, paths: source.find(folders) };
    return found.paths;
  }

  async function stagesOf(path: string): Promise<StagesOfFile | undefined> {
    const before = known.get(path);
    const file = await source.read(path, before?.stamp);
    if (!file) known.delete(path);
    if (file?.text !== undefined) known.set(path, { stamp: file.stamp, ...readStages(path, file.text) });
    return known.get(path);
  }

  return {
    async besides(open, isWanted) {
      const isOpen = new Set(open.flatMap((uri) => pathOf(uri) ?? []));
      const listed = await paths();
      const still = new Set(listed);
      known = new Map([...known].filter(([path]) => still.has(path)));
      const started = performance.now();
      const stages: StagesOfFile[] = [];
      for (const path of listed) {
        if (!isWanted() || performance.now() - started > readMilliseconds) break;
        const of = isOpen.has(path) ? undefined : await stagesOf(path);
        if (of) stages.push(of);
      }
      return stages;
    },
    touched(uris) {
      // A folder may have come with all that is in it.
      if (uris.some((uri) => isDockerfileName(nameIn(uri)) || !nameIn(uri).includes("."))) found = undefined;
    },
    setFolders(given) {
      folders = given.flatMap(({ uri }) => pathOf(uri) ?? []);
      found = undefined;
    },
  };
}

function readStages(path: string, text: string): StagesOfFile {
  const uri = uriOf(path);
  // Editors show a file without its byte order mark.
  const document = TextDocument.create(uri, "dockerfile", 0, text.replace(/^\uFEFF/, ""));
  const { stages } = parseDockerfile(document.getText());
  return { uri, stages: namedStages(document, stages.slice(0, mostStages)) };
}

function nameIn(uri: string): string {
  return uri.slice(uri.lastIndexOf("/") + 1);
}
