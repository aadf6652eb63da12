import type { InitializeParams } from "vscode-languageserver";
import type { InitializationOptions } from "../protocol/messages.ts";

/** What the client at the other end can do, in the words that the features ask it in. */
export interface ClientFeatures {
  /** It asks for problems itself, and can be told to ask again. */
  readonly pullsDiagnostics: boolean;
  readonly linksCodes: boolean;
  readonly fadesUnnecessary: boolean;
  /** It takes edits that name the version they belong to. */
  readonly takesVersionedEdits: boolean;
  readonly createsFiles: boolean;
  /** It asks for the edit of a code action when the user has chosen it. */
  readonly resolvesEdits: boolean;
  /** It asks what can be renamed before it asks for a name. */
  readonly preparesRename: boolean;
  readonly showsMarkdown: boolean;
  /** It highlights a part of a signature by its place, and nobody else offers signatures. */
  readonly takesSignatures: boolean;
  readonly answersConfiguration: boolean;
  readonly registersConfiguration: boolean;
  readonly registersWatchers: boolean;
  /** It tells which folders are open, and when that changes. */
  readonly tellsFolders: boolean;
  /** A formatter can come and go. */
  readonly registersFormatting: boolean;
  readonly hasOptimizeCommand: boolean;
  readonly hasConvertCommand: boolean;
  /** It shows code actions that cannot be taken, with the reason. */
  readonly showsDisabled: boolean;
  /** Commands that a lens or a link may run. */
  readonly commands: ReadonlySet<string>;
  readonly completion: {
    /** It lets the user choose between replacing the word and inserting into it. */
    readonly insertsOrReplaces: boolean;
    readonly insertsSnippets: boolean;
    /** Shows the list anew behind what was taken. */
    readonly suggestCommand: string | undefined;
    /** Somebody else offers all but images and their tags. */
    readonly imagesOnly: boolean;
    /** It shows a few words behind each entry. */
    readonly showsWordsBehind: boolean;
    readonly showsMarkdown: boolean;
  };
  /** Views that can be told to ask again. */
  readonly refreshes: { readonly inlayHints: boolean; readonly codeLenses: boolean };
}

export function clientFeatures(
  { capabilities }: InitializeParams,
  options: InitializationOptions,
): ClientFeatures {
  const { textDocument, workspace } = capabilities;
  const { codeAction, completion, hover, publishDiagnostics, signatureHelp } = textDocument ?? {};
  const item = completion?.completionItem;
  const changes = workspace?.workspaceEdit;
  const pulls = textDocument?.diagnostic !== undefined && workspace?.diagnostics?.refreshSupport === true;
  const shown = pulls ? textDocument?.diagnostic : publishDiagnostics;
  const resolves = codeAction?.resolveSupport?.properties.includes("edit") === true;
  return {
    pullsDiagnostics: pulls,
    linksCodes: shown?.codeDescriptionSupport === true,
    fadesUnnecessary: shown?.tagSupport?.valueSet.includes(1) === true,
    takesVersionedEdits: changes?.documentChanges === true,
    createsFiles:
      changes?.documentChanges === true && changes.resourceOperations?.includes("create") === true,
    resolvesEdits: resolves && codeAction?.dataSupport === true,
    preparesRename: textDocument?.rename?.prepareSupport === true,
    showsMarkdown: hover?.contentFormat?.includes("markdown") === true,
    takesSignatures:
      signatureHelp?.signatureInformation?.parameterInformation?.labelOffsetSupport === true &&
      options.completesImagesOnly !== true,
    answersConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    tellsFolders: workspace?.workspaceFolders === true,
    registersWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    registersFormatting: textDocument?.formatting?.dynamicRegistration === true,
    hasOptimizeCommand: options.hasOptimizeCommand === true,
    hasConvertCommand: options.hasConvertCommand === true,
    showsDisabled: codeAction?.disabledSupport === true,
    commands: new Set(options.commands),
    completion: {
      insertsOrReplaces: item?.insertReplaceSupport === true,
      insertsSnippets: item?.snippetSupport === true,
      suggestCommand: options.suggestCommand,
      imagesOnly: options.completesImagesOnly === true,
      showsWordsBehind: item?.labelDetailsSupport === true,
      showsMarkdown: item?.documentationFormat?.includes("markdown") === true,
    },
    refreshes: {
      inlayHints: workspace?.inlayHint?.refreshSupport === true,
      codeLenses: workspace?.codeLens?.refreshSupport === true,
    },
  };
}

/** Whatever the client has sent, in the form that the contract gives it. */
export function initializationOptions(given: unknown): InitializationOptions {
  if (typeof given !== "object" || given === null) return {};
  const options = given as Readonly<Record<string, unknown>>;
  return {
    ...(typeof options.cacheFolder === "string" ? { cacheFolder: options.cacheFolder } : {}),
    isTrusted: options.isTrusted === true,
    hasConvertCommand: options.hasConvertCommand === true,
    asksRegistries: options.asksRegistries === true,
    hasLanguagePeers: options.hasLanguagePeers === true,
    hasOptimizeCommand: options.hasOptimizeCommand === true,
    completesImagesOnly: options.completesImagesOnly === true,
    ...(typeof options.suggestCommand === "string" ? { suggestCommand: options.suggestCommand } : {}),
    ...(Array.isArray(options.commands)
      ? { commands: options.commands.filter((command) => typeof command === "string") }
      : {}),
  };
}
