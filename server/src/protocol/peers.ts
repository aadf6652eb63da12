/** Other extensions that report problems in Dockerfiles. */
export type Peer = "hadolint" | "docker" | "dockerfile-utils";

/** Extensions for VS Code that have an outline and hovers for Dockerfiles, by their ids. */
export const languagePeers: readonly string[] = [
  "docker.docker",
  "ms-azuretools.vscode-containers",
  "ms-azuretools.vscode-docker",
];

/** A problem of an editor, as VS Code or as LSP has it. */
export interface AnyProblem {
  readonly source?: string | undefined;
  readonly code?: unknown;
  readonly message: unknown;
}

/** Whose problem it is, and its code there; undefined when it is nobody's whose codes are known. */
export function peerProblem(problem: AnyProblem): { readonly peer: Peer; readonly code: string } | undefined {
  const peer = peerOf(problem);
  const code = codeOf(problem) ?? codeWithout(peer, String(problem.message));
  return peer && code !== undefined ? { peer, code } : undefined;
}

/** As text, whether it comes bare or with a link. */
export function codeOf({ code }: AnyProblem): string | undefined {
  const bare = typeof code === "object" && code !== null && "value" in code ? code.value : code;
  return typeof bare === "string" || typeof bare === "number" ? String(bare) : undefined;
}

function peerOf({ source = "", message }: AnyProblem): Peer | undefined {
  // The extension of hadolint names itself in the message; its forks and other clients in the source.
  if (source.toLowerCase() === "hadolint" || String(message).startsWith("[hadolint]")) return "hadolint";
  if (source.startsWith("Docker DX") || source === "docker-language-server") return "docker";
  // Container Tools, and every other client of dockerfile-language-server.
  if (source === "dockerfile-utils") return "dockerfile-utils";
  return undefined;
}

/** The code of a problem that comes without one. */
function codeWithout(peer: Peer | undefined, message: string): string | undefined {
  if (peer === "hadolint") return codeAtTheEnd(message);
  // What stops a build has no name there, unlike the checks.
  return peer === "docker" ? "invalid-syntax" : undefined;
}

/** "… (DL3006)", as older versions of hadolint's extension have it. */
function codeAtTheEnd(message: string): string | undefined {
  return /\(((?:DL|SC)\d+)\)$/.exec(message)?.[1];
}
