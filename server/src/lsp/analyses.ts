import type { TextDocument } from "vscode-languageserver-textdocument";
import { type Analysis, type AnalyzeInput, analysisOf, lateAnalysis } from "../core/analyze.ts";
import { shellTexts } from "../core/facts/shellTexts.ts";
import type { Rule } from "../core/rule.ts";
import type { Surroundings } from "../host/buildContext/contexts.ts";
import type { InlineDockerfile } from "../host/inline/inlineText.ts";
import { isBake, mayHoldDockerfiles } from "../host/inline/names.ts";
import { aboutKnownText, type FileVariable } from "../host/inline/variables.ts";
import { t } from "../l10n/t.ts";
import type { BuildContexts } from "./buildContexts.ts";
import type {
  ContainerEngine,
  Dependencies,
  HistorySource,
  ImageKnowledge,
  ShellCheck,
} from "./dependencies.ts";
import { inWords } from "./guard.ts";
import { documentOf, inlinesIn } from "./inline/documents.ts";
import type { DocumentSettings, SettingsStore } from "./settings.ts";

/** One version of a document with what is known about it. */
export type Outcome = Analysed | NotAnalysed;

export interface Analysed {
  readonly document: TextDocument;
  readonly settings: DocumentSettings;
  readonly input: AnalyzeInput & { readonly rules: readonly Rule[] };
  readonly analysis: Analysis;
  /** Undefined while the build context is not known. */
  readonly surroundings: Surroundings | undefined;
  /** Where it stands, for a Dockerfile in a document that is none itself. */
  readonly inside?: Inside;
}

export interface NotAnalysed {
  readonly document: TextDocument;
  readonly settings: DocumentSettings;
  readonly analysis: undefined;
  /** Why, in words for the user. */
  readonly reason: string;
  /** The Dockerfiles in a document that is none itself; undefined while it is broken, too. */
  readonly parts?: readonly Part[];
}

/** The place of a Dockerfile in another document. */
export interface Inside {
  readonly holder: TextDocument;
  readonly inline: InlineDockerfile;
}

/** A Dockerfile inside another document, looked at as if it were a document of its own. */
export interface Part extends Analysed {
  readonly inside: Inside;
}

/** What the file around a Dockerfile puts into it. */
export function variablesIn({ inside }: Analysed): readonly FileVariable[] {
  return inside?.inline.variables ?? [];
}

/** One analysis per document version, shared by all features. */
export interface Analyses {
  of(document: TextDocument): Promise<Outcome>;
  /** The world has changed: what was known before is not true any more. */
  forgetAll(): void;
  /** Grows with `forgetAll`. */
  readonly generation: number;
}

interface AnalysesInput {
  readonly settings: SettingsStore;
  readonly images: ImageKnowledge;
  readonly shellCheck: ShellCheck | undefined;
  readonly contexts: BuildContexts | undefined;
  readonly histories: HistorySource | undefined;
  readonly containerEngine: ContainerEngine | undefined;
  readonly dependencies: Dependencies;
}

export function createAnalyses({
  settings,
  images,
  shellCheck,
  contexts,
  histories,
  containerEngine,
  dependencies,
}: AnalysesInput): Analyses {
  const { platform, rules, log } = dependencies;
  const failedRules = new Set<string>();
  let outcomes = new WeakMap<TextDocument, Outcome>();
  let generation = 0;

  function outcomeOf(document: TextDocument, values: DocumentSettings, inlines: Inlines): Outcome {
    const none = { document, settings: values, analysis: undefined };
    const reason = reasonNotTo(document, values);
    if (reason !== undefined) return { ...none, reason };
    if (inlines === "broken")
      return { ...none, reason: t("It is not valid {0}", isBake(document.uri) ? "JSON" : "YAML") };
    if (!inlines) {
      const outcome = analyse(document, values);
      wantShellCheck(document, [outcome]);
      return outcome;
    }
    const parts = inlines.map(
      (inline): Part => ({
        ...ofKnownText(inline, analyse(documentOf(document, inline), values)),
        inside: { holder: document, inline },
      }),
    );
    wantShellCheck(document, parts);
    return { ...none, reason: t("It holds no Dockerfile"), parts };
  }

  function wantShellCheck({ uri }: TextDocument, outcomes: readonly Analysed[]): void {
    const [first] = outcomes;
    if (!shellCheck || !first || !wantsShellCheck(first.settings)) return;
    const scripts = outcomes.flatMap(({ analysis }) => shellTexts(analysis.facts));
    shellCheck.want(uri, first.settings.shellcheckPath, scripts);
  }

  function analyse(document: TextDocument, values: DocumentSettings): Analysed {
    const checker = wantsShellCheck(values) ? shellCheck : undefined;
    const program = values.shellcheckPath;
    images.use?.(values.registry);
    containerEngine?.use(values.containerEngine === "auto");
    const surroundings = contexts?.around(document.uri);
    const input: Analysed["input"] = {
      known: {
        images: images.known,
        context: surroundings?.snapshot.context,
        history: surroundings && histories?.known(surroundings.discovery.folder),
        platform: values.platform === "auto" ? platform : values.platform,
        today: dependencies.today?.(),
        ...(containerEngine && { builtImages: containerEngine.builtImages() }),
        ...(checker && { shellProblems: checker.known(program) }),
      },
      settings: { severities: values.severities, policy: values.policy },
      rules,
    };
    const analysis = analysisOf(document.getText(), input);
    return { document, settings: values, input, analysis: withFailuresTold(analysis), surroundings };
  }

  function ofKnownText(inline: InlineDockerfile, outcome: Analysed): Analysed {
    if (inline.variables.every(({ isKnown }) => isKnown)) return outcome;
    const { analysis } = outcome;
    const judge = () => ({
      failures: analysis.failures,
      findings: aboutKnownText(inline, analysis.findings),
    });
    return { ...outcome, analysis: lateAnalysis(analysis.facts, judge) };
  }

  /** Each rule that fails is told of once, when the rules have run. */
  function withFailuresTold(analysis: Analysis): Analysis {
    return lateAnalysis(analysis.facts, () => {
      for (const { rule, error } of analysis.failures) {
        if (failedRules.has(rule.id)) continue;
        failedRules.add(rule.id);
        log.error(`The rule ${rule.id} failed and is left out: ${inWords(error)}`);
      }
      return analysis;
    });
  }

  async function of(document: TextDocument): Promise<Outcome> {
    const startedIn = generation;
    const values = await settings.of(document.uri);
    const inlines = await inlinesOf(document, values);
    if (generation !== startedIn) return of(document);
    const outcome = outcomes.get(document) ?? outcomeOf(document, values, inlines);
    outcomes.set(document, outcome);
    return outcome;
  }

  return {
    of,
    forgetAll() {
      outcomes = new WeakMap();
      generation += 1;
    },
    get generation() {
      return generation;
    },
  };
}

/** Undefined for a document that is a Dockerfile. One that is broken holds none until it is mended. */
type Inlines = readonly InlineDockerfile[] | "broken" | undefined;

async function inlinesOf(document: TextDocument, values: DocumentSettings): Promise<Inlines> {
  if (!mayHoldDockerfiles(document.uri) || reasonNotTo(document, values) !== undefined) return undefined;
  const found = await inlinesIn(document);
  return found?.filter(({ text }) => text.split("\n").length <= values.maxFileLines) ?? "broken";
}

function wantsShellCheck({ shellcheckEnable, severities }: DocumentSettings): boolean {
  return shellcheckEnable === "auto" && severities["shell-problem"] !== "off";
}

/** Lines of a compose file; each Dockerfile in it has the limit of Dockerfiles. */
const maxHolderLines = 5000;

function reasonNotTo(
  document: TextDocument,
  { enable, isIgnored, maxFileLines }: DocumentSettings,
): string | undefined {
  if (!enable) return t("Switched off by the setting plimsoll.enable");
  if (isIgnored) return t("Ignored by the project's configuration file");
  if (mayHoldDockerfiles(document.uri))
    return document.lineCount > maxHolderLines
      ? t("Not analysed: more than {0} lines", maxHolderLines)
      : undefined;
  if (document.lineCount > maxFileLines)
    return t("Not analysed: more than {0} lines (setting plimsoll.maxFileLines)", maxFileLines);
  return undefined;
}
