import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inRoot } from "../../scripts/support/paths.ts";

// The grammar adds to VS Code's own for Dockerfiles. What a line looks like is seen only with both, and with the
// tokenizer of VS Code itself; the tests take all of them from the VS Code that the tests in the editor install.

const grammarFile = inRoot("syntaxes/plimsoll.injection.json");
const grammar = JSON.parse(readFileSync(grammarFile, "utf8"));
const manifest = JSON.parse(readFileSync(inRoot("package.json"), "utf8"));

test("it is injected into Dockerfiles and replaces nothing", () => {
  expect(manifest.contributes.grammars).toEqual([
    expect.objectContaining({
      scopeName: grammar.scopeName,
      injectTo: ["source.dockerfile"],
      path: "./syntaxes/plimsoll.injection.json",
    }),
  ]);
  expect(grammar.injectionSelector).toMatch(/^L:source\.dockerfile -comment -string/);
});

test("every rule that is included exists", () => {
  const included = [...JSON.stringify(grammar).matchAll(/"include":"#([\w-]+)"/g)].map(([, name]) => name);
  expect(Object.keys(grammar.repository).sort()).toEqual([...new Set(included)].sort());
});

const vscode = findVsCode();

describe.skipIf(!vscode)("in VS Code's own tokenizer", async () => {
  const scopesOf = vscode ? await tokenizer(vscode) : () => [];

  test("flags and mounts have keys and values", () => {
    expect(scopesOf("RUN --mount=type=cache,target=/root/.npm npm ci")).toEqual([
      "RUN: keyword.other.special-method",
      "--mount: entity.other.attribute-name.flag",
      "=: keyword.operator.assignment",
      "type: variable.parameter.mount",
      "=: keyword.operator.assignment",
      "cache: constant.language.mount",
      "target: variable.parameter.mount",
      "=: keyword.operator.assignment",
      "/root/.npm: string.unquoted.flag",
    ]);
  });

  test("FROM keeps its colours and gains the platform and variables", () => {
    expect(scopesOf("FROM --platform=$BUILDPLATFORM node:${NODE:-22} AS build")).toEqual([
      "FROM: keyword.other.special-method",
      "--platform: entity.other.attribute-name.flag",
      "=: keyword.operator.assignment",
      "$: punctuation.definition.variable",
      "BUILDPLATFORM: variable.other",
      "${: punctuation.definition.variable",
      "NODE: variable.other",
      ":-22: string.unquoted.default",
      "}: punctuation.definition.variable",
      "AS: keyword.other.special-method",
    ]);
  });

  test("directives are seen at the top only", () => {
    const directive = ["#: comment.line.number-sign", "syntax: keyword.control.directive"];
    expect(scopesOf("# syntax=docker/dockerfile:1").slice(0, 2)).toEqual(directive);
    expect(scopesOf("# syntax=docker/dockerfile:1\n# escape=`", 1)[1]).toBe(
      "escape: keyword.control.directive",
    );
    expect(scopesOf("# hello\n# syntax=docker/dockerfile:1", 1).join()).not.toContain("directive");
  });

  test.each([
    "plimsoll ignore=pip-cache",
    "hadolint global ignore=DL3042",
    "shellcheck disable=SC2046",
    "check=skip=JSONArgsRecommended",
  ])("# %s names a rule", (comment) => {
    expect(scopesOf(`FROM a\n# ${comment}`, 1).join()).toMatch(/constant\.other\.rule/);
  });

  test.each(["RUN <<EOF", "RUN <<-'EOF'", "RUN --mount=type=cache,target=/x <<EOF", "RUN bash -e <<EOF"])(
    "the body of %s is a shell script",
    (opener) => {
      const text = `${opener}\nif true; then echo "it's"; fi\nEOF\nCOPY a b`;
      expect(scopesOf(text, 1)[0]).toBe("if: keyword.control.if");
      expect(scopesOf(text, 2)).toEqual(["EOF: keyword.control.heredoc-token"]);
      expect(scopesOf(text, 3)[0]).toBe("COPY: keyword.other.special-method");
    },
  );

  test("a quote left open in a body ends with the body", () => {
    const text = "RUN <<EOF\necho don't\nEOF\nCOPY --link a b";
    expect(scopesOf(text, 3).slice(0, 2)).toEqual([
      "COPY: keyword.other.special-method",
      "--link: entity.other.attribute-name.flag",
    ]);
  });

  test.each(["RUN python3 <<EOF", "RUN <<EOF python3"])("the body of %s is Python", (opener) => {
    expect(scopesOf(`${opener}\nimport os\nEOF`, 1)[0]).toBe("import: keyword.control.import");
  });

  test("a script is what its first line says", () => {
    expect(scopesOf("RUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF\nRUN x", 2)[0]).toBe(
      "import: keyword.control.import",
    );
  });

  test("the body of a copied here-document is text, whatever it looks like", () => {
    const text = "COPY <<EOF /etc/x\nRUN it's\nEOF\nUSER node";
    expect(scopesOf(text, 1)).toEqual(["RUN it's: string.unquoted.heredoc"]);
    expect(scopesOf(text, 3)[0]).toBe("USER: keyword.other.special-method");
  });

  test.each([
    "RUN cat <<<word",
    "RUN echo $((1<<N))",
    'RUN echo " <<EOF "',
    "# RUN <<EOF",
    "RUN cat <<A <<B",
  ])("%s opens no body", (line) => {
    expect(scopesOf(`${line}\nUSER node`, 1)[0]).toBe("USER: keyword.other.special-method");
  });
});

function findVsCode(): string | undefined {
  const folder = process.env.PLIMSOLL_VSCODE_DIR || inRoot(".vscode-test");
  const version = existsSync(folder)
    ? readdirSync(folder).find((name) => /^code-server-[\d.]+$/.test(name))
    : undefined;
  const vscode = join(folder, version ?? "", "node_modules/code-server/lib/vscode");
  return existsSync(join(vscode, "node_modules/vscode-textmate")) ? vscode : undefined;
}

type ScopesOf = (text: string, line?: number) => readonly string[];

/** Gives "token: innermost scope without its language" for what has a colour in a line. */
async function tokenizer(folder: string): Promise<ScopesOf> {
  const load = createRequire(join(folder, "package.json"));
  const oniguruma = load("vscode-oniguruma");
  const textmate = load("vscode-textmate");
  await oniguruma.loadWASM(readFileSync(load.resolve("vscode-oniguruma/release/onig.wasm")));
  const files: Readonly<Record<string, string>> = {
    "source.dockerfile": join(folder, "extensions/docker/syntaxes/docker.tmLanguage.json"),
    "source.shell": join(folder, "extensions/shellscript/syntaxes/shell-unix-bash.tmLanguage.json"),
    "source.python": join(folder, "extensions/python/syntaxes/MagicPython.tmLanguage.json"),
    [grammar.scopeName]: grammarFile,
  };
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text: string) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope: string) => {
      const file = files[scope];
      return file ? textmate.parseRawGrammar(readFileSync(file, "utf8"), file) : null;
    },
    getInjections: (scope: string) => (scope === "source.dockerfile" ? [grammar.scopeName] : undefined),
  });
  const dockerfile = await registry.loadGrammar("source.dockerfile");

  return (text, line = 0) => {
    let stack = textmate.INITIAL;
    for (const [index, content] of text.split("\n").entries()) {
      const { tokens, ruleStack } = dockerfile.tokenizeLine(content, stack);
      stack = ruleStack;
      if (index === line) return tokens.flatMap((token: Token) => scopeOf(token, content));
    }
    return [];
  };
}

type Token = { readonly startIndex: number; readonly endIndex: number; readonly scopes: readonly string[] };

function scopeOf({ startIndex, endIndex, scopes }: Token, line: string): readonly string[] {
  const text = line.slice(startIndex, endIndex).trim();
  const scope = scopes.at(-1) ?? "";
  if (text === "" || /^(source|meta)\./.test(scope)) return [];
  return [`${text}: ${scope.slice(0, scope.lastIndexOf("."))}`];
}
