// Stands in for another extension for Dockerfiles, under its real id: what it shows is the shape of what that one shows.
// VS Code loads it as it is, hence CommonJS.
const vscode = require("vscode");

// Docker DX leaves the language of Dockerfiles, and what they would report as well, to these where one of them is there.
const microsoft = ["ms-azuretools.vscode-containers", "ms-azuretools.vscode-docker"];
const hasMicrosoft = () => microsoft.some((id) => vscode.extensions.getExtension(id) !== undefined);

const docker = "Docker DX (docker-language-server)";
/** The same library speaks for all who have it. */
const library = [
  { words: /^expose/m, code: 0 },
  { words: /^WORKDIR app/m, code: 50 },
  { words: /^CMD .*(?=\nCMD)/m, code: 37 },
].map((report) => ({ ...report, source: "dockerfile-utils" }));

const behaviours = {
  "docker.docker": () => ({
    hasLanguage: !hasMicrosoft(),
    reports: [
      { words: /^FROM .* AS [A-Z].*/m, source: docker, code: "StageNameCasing" },
      { words: /^ENV API_TOKEN.*/m, source: docker, code: "SecretsUsedInArgOrEnv" },
      { words: /^ENTRYPOINT [^[].*/m, source: docker, code: "JSONArgsRecommended" },
      ...(hasMicrosoft() ? [] : [{ words: /^WORKDIR app.*/m, source: docker, code: "WorkdirRelativePath" }]),
    ],
  }),
  "ms-azuretools.vscode-containers": () => ({ hasLanguage: true, reports: library }),
  // Until 1.29; what it is since is a pack without code.
  "ms-azuretools.vscode-docker": () => ({ hasLanguage: true, reports: library }),
  "exiasr.hadolint": () => ({
    hasLanguage: false,
    reports: [
      { words: /^RUN pip.*/m, source: "", code: "DL3042", prefix: "[hadolint] " },
      { words: /(?<=^CMD .*\n)CMD .*/m, source: "", code: "DL4003", prefix: "[hadolint] " },
    ],
  }),
};

exports.activate = ({ extension, subscriptions }) => {
  const { hasLanguage, reports } = behaviours[extension.id]();
  const problems = vscode.languages.createDiagnosticCollection(extension.id);
  const report = (document) => {
    if (document.languageId !== "dockerfile") return;
    const found = reports.flatMap(({ words, source, code, prefix = "" }) => {
      const match = words.exec(document.getText());
      if (!match) return [];
      const start = document.positionAt(match.index);
      const range = new vscode.Range(start, document.positionAt(match.index + match[0].length));
      const problem = new vscode.Diagnostic(
        range,
        `${prefix}Theirs: ${code}`,
        vscode.DiagnosticSeverity.Warning,
      );
      return [Object.assign(problem, { source, code })];
    });
    problems.set(document.uri, found);
  };
  for (const document of vscode.workspace.textDocuments) report(document);
  subscriptions.push(
    problems,
    vscode.workspace.onDidOpenTextDocument(report),
    vscode.workspace.onDidChangeTextDocument(({ document }) => report(document)),
  );
  if (hasLanguage) subscriptions.push(...language());
};

const keywords = ["FROM", "RUN", "COPY", "WORKDIR", "ENV", "EXPOSE", "CMD", "ENTRYPOINT"];
const files = { language: "dockerfile", scheme: "file" };

/** Keywords, flags that it knows, and variables that have a value: `NAME=value` in the file. */
function explanation(word, text) {
  if (keywords.includes(word) || word === "chown") return `Theirs: ${word}`;
  const value = new RegExp(`\\b${word}=(\\S+)`).exec(text)?.[1];
  return value && /^[A-Z_]+$/.test(word) ? `Theirs: ${value}` : undefined;
}

function language() {
  const {
    registerCompletionItemProvider,
    registerDocumentFormattingEditProvider,
    registerDocumentSymbolProvider,
    registerHoverProvider,
  } = vscode.languages;
  return [
    registerHoverProvider(files, {
      provideHover(document, position) {
        const range = document.getWordRangeAtPosition(position, /\w+/);
        const said = range && explanation(document.getText(range), document.getText());
        return said && new vscode.Hover(said, range);
      },
    }),
    registerCompletionItemProvider(files, {
      provideCompletionItems: () => keywords.map((word) => new vscode.CompletionItem(word)),
    }),
    registerDocumentSymbolProvider(files, {
      provideDocumentSymbols(document) {
        const { range } = document.lineAt(0);
        return [new vscode.DocumentSymbol("Theirs", "", vscode.SymbolKind.Method, range, range)];
      },
    }),
    registerDocumentFormattingEditProvider(files, {
      provideDocumentFormattingEdits: () => [vscode.TextEdit.insert(new vscode.Position(0, 0), "# theirs\n")],
    }),
  ];
}
