import { describe, expect, test } from "vitest";
import type { CodeAction, Diagnostic } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { analysisOf } from "../../server/src/core/analyze.ts";
import { noPolicy, type Policy } from "../../server/src/core/policy.ts";
import { rules } from "../../server/src/core/rules/index.ts";
import { readSettings } from "../../server/src/core/settings.ts";
import type { Analysed } from "../../server/src/lsp/analyses.ts";
import { clientFeatures } from "../../server/src/lsp/clientFeatures.ts";
import { codeActions } from "../../server/src/lsp/codeActions/codeActions.ts";
import { withoutTwins } from "../../server/src/lsp/twins.ts";
import { peerProblem } from "../../server/src/protocol/peers.ts";
import { specKnown } from "../support/known.ts";
import { modernClient } from "./support/client.ts";

// Every check of hadolint and of BuildKit that one of our rules covers: what the other extension reports is not listed
// again, and has our fixes, each once. `▸` marks the lines that the other reports.

type Row = readonly [code: string, rule: string, text: string];

const python = "FROM python:3.13-slim\n";
const debian = "FROM debian:12-slim\n";
const alpine = "FROM alpine:3.22\n";
const fedora = "FROM fedora:42\n";
const node = "FROM node:22-slim\nWORKDIR /app\n";
const end = "USER 1000\n";

const hadolint: readonly Row[] = [
  ["DL1000", "invalid-syntax", `${debian}▸RNU make\n`],
  ["DL3000", "relative-workdir", `${debian}▸WORKDIR app\n`],
  ["DL3001", "debug-tools", `${debian}▸RUN apt-get update && apt-get install -y vim\n`],
  ["DL3002", "root-user", `${debian}▸USER root\nCMD ["a"]\n`],
  ["DL3003", "cd-in-run", `${debian}▸RUN cd /app\n`],
  ["DL3004", "sudo", `${debian}▸RUN sudo make\n`],
  ["DL3006", "untagged-image", `▸FROM debian\n${end}`],
  ["DL3007", "latest-tag", `▸FROM debian:latest\n${end}`],
  ["DL3008", "unpinned-apt", `${debian}▸RUN apt-get update && apt-get install -y curl\n`],
  ["DL3009", "apt-lists", `${debian}▸RUN apt-get update && apt-get install -y curl\n`],
  ["DL3010", "copied-archive", `${debian}▸COPY app.tar.gz /tmp/\nRUN tar -xzf /tmp/app.tar.gz -C /opt\n`],
  ["DL3011", "invalid-port", `${debian}▸EXPOSE 80000\n`],
  ["DL3012", "repeated-healthcheck", `${debian}HEALTHCHECK CMD a\n▸HEALTHCHECK CMD b\n`],
  ["DL3013", "unpinned-pip", `${python}▸RUN pip install flask\n`],
  ["DL3014", "apt-yes", `${debian}▸RUN apt-get install curl\n`],
  ["DL3015", "apt-recommends", `${debian}▸RUN apt-get update && apt-get install -y curl\n`],
  ["DL3016", "unpinned-npm", `${node}▸RUN npm install express\n`],
  ["DL3018", "unpinned-apk", `${alpine}▸RUN apk add curl\n`],
  ["DL3019", "apk-cache", `${alpine}▸RUN apk add curl\n`],
  ["DL3020", "add-for-local-file", `${debian}▸ADD app /app\n`],
  ["DL3021", "many-sources-to-file", `${debian}▸COPY a b /app\n`],
  ["DL3022", "unknown-stage", `FROM debian:12-slim AS build\n${debian}▸COPY --from=biuld /a /a\n`],
  ["DL3023", "self-copy", `FROM debian:12-slim AS build\n▸COPY --from=build /a /b\n`],
  ["DL3024", "duplicate-stage", `FROM debian:12-slim AS a\n▸FROM alpine:3.22 AS a\n`],
  ["DL3025", "shell-form-command", `${debian}▸CMD make run\n`],
  ["DL3027", "apt-command", `${debian}▸RUN apt install -y curl\n`],
  ["DL3028", "unpinned-gem", `FROM ruby:3.3-slim\n▸RUN gem install rails\n`],
  ["DL3029", "fixed-platform", `▸FROM --platform=linux/amd64 debian:12-slim\n${end}`],
  ["DL3030", "yum-yes", `${fedora}▸RUN yum install curl\n`],
  ["DL3032", "yum-cache", `FROM centos:7\n▸RUN yum install -y curl\n`],
  ["DL3033", "unpinned-yum", `FROM centos:7\n▸RUN yum install -y curl\n`],
  ["DL3034", "zypper-yes", `FROM opensuse/leap:15.6\n▸RUN zypper install curl\n`],
  ["DL3035", "distribution-upgrade", `FROM opensuse/leap:15.6\n▸RUN zypper -n dup\n`],
  ["DL3036", "zypper-cache", `FROM opensuse/leap:15.6\n▸RUN zypper -n install curl\n`],
  ["DL3037", "unpinned-zypper", `FROM opensuse/leap:15.6\n▸RUN zypper -n install curl\n`],
  ["DL3038", "dnf-yes", `${fedora}▸RUN dnf install curl\n`],
  ["DL3040", "dnf-cache", `${fedora}▸RUN dnf install -y curl\n`],
  ["DL3041", "unpinned-dnf", `${fedora}▸RUN dnf install -y curl\n`],
  ["DL3042", "pip-cache", `${python}▸RUN pip install flask\n`],
  ["DL3043", "invalid-onbuild", `${debian}▸ONBUILD FROM debian:12\n`],
  ["DL3044", "env-self-reference", `${debian}▸ENV A=1 B=$A\n`],
  ["DL3045", "relative-copy-destination", `${debian}▸COPY a b/\n`],
  ["DL3046", "huge-uid", `${debian}▸RUN useradd -u 123456 app\n`],
  ["DL3047", "wget-progress", `${debian}▸RUN wget https://example.com/a\n`],
  ["DL3048", "label-keys", `${debian}▸LABEL Wrong_Key=a\n`],
  ["DL3057", "missing-healthcheck", `▸FROM node:22-slim\nEXPOSE 8000\nCMD ["node", "a.js"]\n`],
  ["DL3059", "consecutive-runs", `${debian}RUN make a\n▸RUN make b\n▸RUN make c\n`],
  ["DL3060", "yarn-cache", `${node}▸RUN yarn install\n`],
  ["DL3062", "unpinned-go", `FROM golang:1.25\n▸RUN go install example.com/tool@latest\n`],
  ["DL3063", "reserved-stage-name", `▸FROM debian:12-slim AS scratch\n${end}`],
  ["DL3064", "secret-in-variable", `${debian}▸ENV API_TOKEN=abc\n`],
  ["DL3065", "redundant-platform", `▸FROM --platform=$TARGETPLATFORM debian:12-slim\n${end}`],
  ["DL3067", "whole-filesystem-copy", `FROM debian:12-slim AS a\nRUN make\n${debian}▸COPY --from=a / /\n`],
  ["DL4000", "maintainer", `${debian}▸MAINTAINER me\n`],
  [
    "DL4001",
    "wget-and-curl",
    `${debian}RUN apt-get update && apt-get install -y wget curl && curl a\n▸RUN wget b\n`,
  ],
  ["DL4003", "repeated-cmd", `${debian}CMD ["a"]\n▸CMD ["b"]\n▸CMD ["c"]\n`],
  ["DL4004", "repeated-entrypoint", `${debian}ENTRYPOINT ["a"]\n▸ENTRYPOINT ["b"]\n`],
  ["DL4005", "shell-symlink", `${debian}▸RUN ln -sf /bin/bash /bin/sh\n`],
  ["DL4006", "missing-pipefail", `${debian}▸RUN curl -f https://example.com | tar -x\n`],
];

const buildkit: readonly Row[] = [
  ["ConsistentInstructionCasing", "instruction-casing", `${debian}▸run make a\nUSER 1000\nEXPOSE 80\n`],
  ["CopyIgnoredFile", "copy-ignored-file", `${debian}▸COPY secret.txt /app/\n`],
  ["DuplicateStageName", "duplicate-stage", `FROM debian:12-slim AS a\n▸FROM alpine:3.22 AS a\n`],
  ["ExposeInvalidFormat", "invalid-port", `${debian}▸EXPOSE 127.0.0.1:80:80\n`],
  ["ExposeProtoCasing", "protocol-casing", `${debian}▸EXPOSE 80/TCP\n`],
  ["FromAsCasing", "as-casing", `▸FROM debian:12-slim as build\n${end}`],
  [
    "FromPlatformFlagConstDisallowed",
    "fixed-platform",
    `▸FROM --platform=linux/amd64 debian:12-slim\n${end}`,
  ],
  ["InvalidDefaultArgInFrom", "invalid-from-default", `ARG TAG\n▸FROM debian:$TAG\n${end}`],
  ["JSONArgsRecommended", "shell-form-command", `${debian}▸ENTRYPOINT make run\n`],
  ["LegacyKeyValueFormat", "legacy-key-value", `${debian}▸ENV A b c\n`],
  ["MaintainerDeprecated", "maintainer", `${debian}▸MAINTAINER me\n`],
  ["MultipleInstructionsDisallowed", "repeated-cmd", `${debian}▸CMD ["a"]\n▸CMD ["b"]\nCMD ["c"]\n`],
  ["MultipleInstructionsDisallowed", "repeated-entrypoint", `${debian}▸ENTRYPOINT ["a"]\nENTRYPOINT ["b"]\n`],
  [
    "MultipleInstructionsDisallowed",
    "repeated-healthcheck",
    `${debian}▸HEALTHCHECK CMD a\nHEALTHCHECK NONE\n`,
  ],
  ["NoEmptyContinuation", "empty-continuation", `${debian}▸RUN a \\\n\n  b\n`],
  [
    "RedundantTargetPlatform",
    "redundant-platform",
    `▸FROM --platform=$TARGETPLATFORM debian:12-slim\n${end}`,
  ],
  ["ReservedStageName", "reserved-stage-name", `▸FROM debian:12-slim AS context\n${end}`],
  ["SecretsUsedInArgOrEnv", "secret-in-variable", `${debian}▸ENV API_TOKEN=abc\n`],
  ["StageNameCasing", "stage-name-casing", `▸FROM debian:12-slim AS Build\n${end}`],
  ["UndefinedArgInFrom", "undefined-from-arg", `ARG VERSION=12\n▸FROM debian:$VERSIN\n${end}`],
  ["UndefinedVar", "undefined-variable", `${debian}ARG NAME=a\n▸COPY $NAEM /app/\n`],
  ["WorkdirRelativePath", "relative-workdir", `${debian}▸WORKDIR app\n`],
];

/** What a project has to say in its own files before these speak. */
const ofProjects: readonly Row[] = [
  ["DL3026", "registry-not-allowed", `${debian}▸COPY --from=example.com/tool /a /a\n`],
  ["DL3049", "label-policy", `▸FROM debian:12-slim\n${end}`],
  ["DL3050", "label-policy", `${debian}▸LABEL team=a unknown=b\n`],
];

const policy: Policy = {
  ...noPolicy,
  registries: ["docker.io"],
  labels: { required: { team: "text" }, strict: true },
};

/** Further labels with the rule and the place of DL3048. */
const moreLabels = ["DL3051", "DL3052", "DL3053", "DL3054", "DL3055", "DL3056", "DL3058"];

const names = (pattern: RegExp): readonly string[] =>
  rules.flatMap(({ aliases }) => aliases.filter((alias) => pattern.test(alias)));

test("the tables have every name of the catalogue", () => {
  const tried = (rows: readonly Row[]) => [...new Set(rows.map(([code]) => code))].sort();
  expect([...tried([...hadolint, ...ofProjects]), ...moreLabels].sort()).toEqual(names(/^DL\d+$/).toSorted());
  expect(tried(buildkit)).toEqual([...new Set(names(/^[A-Z][A-Za-z]+$/))].sort());
});

describe("hadolint's", () => {
  test.each([...hadolint, ...ofProjects])("%s is ours called %s", (code, rule, text) => {
    check(rule, text, (line, range) => ({ code, message: `[hadolint] ${line}`, range }));
  });
});

describe("BuildKit's, by Docker DX,", () => {
  test.each(buildkit)("%s is ours called %s", (code, rule, text) => {
    const source = "Docker DX (docker-language-server)";
    check(rule, text, (line, range) => ({ source, code, message: line, range }));
  });
});

function check(
  id: string,
  marked: string,
  reported: (line: string, range: Diagnostic["range"]) => Diagnostic,
): void {
  const lines = marked.split("\n");
  const document = TextDocument.create("file:///Dockerfile", "dockerfile", 1, marked.replaceAll("▸", ""));
  const theirs = lines.flatMap((line, at) => {
    const range = { start: { line: at, character: 0 }, end: { line: at, character: line.length - 1 } };
    return line.startsWith("▸") ? [reported(line, range)] : [];
  });
  const outcome = analysed(document, id);
  const { findings } = outcome.analysis;
  expect(findings.map(({ rule }) => rule.id)).toContain(id);
  const twins = theirs.map((problem) => ({
    peer: peerProblem(problem)?.peer,
    code: peerProblem(problem)?.code ?? "",
    lineStart: document.offsetAt(problem.range.start),
  }));
  expect(withoutTwins(outcome.analysis, twins).map(({ rule }) => rule.id)).not.toContain(id);
  const hasFixes = findings.some(({ rule, fixes }) => rule.id === id && fixes.length > 0);
  for (const problem of theirs) {
    const at = document.offsetAt(problem.range.start);
    const actions = codeActions({
      outcome,
      features,
      span: { start: at, end: at },
      context: { diagnostics: [problem] },
    });
    const titles = actions.map(({ title }) => title);
    expect(titles, "no action twice").toEqual([...new Set(titles)]);
    const fixes = actions.filter((action) => action.diagnostics?.includes(problem) && isFix(action));
    expect(fixes.length > 0, `fixes on line ${problem.range.start.line + 1}: ${titles}`).toBe(hasFixes);
  }
}

function isFix({ title, edit }: CodeAction): boolean {
  return edit !== undefined && !title.startsWith("Ignore ");
}

function analysed(document: TextDocument, id: string): Analysed {
  const ofProject = ofProjects.some(([, rule]) => rule === id) ? policy : noPolicy;
  const isOff = rules.some((rule) => rule.id === id && rule.severity === "off");
  const severities = isOff ? ({ [id]: "hint" } as const) : {};
  const context = new Map([
    [".dockerignore", "*.txt\n"],
    ["secret.txt", "a"],
  ]);
  const input = {
    known: specKnown(id === "copy-ignored-file" ? context : undefined),
    settings: { severities, policy: ofProject },
    rules,
  };
  return {
    document,
    settings: {
      ...readSettings(undefined).values,
      severities,
      policy: ofProject,
      contextFolder: undefined,
      isIgnored: false,
    },
    input,
    analysis: analysisOf(document.getText(), input),
    surroundings: undefined,
  };
}

const features = clientFeatures({ processId: null, rootUri: null, capabilities: modernClient }, {});

test.each([
  ["DL4003", 'CMD ["a"]\n'],
  ["DL3059", "RUN make a\nRUN make b\nENV A=1\n"],
  ["DL3042", "RUN pip install flask\n"],
])("a long file full of %s is answered in a bearable time", (code, lines) => {
  const text = `${python}${lines.repeat(2_000 / lines.split("\n").length)}`;
  const document = TextDocument.create("file:///Dockerfile", "dockerfile", 1, text);
  const outcome = analysed(document, "");
  const at = (line: number) => ({ line, character: 0 });
  const diagnostics = Array.from({ length: 400 }, (_, line) => ({
    message: "[hadolint]",
    code,
    range: { start: at(line + 1), end: at(line + 1) },
  }));
  const started = performance.now();
  withoutTwins(
    outcome.analysis,
    diagnostics.map(({ range }) => ({ peer: "hadolint", code, lineStart: document.offsetAt(range.start) })),
  );
  codeActions({ outcome, features, span: { start: 0, end: text.length }, context: { diagnostics } });
  expect(performance.now() - started).toBeLessThan(10_000);
});
