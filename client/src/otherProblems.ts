import * as vscode from "vscode";
import { type BaseLanguageClient, State } from "vscode-languageclient";
import {
  type OtherProblem,
  type OtherProblems,
  otherProblemsNotification,
} from "../../server/src/protocol/messages.ts";
import { peerProblem } from "../../server/src/protocol/peers.ts";

/** Milliseconds in which several changes become one message. */
const pause = 100;

/** Tells the server what other extensions report, so that nothing is in the list twice. */
export function forwardOtherProblems(client: BaseLanguageClient): vscode.Disposable {
  const waiting = new Map<string, vscode.Uri>();
  /** What the server knows, by document. Our own problems change the list too, and must not start a circle. */
  const sent = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;

  function look(uris: readonly vscode.Uri[]): void {
    for (const uri of uris) waiting.set(uri.toString(), uri);
    if (waiting.size > 0) timer ??= setTimeout(send, pause);
  }

  function send(): void {
    timer = undefined;
    const uris = [...waiting.values()];
    waiting.clear();
    // A server that starts later is told then.
    if (client.state !== State.Running) return;
    for (const uri of uris) {
      if (!isOpenDockerfile(uri)) continue;
      const items = vscode.languages.getDiagnostics(uri).flatMap((problem) => otherProblem(problem) ?? []);
      const content = JSON.stringify(items);
      if (content === (sent.get(uri.toString()) ?? "[]")) continue;
      sent.set(uri.toString(), content);
      const message: OtherProblems = { uri: client.code2ProtocolConverter.asUri(uri), items };
      client.sendNotification(otherProblemsNotification, message).catch(() => sent.delete(uri.toString()));
    }
  }

  return vscode.Disposable.from(
    vscode.languages.onDidChangeDiagnostics(({ uris }) => look(uris.filter(isOpenDockerfile))),
    vscode.workspace.onDidOpenTextDocument(({ uri }) => look([uri])),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => sent.delete(uri.toString())),
    client.onDidChangeState(({ newState }) => {
      sent.clear();
      if (newState === State.Running) look(vscode.workspace.textDocuments.map(({ uri }) => uri));
    }),
    new vscode.Disposable(() => clearTimeout(timer)),
  );
}

function isOpenDockerfile(uri: vscode.Uri): boolean {
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  return document?.languageId === "dockerfile";
}

function otherProblem(problem: vscode.Diagnostic): OtherProblem | undefined {
  const named = peerProblem(problem);
  if (!named) return undefined;
  const { start, end } = problem.range;
  const range = {
    start: { line: start.line, character: start.character },
    end: { line: end.line, character: end.character },
  };
  return { source: named.peer, code: named.code, range };
}
