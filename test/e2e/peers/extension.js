// Stands in for another extension for Dockerfiles, under its real id: what it shows is the shape of what that one shows.
// VS Code loads it as it is, hence CommonJS.
const vscode = require("vscode");

const behaviours = {
  "docker.docker": {
    formats: true,
    reports: [
      { word: "WORKDIR app", source: "Docker DX (docker-language-server)", code: "WorkdirRelativePath" },
    ],
  },
  "ms-azuretools.vscode-containers": {
    formats: false,
    explains: true,
    reports: [{ word: "expose", source: "dockerfile-utils", code: 0 }],
  },
  "exiasr.hadolint": { reports: [{ word: "RUN pip", source: "", code: "DL3042", prefix: "[hadolint] " }] },
};

const keywords = ["FROM", "RUN", "WORKDIR", "EXPOSE"];

exports.activate = ({ extension, subscriptions }) => {
  const { formats, explains, reports } = behaviours[extension.id];
  const problems = vscode.languages.createDiagnosticCollection(extension.id);
  const report = (document) => {
    if (document.languageId !== "dockerfile") return;
    const found = reports.flatMap(({ word, source, code, prefix = "" }) => {
      const at = document.getText().indexOf(word);
      if (at < 0) return [];
      const { range } = document.lineAt(document.positionAt(at).line);
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
  if (explains) subscriptions.push(...explaining());
  if (formats) subscriptions.push(formatter());
};

function explaining() {
  const { registerCompletionItemProvider, registerDocumentSymbolProvider, registerHoverProvider } =
    vscode.languages;
  return [
    registerHoverProvider("dockerfile", {
      provideHover(document, position) {
        const word = document.getText(document.getWordRangeAtPosition(position));
        return keywords.includes(word) ? new vscode.Hover(`Theirs: ${word}`) : undefined;
      },
    }),
    registerCompletionItemProvider("dockerfile", {
      provideCompletionItems: () => keywords.map((word) => new vscode.CompletionItem(word)),
    }),
    registerDocumentSymbolProvider("dockerfile", {
      provideDocumentSymbols(document) {
        const { range } = document.lineAt(0);
        return [new vscode.DocumentSymbol("Theirs", "", vscode.SymbolKind.Method, range, range)];
      },
    }),
  ];
}

function formatter() {
  return vscode.languages.registerDocumentFormattingEditProvider("dockerfile", {
    provideDocumentFormattingEdits: () => [vscode.TextEdit.insert(new vscode.Position(0, 0), "# theirs\n")],
  });
}
