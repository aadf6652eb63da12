import { type Connection, type InitializeParams, TextDocuments } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Analyses, createAnalyses } from "./analyses.ts";
import { type BuildContexts, createBuildContexts } from "./buildContexts.ts";
import { type ClientFeatures, clientFeatures, initializationOptions } from "./clientFeatures.ts";
import type {
  ContainerEngine,
  Dependencies,
  HistorySource,
  ImageKnowledge,
  ShellCheck,
} from "./dependencies.ts";
import { createLanguageFeatures, type LanguageFeatures } from "./languageFeatures.ts";
import { createOtherProblems, type OtherProblemsStore } from "./otherProblems.ts";
import { createProjectConfigs } from "./projectConfigs.ts";
import { createPublisher, type Publisher } from "./publishing.ts";
import { createSettings, type SettingsStore } from "./settings.ts";
import { createStagesOnDisk, type StagesOnDisk } from "./stagesOnDisk.ts";

/** Everything that lives from `initialize` to `exit`. */
export interface Session {
  readonly connection: Connection;
  readonly dependencies: Dependencies;
  readonly features: ClientFeatures;
  readonly documents: TextDocuments<TextDocument>;
  readonly images: ImageKnowledge;
  readonly shellCheck: ShellCheck | undefined;
  readonly settings: SettingsStore;
  readonly language: LanguageFeatures;
  readonly contexts: BuildContexts | undefined;
  readonly stagesOnDisk: StagesOnDisk | undefined;
  readonly histories: HistorySource | undefined;
  readonly containerEngine: ContainerEngine | undefined;
  readonly analyses: Analyses;
  readonly others: OtherProblemsStore;
  readonly publisher: Publisher;
}

const usualPause = 60;

export function createSession(
  connection: Connection,
  dependencies: Dependencies,
  params: InitializeParams,
): Session {
  const { log, pauseMilliseconds: pause = usualPause } = dependencies;
  const options = initializationOptions(params.initializationOptions);
  const features = clientFeatures(params, options);
  const images = dependencies.images(options, connection);
  const shellCheck = dependencies.shellCheck?.(options);
  const documents = new TextDocuments({ create: TextDocument.create, update: nextVersion });
  const configs = createProjectConfigs(dependencies.configuration, connection);
  const settings = createSettings({ connection, features, rules: dependencies.rules, configs, log });
  const language = createLanguageFeatures({
    connection,
    client: params.capabilities,
    hasPeers: options.hasLanguagePeers === true,
    settings,
    log,
  });
  const contexts = dependencies.contexts && createBuildContexts(dependencies.contexts, settings);
  contexts?.setFolders(params.workspaceFolders ?? []);
  const stagesOnDisk = dependencies.dockerfiles && createStagesOnDisk(dependencies.dockerfiles);
  stagesOnDisk?.setFolders(params.workspaceFolders ?? []);
  const histories = dependencies.histories?.(options);
  const containerEngine = dependencies.containerEngine?.(options);
  const analyses = createAnalyses({
    settings,
    images,
    shellCheck,
    contexts,
    histories,
    containerEngine,
    dependencies,
  });
  const others = createOtherProblems();
  const publisher = createPublisher({ connection, documents, analyses, features, others, log, pause });
  return {
    connection,
    dependencies,
    features,
    documents,
    images,
    shellCheck,
    settings,
    language,
    contexts,
    stagesOnDisk,
    histories,
    containerEngine,
    analyses,
    others,
    publisher,
  };
}

/** Every version is a value of its own, so that what was worked out for one is never read with another's lines. */
function nextVersion(
  document: TextDocument,
  changes: Parameters<typeof TextDocument.update>[1],
  version: number,
): TextDocument {
  const copy = TextDocument.create(document.uri, document.languageId, document.version, document.getText());
  return TextDocument.update(copy, changes, version);
}
