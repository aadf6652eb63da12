import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { defaultSettings, type RuleSettings } from "../../server/src/core/analyze.ts";
import { configForFile } from "../../server/src/core/config/forFile.ts";
import { readConfig } from "../../server/src/core/config/readConfig.ts";
import { parseDockerfile } from "../../server/src/core/document/parse.ts";
import { estimateImage } from "../../server/src/core/estimate/estimate.ts";
import { deriveFacts } from "../../server/src/core/facts/facts.ts";
import { optimize } from "../../server/src/core/optimize.ts";
import type { Finding } from "../../server/src/core/rule.ts";
import { rules } from "../../server/src/core/rules/index.ts";
import { type Catalogue, noteTranslatorOf, translatorOf } from "../../server/src/l10n/sentences.ts";
import * as zhCn from "../../server/src/l10n/zhCn.ts";
import { specKnown } from "../support/known.ts";
import { type Example, readSpecification, specificationFiles } from "../support/spec.ts";

/** In the place of a rule's id. */
const ofFigures = "figures";

const root = path.resolve(import.meta.dirname, "../..");
const sentences: Catalogue = zhCn.sentences;
const reasons = JSON.parse(readFileSync(path.join(root, "l10n/reasons.zh-cn.json"), "utf8"));
const translateSentence = translatorOf(sentences);
const translateNote = noteTranslatorOf(sentences);
const translate: typeof translateSentence = (text, area) =>
  area === ofFigures ? translateNote(text) : translateSentence(text, area);

/** Said in cases that no specification shows. */
const rarely: readonly (readonly [area: string, text: string])[] = [
  ["", "compilers, git, curl and other build tools"],
  ["", "javac, jlink and the other development tools"],
  ["", "glibc (programs and prebuilt modules made for Debian do not run), bash and apt"],
  ["", "optional modules"],
  ["", "a shell, apt and root: it runs as `app`"],
  ["", "a shell, apt and everything but glibc, libgcc, certificates and time zones"],
  [
    "copy-before-install",
    "COPY . . changed in 4 of the last 9 commits, and each time npm ci runs again, if from its cache mount",
  ],
  [
    "copy-before-install",
    "this COPY changed in 4 of the last 9 commits, and each time the install runs again",
  ],
  [
    "copy-before-install",
    "every source change fetches the Go modules again: this COPY stands before the install",
  ],
  [
    "copy-before-install",
    "every source change reinstalls the npm packages: this COPY stands before the install",
  ],
  [
    "copy-before-install",
    "every source change runs the install again, if from its cache mount: this COPY stands before it",
  ],
  [
    "copy-before-install",
    "this ADD changed in 4 of the last 9 commits, and each time the install fetches the crates again",
  ],
  ["invalid-syntax", "RUN has no flag --foo; the build stops here"],
  ["invalid-syntax", "FOO is no instruction; the build stops here"],
  ["invalid-syntax", "STOPSIGNAL needs a signal; the build stops here"],
  ["invalid-syntax", "EXPOSE needs a port; the build stops here"],
  ["invalid-syntax", "SHELL needs a JSON array; the build stops here"],
  ["invalid-syntax", "COPY needs a source and a destination; the build stops here"],
  ["invalid-syntax", "SHELL needs a program; the build stops here"],
  ["invalid-syntax", "a path of VOLUME is empty; the build stops here"],
  ["invalid-syntax", "nothing follows NONE; the build stops here"],
  ["invalid-syntax", "HEALTHCHECK CMD needs a command; the build stops here"],
  ["invalid-syntax", "a here-document is a source, and the destination is missing; the build stops here"],
  [
    "invalid-syntax",
    "a double quote has no end in its word: paths with blanks need a JSON array; the build stops here",
  ],
  ["invalid-syntax", "COPY takes no address: ADD does; the build stops here"],
  ["invalid-syntax", "--checksum is for one source; the build stops here"],
  ["invalid-syntax", "--checksum is for a download or a git repository; the build stops here"],
  ["invalid-syntax", "--checksum is sha256: and 64 hexadecimal digits; the build stops here"],
  ["invalid-syntax", "only one device can be named, and required; the build stops here"],
  ["invalid-syntax", "bridge is no network: default, none or host; the build stops here"],
  ["invalid-syntax", "open is no security mode: sandbox or insecure; the build stops here"],
  [
    "invalid-syntax",
    "arm65 is no platform: a system and an architecture, as in linux/amd64; the build stops here",
  ],
  ["invalid-syntax", "a comma too many stands in the mount; the build stops here"],
  ["invalid-syntax", "a mount has no option foo; the build stops here"],
  [
    "invalid-syntax",
    "required is for mounts of type secret and ssh, and stands behind the type; the build stops here",
  ],
  ["invalid-syntax", "the option target of the mount needs a value; the build stops here"],
  ["invalid-syntax", "from= takes no variable: name a stage with FROM and use that; the build stops here"],
  ["invalid-syntax", "size is for mounts of type tmpfs; the build stops here"],
  ["invalid-syntax", "big is no size; the build stops here"],
  ["invalid-syntax", "rwx is no octal mode; the build stops here"],
  ["invalid-syntax", "uid takes a number, not me; the build stops here"],
  ["invalid-syntax", "uid takes a number, not nothing; the build stops here"],
  ["invalid-syntax", "required is true or false, not empty; the build stops here"],
  ["invalid-syntax", "a secret comes from the caller of the build, not from a stage; the build stops here"],
  ["invalid-syntax", "a mount of type secret needs an id or a target; the build stops here"],
  ["invalid-syntax", "source and id of a secret say the same: only one may stand; the build stops here"],
  ["invalid-syntax", "nothing can be mounted over /; the build stops here"],
  ["invalid-syntax", "a variable has no closing brace; the build stops here"],
  ["invalid-syntax", "a variable has no name; the build stops here"],
  ["invalid-syntax", "the file has no FROM; the build stops here"],
  ["invalid-syntax", "-5s is less than nothing; the build stops here"],
  ["invalid-syntax", "1us is less than a millisecond; the build stops here"],
  ["invalid-syntax", "99999 is no octal mode from 0 to 7777; the build stops here"],
  ["invalid-syntax", "foo is no mode: octal such as 755, or u=rwx,go=rx; the build stops here"],
  ["invalid-syntax", "0 is the number of no signal; the build stops here"],
  ["late-chown", "the image is built with BuildKit, Docker's default since version 23"],
  [
    "root-user",
    "the program writes only directly below /app, can write to /data as another user, and binding port 80 needs no root where it runs",
  ],
  [
    "root-user",
    "the program writes only to its own or temporary folders, can write to /a and /b as another user, and binding port 80 needs no root where it runs",
  ],
  ["secret-copied", "id_rsa is copied and stays readable in the build cache"],
  ["secret-copied", "this copies .env and id_rsa, which stay readable in the build cache"],
  ["late-cleanup", "removed too late: /opt/a stays in the layer of the RUN that made it (3 MB)"],
  ["single-stage-build", "the final image ships Node and the packages of the build to serve static files"],
  ["single-stage-build", "the final image ships Composer and git (20 MB) that the application never uses"],
  [
    "single-stage-build",
    "Convert to a multi-stage build with Spring Boot's layers on eclipse-temurin:21-jre",
  ],
  ["single-stage-build", "serve is given no folder, which nginx has no counterpart for"],
  ["single-stage-build", "serve is started with --ssl, which nginx has no counterpart for"],
  ["single-stage-build", "/app/data is there when the build is done"],
  ["single-stage-build", "debian:bookworm-slim has adduser"],
  ["missing-dockerignore", "without .dockerignore this takes at least 3 MB that no build needs: the sources"],
  ["copy-ignored-file", "the ignore file drops dist, so the build fails"],
  ["copy-ignored-file", "Add !dist to the ignore file"],
  ["copy-before-install", "the first poetry install needs nothing but pyproject.toml and poetry.lock"],
  ["copy-before-install", "the project file imports no other file of the project"],
  ["copy-before-install", "binding.gyp builds nothing from the sources"],
  ["copy-before-install", "the Gemfile reads no other file of the project"],
  ["copy-before-install", "mix.exs reads no other file of the project"],
  ["late-chown", "the folders that COPY makes on the way may have mode 755 as well"],
  [
    "jdk-at-runtime",
    "neither the program nor a script that starts it uses the tools of the JDK, nor draws anything",
  ],
  [
    "late-cleanup",
    "removed too late: the cache in /root/.cache stays in the layer of the RUN that filled it",
  ],
  [
    "late-cleanup",
    "removed too late: the package manager's cache stays in the layer of the RUN that filled it",
  ],
  [
    "late-cleanup",
    "nothing is left to remove: the RUN that filled the cache in /root/.cache has cleaned up itself",
  ],
  [
    "late-cleanup",
    "nothing is left to remove: the RUN that filled the package manager's cache has cleaned up itself",
  ],
  ...[
    "a text",
    "a URL",
    "a date and time",
    "an SPDX license expression",
    "a commit",
    "a semantic version",
    "a mail address",
  ].map((kind) => ["label-policy", `this label is empty, and this project asks for ${kind}`] as const),
  ...[
    "node:22 on this machine",
    "measured in app:latest",
    "an empty file",
    "no apt lists are kept",
    "the apt lists are there already",
    "cleaned up",
    "metadata of the repositories",
    "there is nothing to store again",
    "generated sources, by rule of thumb",
    "what the command writes is not known",
    "debian:12 as of 2026-09-01 (no figures for debian:11; debian:12 is the same image of another line)",
    "no figures for node:22.3; node:22 is the newest of it with figures",
    "no figures for node:22.3; node:22 is the newest build of that line",
    "no figures for node:22-jammy; node:22 is that line on another release of the system",
    "no figures for node:22-sid; node:22-trixie is that line on debian too",
    "pinned by digest; the figures are those of node:22",
    "no figures for linux/s390x; those of linux/amd64 stand in",
  ].map((note) => [ofFigures, note] as const),
  ["end-of-life-image", "the data is migrated to PostgreSQL 17, or there is none yet"],
  ["end-of-life-image", "the configuration works with nginx 1.28"],
];

const said = new Map<string, { readonly area: string; readonly text: string }>();
const used = new Set<string>();

beforeAll(() => {
  const examples = rules.flatMap(({ id }) => specificationFiles(path.join(root, "test/rules"), id));
  for (const example of examples.flatMap(readSpecification)) {
    for (const finding of findingsOf(example)) listen(finding);
    for (const note of notesOf(example)) hear(ofFigures, note);
  }
  for (const name of readdirSync(path.join(root, "test/optimize"), { withFileTypes: true })) {
    if (!name.isDirectory()) continue;
    const text = readFileSync(path.join(root, "test/optimize", name.name, "Dockerfile"), "utf8");
    const { before, after } = optimize(text, {
      known: specKnown(undefined),
      settings: defaultSettings,
      allow: ["safe"],
    });
    for (const finding of [...before.findings, ...after.findings]) listen(finding);
  }
  for (const [area, text] of rarely) hear(area, text);
  for (const text of recipeSentences()) hear("single-stage-build", text);
});

describe("Simplified Chinese", () => {
  test("has every sentence that the specifications and the recipes say", () => {
    const missing = [...said.values()]
      .filter(({ area, text }) => !translate(text, area))
      .map(({ area, text }) => `${area}: ${text}`);
    expect(missing).toEqual([]);
  });

  test("keeps code, paths and figures, and leaves no English between them", () => {
    const wrong = [...said.values()].flatMap(({ area, text }) => {
      const chinese = translate(text, area)?.text ?? "";
      return isFaithful(text, chinese) ? [] : [`${area}: ${text} → ${chinese}`];
    });
    expect(wrong).toEqual([]);
  });

  test("holds no sentence that nobody says", () => {
    for (const { area, text } of said.values())
      for (const key of translate(text, area)?.keys ?? []) used.add(key);
    const { rules: byRule, texts, notes, parts } = sentences;
    const keys = [texts, notes, parts, ...Object.values(byRule).map((rule) => rule.texts ?? {})].flatMap(
      Object.keys,
    );
    expect(keys.filter((key) => !used.has(key))).toEqual([]);
  });

  test("puts every hole of a sentence into its translation", () => {
    const { rules: byRule, texts, notes, parts } = sentences;
    const entries = [texts, notes, parts, ...Object.values(byRule).map((rule) => rule.texts ?? {})].flatMap(
      Object.entries,
    );
    const holes = (text: string) =>
      [...new Set([...text.matchAll(/\{(\d)\*?\}/g)].map(([, hole]) => hole))].sort();
    expect(entries.filter(([key, wording]) => String(holes(key)) !== String(holes(wording)))).toEqual([]);
  });

  test("has full-width punctuation between Chinese words, and a blank between Chinese and Latin ones", () => {
    const { rules: byRule, texts, notes, parts } = sentences;
    const ofRules = Object.values(byRule).flatMap((rule) => [
      rule.summary,
      ...Object.values(rule.texts ?? {}),
    ]);
    const wordings = [...ofRules, ...[texts, notes, parts, reasons].flatMap(Object.values)].map(
      (text: string) => text.replace(/`[^`]*`/g, "`"),
    );
    const isOdd =
      /\p{Script=Han}[,;:!?()`A-Za-z0-9]|[,;:!?(`A-Za-z0-9]\p{Script=Han}|\p{Script=Han}\{\d\}|\{\d\}\p{Script=Han}/u;
    expect(wordings.filter((text) => isOdd.test(text))).toEqual([]);
  });

  test.each(rules.map((rule) => [rule.id, rule] as const))("%s: summary and reason", (id, rule) => {
    const summary = sentences.rules[id]?.summary ?? "";
    const why = reasons[id] ?? "";
    for (const [english, chinese] of [
      [rule.summary, summary],
      [rule.why, why],
    ] as const) {
      expect(chinese).toMatch(/[一-鿿].*。$/u);
      for (const [code] of english.matchAll(/`[^`]+`/g)) expect(chinese).toContain(code);
    }
  });

  test("knows no rules that do not exist", () => {
    const ids = rules.map(({ id }) => id).sort();
    expect(Object.keys(sentences.rules).sort()).toEqual(ids);
    expect(Object.keys(reasons).sort()).toEqual(ids);
  });
});

function findingsOf(example: Example): readonly Finding[] {
  const { config } = readConfig(example.config ?? {}, rules);
  const { severities, policy } = configForFile([{ config, path: "Dockerfile" }]);
  const chosen = { ...severities, ...example.settings } as RuleSettings["severities"];
  const { rounds, after } = optimize(example.text, {
    known: specKnown(example.context, example.shellAnswers, example.history),
    settings: { enableAll: true, severities: chosen, policy },
    allow: ["safe", "review"],
  });
  return [...rounds.map(({ analysis }) => analysis), after].flatMap(({ findings }) => findings);
}

/** Where the sizes of the example's images and steps come from. */
function notesOf({ text, context }: Example): readonly string[] {
  const known = specKnown(context);
  const { stages } = estimateImage(deriveFacts(parseDockerfile(text), known));
  return stages.flatMap(({ base, steps }) => [...(base?.reasons ?? []), ...steps.map(({ note }) => note)]);
}

/** What ShellCheck says of a script is its own words. */
function listen({ rule, message, fixes }: Finding): void {
  if (rule.id !== "shell-problem") hear(rule.id, message);
  for (const { title, assumption } of fixes) {
    hear(rule.id, title);
    if (assumption !== undefined) hear(rule.id, assumption);
  }
}

function hear(area: string, text: string): void {
  said.set(`${area} ${text}`, { area, text });
}

/** Why a file stays as it is, as the sources of the recipes have it, with something in the place of what is put in. */
function recipeSentences(): readonly string[] {
  const said = /(?:[([?:=>]|\breturn|\|\|)\s*(?:"([^"\n]+)"|`((?:\\`|[^`\n])+)`)/g;
  const verbs =
    / (?:is|are|has|may|needs?|comes|makes?|changes|installs|brings|reads|calls|names|knows|acts?|starts|forgets|runs|stands|does|do|have|asks|cannot|can|downloads|depends|compiles|fits|builds|works|leaves|keeps) /;
  const folder = path.join(root, "server/src/core/recipes");
  const literals = readdirSync(folder).flatMap((file) => {
    const text = readFileSync(path.join(folder, file), "utf8");
    return [...text.matchAll(said)].map(([, plain, template]) => plain ?? template ?? "");
  });
  return literals
    .filter((text) => verbs.test(text) && !otherwiseSaid.test(text))
    .map((text) => text.replaceAll("\\`", "`").replace(/\$\{[^}]*\}/g, "/x1"));
}

/** Lists of programs, parts of longer sentences, which examples show, and what goes through the table of words. */
const otherwiseSaid = /\bmkdir\b|\$\{(?:but|server\.problem|form\.name)\}|\$\{[^}]*$|^scratch is empty$/;

function isFaithful(english: string, chinese: string): boolean {
  const code = english.match(/`[^`]+`|[^\s,;:()?]*[\d/$=_][^\s,;:()?]*/g) ?? [];
  const words = chinese.replaceAll(/npm config set|yarn config set|[^\s（]*[/.$=-][^\s]*|"[^"]*"/g, "");
  const isEnglish = / (?:and|or|the|that|which|is|are|of|with|by|more) /.test(words.replace(/MIT or/, ""));
  return (
    /[一-鿿]/u.test(chinese) && !isEnglish && code.every((part) => chinese.includes(part.replace(/\.$/, "")))
  );
}
