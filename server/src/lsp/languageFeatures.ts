import {
  BulkRegistration,
  type ClientCapabilities,
  type Connection,
  DefinitionRequest,
  type Disposable,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  LinkedEditingRangeRequest,
  ReferencesRequest,
  RegistrationType,
  SelectionRangeRequest,
  type ServerCapabilities,
  WorkspaceSymbolRequest,
} from "vscode-languageserver";
import type { Log } from "./dependencies.ts";
import { inWords } from "./guard.ts";
import type { SettingsStore } from "./settings.ts";

/** Which features of any language the client is told about, where it can be told later. */
export interface LanguageFeatures {
  /** Another extension brings a Dockerfile language service too, which looks at files on a disk and at no others. */
  isBesideOthers(uri: string): boolean;
  setPeers(arePresent: boolean): void;
  /** What is told at the start to clients that cannot be told later. */
  readonly capabilities: ServerCapabilities;
  /** Settings or extensions have changed: tells the client what is different now. */
  update(): Promise<void>;
}

interface Feature {
  readonly method: string;
  readonly capability: ServerCapabilities;
  readonly registers: (client: ClientCapabilities) => boolean | undefined;
  /** An editor shows what two extensions answer one below the other. */
  readonly isDoubled?: boolean;
}

const all: readonly Feature[] = [
  {
    method: DocumentSymbolRequest.method,
    capability: { documentSymbolProvider: { label: "Plimsoll" } },
    registers: ({ textDocument }) => textDocument?.documentSymbol?.dynamicRegistration,
    isDoubled: true,
  },
  {
    method: WorkspaceSymbolRequest.method,
    capability: { workspaceSymbolProvider: true },
    registers: ({ workspace }) => workspace?.symbol?.dynamicRegistration,
  },
  {
    method: FoldingRangeRequest.method,
    capability: { foldingRangeProvider: true },
    registers: ({ textDocument }) => textDocument?.foldingRange?.dynamicRegistration,
  },
  {
    method: DefinitionRequest.method,
    capability: { definitionProvider: true },
    registers: ({ textDocument }) => textDocument?.definition?.dynamicRegistration,
  },
  {
    method: ReferencesRequest.method,
    capability: { referencesProvider: true },
    registers: ({ textDocument }) => textDocument?.references?.dynamicRegistration,
  },
  {
    method: DocumentHighlightRequest.method,
    capability: { documentHighlightProvider: true },
    registers: ({ textDocument }) => textDocument?.documentHighlight?.dynamicRegistration,
  },
  {
    method: DocumentLinkRequest.method,
    capability: { documentLinkProvider: {} },
    registers: ({ textDocument }) => textDocument?.documentLink?.dynamicRegistration,
  },
  {
    method: SelectionRangeRequest.method,
    capability: { selectionRangeProvider: true },
    registers: ({ textDocument }) => textDocument?.selectionRange?.dynamicRegistration,
  },
  {
    method: LinkedEditingRangeRequest.method,
    capability: { linkedEditingRangeProvider: true },
    registers: ({ textDocument }) => textDocument?.linkedEditingRange?.dynamicRegistration,
  },
];

interface LanguageFeaturesInput {
  readonly connection: Connection;
  readonly client: ClientCapabilities;
  readonly hasPeers: boolean;
  readonly settings: SettingsStore;
  readonly log: Log;
}

export function createLanguageFeatures({
  connection,
  client,
  hasPeers,
  settings,
  log,
}: LanguageFeaturesInput): LanguageFeatures {
  const told = all.filter(({ registers }) => registers(client) !== true);
  const later = all.filter((feature) => !told.includes(feature));
  const registered = new Map<Feature, Disposable>();
  let arePresent = hasPeers;
  let last = Promise.resolve();

  async function adjust(): Promise<void> {
    const { language } = await settings.ofWindow();
    for (const feature of later) {
      const isWanted = language === "on" || (language === "auto" && !(feature.isDoubled && arePresent));
      const known = registered.get(feature);
      if (isWanted === (known !== undefined)) continue;
      if (known) {
        registered.delete(feature);
        known.dispose();
      } else registered.set(feature, await connection.client.register(registrationOf(feature)));
    }
  }

  return {
    isBesideOthers: (uri) => arePresent && uri.startsWith("file:"),
    setPeers(now) {
      arePresent = now;
    },
    capabilities: Object.assign({}, ...told.map(({ capability }) => capability)),
    update() {
      if (later.length === 0) return last;
      // One after the other, so that nothing is registered twice.
      last = last
        .then(adjust)
        .catch((error) => log.info(`The client did not take a feature: ${inWords(error)}`));
      return last;
    },
  };
}

/** With the options that the client would find in the capabilities, for the documents that it has chosen itself. */
function registrationOf({ method, capability }: Feature): BulkRegistration {
  const [options] = Object.values(capability);
  const registration = BulkRegistration.create();
  registration.add(new RegistrationType<unknown>(method), {
    documentSelector: null,
    ...(typeof options === "object" ? options : {}),
  });
  return registration;
}
