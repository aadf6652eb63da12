import {
  ApplyWorkspaceEditRequest,
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  type CodeLens,
  CodeLensRequest,
  type CompletionList,
  CompletionRequest,
  CompletionTriggerKind,
  type CreateFile,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidSaveTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExecuteCommandRequest,
  type Hover,
  HoverRequest,
  type InlayHint,
  InlayHintRequest,
  type MarkupContent,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import {
  type DocumentStatus,
  type OptimizePreview,
  optimizeRequest,
} from "../../../server/src/protocol/messages.ts";
import type { Messages } from "./client.ts";

interface OpenDocumentInput {
  readonly connection: ProtocolConnection;
  readonly published: Messages<PublishDiagnosticsParams>;
  readonly statuses: Messages<DocumentStatus>;
  readonly uri: string;
  readonly text: string;
}

/**
 * A document as an editor has it open. Places are given as a piece of its text with a bar where the cursor is
 * (`node:2|0`), or with two bars around what is selected.
 */
export class OpenDocument {
  readonly uri: string;
  private readonly input: OpenDocumentInput;
  private document: TextDocument;

  constructor(input: OpenDocumentInput) {
    this.input = input;
    this.uri = input.uri;
    this.document = TextDocument.create(input.uri, "dockerfile", 1, input.text);
  }

  get text(): string {
    return this.document.getText();
  }

  get version(): number {
    return this.document.version;
  }

  /** The problems of this version, once they have arrived. */
  async diagnostics(): Promise<readonly Diagnostic[]> {
    const { uri, version } = this;
    return (await this.input.published.latest((params) => params.uri === uri && params.version === version))
      .diagnostics;
  }

  /** The problems that arrive next. Call it before what causes them. */
  async nextDiagnostics(): Promise<readonly Diagnostic[]> {
    return (await this.input.published.next((params) => params.uri === this.uri)).diagnostics;
  }

  status(): Promise<DocumentStatus> {
    const { uri, version } = this;
    return this.input.statuses.latest((status) => status.uri === uri && status.version === version);
  }

  nextStatus(): Promise<DocumentStatus> {
    return this.input.statuses.next((status) => status.uri === this.uri);
  }

  pull(previousResultId?: string) {
    return this.input.connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: this.id,
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });
  }

  /** Replaces the piece of text between the bars. */
  async type(place: string, replacement: string): Promise<void> {
    const change = { range: this.rangeOf(place), text: replacement };
    this.document = TextDocument.create(
      this.uri,
      "dockerfile",
      this.version + 1,
      TextDocument.applyEdits(this.document, [{ range: change.range, newText: replacement }]),
    );
    await this.input.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: this.uri, version: this.version },
      contentChanges: [change],
    });
  }

  save(): Promise<void> {
    return this.input.connection.sendNotification(DidSaveTextDocumentNotification.type, {
      textDocument: this.id,
    });
  }

  close(): Promise<void> {
    return this.input.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: this.id,
    });
  }

  hoverAt(place: string): Promise<Hover | null> {
    return this.input.connection.sendRequest(HoverRequest.type, {
      textDocument: this.id,
      position: this.rangeOf(place).start,
    });
  }

  /** The hover's text, or undefined. */
  async hover(place: string): Promise<string | undefined> {
    return ((await this.hoverAt(place))?.contents as MarkupContent | undefined)?.value;
  }

  /** The address behind a link in the hover at a place. */
  async linkIn(place: string, name: string): Promise<string> {
    const text = (await this.hover(place)) ?? "";
    const links = [...text.matchAll(/\[`([^`]*)`\]\(([^ ]*) "[^"]*"\)/g)];
    const link = links.find(([, label]) => label?.endsWith(name))?.[2];
    if (link === undefined) throw new Error(`no link to "${name}" in: ${text}`);
    return link;
  }

  /** The text after the server has done what a link asks for. */
  async follow(link: string): Promise<string> {
    const [command = "", given = ""] = link.replace("command:", "").split("?");
    let changed = this.text;
    const { connection } = this.input;
    connection.onRequest(ApplyWorkspaceEditRequest.type, ({ edit }) => {
      changed = this.afterEdit(edit);
      return { applied: true };
    });
    await connection.sendRequest(ExecuteCommandRequest.type, {
      command,
      arguments: JSON.parse(decodeURIComponent(given)),
    });
    return changed;
  }

  async followed(place: string, name: string): Promise<string> {
    return this.follow(await this.linkIn(place, name));
  }

  /** Of the piece of text between the bars, or of all of it. */
  async inlayHints(place = `|${this.text}|`): Promise<readonly InlayHint[]> {
    const range = this.rangeOf(place);
    return (
      (await this.input.connection.sendRequest(InlayHintRequest.type, { textDocument: this.id, range })) ?? []
    );
  }

  /** With a trigger character, when the client asks on account of one. */
  async completions(place: string, triggerCharacter?: string): Promise<CompletionList> {
    const position = this.rangeOf(place).start;
    const context =
      triggerCharacter === undefined
        ? { triggerKind: CompletionTriggerKind.Invoked }
        : { triggerKind: CompletionTriggerKind.TriggerCharacter, triggerCharacter };
    const list = await this.input.connection.sendRequest(CompletionRequest.type, {
      textDocument: this.id,
      position,
      context,
    });
    if (!list || Array.isArray(list))
      throw new Error("the server answers with a list that may be incomplete");
    return list;
  }

  /** The text after the entry with this label was taken. */
  async completed(place: string, label: string): Promise<string> {
    const { items } = await this.completions(place);
    const edit = items.find((item) => item.label === label)?.textEdit;
    if (!edit) throw new Error(`no "${label}" among: ${items.map((item) => item.label).join(" ")}`);
    const range = "range" in edit ? edit.range : edit.replace;
    return TextDocument.applyEdits(this.document, [{ range, newText: edit.newText }]);
  }

  async codeLenses(): Promise<readonly CodeLens[]> {
    return (await this.input.connection.sendRequest(CodeLensRequest.type, { textDocument: this.id })) ?? [];
  }

  async actions(place: string, only?: readonly string[]): Promise<readonly CodeAction[]> {
    const { uri } = this;
    const diagnostics = this.input.published.all.findLast((params) => params.uri === uri)?.diagnostics ?? [];
    const answer = await this.input.connection.sendRequest(CodeActionRequest.type, {
      textDocument: this.id,
      range: this.rangeOf(place),
      context: { diagnostics, ...(only ? { only: [...only] } : {}) },
    });
    return (answer ?? []) as CodeAction[];
  }

  async titles(place: string, only?: readonly string[]): Promise<readonly string[]> {
    return (await this.actions(place, only)).map(({ title }) => title);
  }

  /** The text after the action with this title (or its beginning), its edit asked for where it is not there yet. */
  async after(place: string, title: string, only?: readonly string[]): Promise<string> {
    const actions = await this.actions(place, only);
    const action = actions.find((candidate) => candidate.title.startsWith(title));
    if (!action)
      throw new Error(`no action "${title}" among: ${actions.map((other) => other.title).join(" | ")}`);
    return this.afterEdit((await this.resolved(action)).edit);
  }

  async resolved(action: CodeAction): Promise<CodeAction> {
    return action.edit ? action : this.input.connection.sendRequest(CodeActionResolveRequest.type, action);
  }

  afterEdit(edit: WorkspaceEdit | undefined): string {
    return TextDocument.applyEdits(this.document, [...this.editsIn(edit)]);
  }

  optimize(selected?: readonly string[]): Promise<OptimizePreview | null> {
    return this.input.connection.sendRequest(optimizeRequest, {
      textDocument: this.id,
      ...(selected ? { selected } : {}),
    });
  }

  textIn({ start, end }: Range): string {
    return this.text.slice(this.document.offsetAt(start), this.document.offsetAt(end));
  }

  rangeOf(place: string): Range {
    const [before = "", inside, after] = place.split("|");
    const piece = place.replaceAll("|", "");
    const start = this.text.indexOf(piece);
    if (start < 0) throw new Error(`"${piece}" is not in the document`);
    const from = start + before.length;
    const to = after === undefined ? from : from + (inside ?? "").length;
    return { start: this.positionOf(from), end: this.positionOf(to) };
  }

  private get id() {
    return { uri: this.uri };
  }

  positionOf(offset: number): Position {
    return this.document.positionAt(offset);
  }

  private editsIn(edit: WorkspaceEdit | undefined): readonly TextEdit[] {
    const changes = (edit?.documentChanges ?? []) as readonly (TextDocumentEdit | CreateFile)[];
    const ours = changes.flatMap((change) =>
      "edits" in change && change.textDocument.uri === this.uri ? [change] : [],
    );
    for (const { textDocument } of ours) {
      if (textDocument.version !== this.version)
        throw new Error(`an edit for version ${textDocument.version}`);
    }
    return [...ours.flatMap(({ edits }) => edits as TextEdit[]), ...(edit?.changes?.[this.uri] ?? [])];
  }
}
